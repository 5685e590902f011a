//! `ServerEnd`: how a body that goes on for ever finds out that the server ends.
//!
//! A view makes the body and knows no server. So the answer carries this in its extensions, and `framing`, which has the
//! request, tells it whose end that is.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use crate::web::shutdown::Shutdown;

/// In the extensions of the answer; the body has an [`UntilServerEnd`].
#[derive(Clone, Debug, Default)]
pub(crate) struct ServerEnd(Arc<OnceLock<Shutdown>>);

impl ServerEnd {
    pub(crate) fn tell(&self, shutdown: &Shutdown) {
        self.0.get_or_init(|| shutdown.clone());
    }

    pub(crate) fn listener(&self) -> UntilServerEnd {
        UntilServerEnd { told: self.clone(), begun: None }
    }
}

/// Waits for the end, as soon as somebody has told whose. Where nobody has, because the answer was taken apart before
/// it left, there is none.
pub(crate) struct UntilServerEnd {
    told: ServerEnd,
    /// From when it is first asked.
    begun: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl UntilServerEnd {
    /// Ready when the server ends. Not to be asked again after that.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Self { told, begun } = self;
        let Some(shutdown) = told.0.get() else { return Poll::Pending };
        begun.get_or_insert_with(|| Box::pin(shutdown.begun())).as_mut().poll(cx)
    }
}
