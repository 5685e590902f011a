// Loads the page anew when what it was made from has changed: vestibule adds this in debug builds.
(() => {
  "use strict";
  const { state } = document.currentScript.dataset;
  let events;
  const listen = () => {
    events = new EventSource("/__vestibule__/reload");
    events.addEventListener("message", ({ data }) => {
      if (data !== state) {
        events.close();
        location.reload();
      }
    });
  };
  // A page that the browser keeps for its back button holds no connection.
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  listen();
})();
