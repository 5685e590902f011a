//! What the groups share that ask a site: the settings it starts with, and what a client sends it.

use vestibule::http::header::{HeaderName, HeaderValue};
use vestibule::testing::Client;
use vestibule::{Application, Settings, Site};

/// A client of a site that starts with these settings, as they are.
pub(super) async fn client<A: Application>(site: Site<A>, settings: Settings) -> Result<Client, String> {
    let service = site.settings(move |ours| *ours = settings).start().await;
    service.map(Client::of).map_err(|error| error.to_string())
}

/// Has every request carry this header. Its characters are its bytes.
pub(super) fn send(client: &mut Client, name: &str, value: &str) -> Result<(), String> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
    let bytes: Vec<u8> = value.chars().map(|character| character as u8).collect();
    let value = HeaderValue::from_bytes(&bytes).map_err(|error| error.to_string())?;
    client.headers_mut().insert(name, value);
    Ok(())
}

/// Has requests come over TLS, or not, as their connection would tell; here a proxy does. What the case says of a
/// proxy's header goes before that.
pub(super) fn connect(client: &mut Client, is_secure: bool) -> Result<(), String> {
    let header = client.service().settings().secure_proxy_ssl_header.clone();
    let (name, value) = header.ok_or("no proxy tells of TLS")?;
    let name = header_name(&name);
    if is_secure && !client.headers().contains_key(&name) { send(client, &name, &value) } else { Ok(()) }
}

/// By which a proxy tells of TLS where a case names none.
pub(super) fn with_proxy(mut settings: Settings) -> Settings {
    settings.secure_proxy_ssl_header.get_or_insert_with(|| ("X-Test-Proto".into(), "https".into()));
    settings
}

/// As Django's `request.META` spells it, or as it is.
pub(super) fn header_name(name: &str) -> String {
    name.strip_prefix("HTTP_").map_or_else(|| name.to_owned(), |name| name.replace('_', "-"))
}
