//! WebSockets under another server on hyper, such as axum's: it hands over the connection itself, once it has sent the 101.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::rt::{Read as _, ReadBuf as HyperBuf, Write as _};
use hyper::upgrade::{OnUpgrade, Upgraded};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::Service;
use crate::web::request::{ConnectionInfo, RequestBody, Upgradable};
use crate::web::response::{Body, Upgrade};

/// Answers a request whose connection can be handed over.
pub(super) async fn answer(
    service: &Service,
    mut request: http::Request<RequestBody>,
    connection: ConnectionInfo,
) -> http::Response<Body> {
    let on_upgrade = request.extensions_mut().remove::<OnUpgrade>();
    request.extensions_mut().insert(Upgradable);
    let response = service.answer(request, connection).await;
    if let (Some(on_upgrade), Some(upgrade)) = (on_upgrade, response.extensions().get::<Upgrade>().cloned()) {
        let counted = service.inner.shared.unfinished.one_more();
        tokio::spawn(async move {
            let _counted = counted;
            // It fails if the 101 was not sent.
            if let Ok(upgraded) = on_upgrade.await
                && let Some(work) = upgrade.take_over(Box::new(Connection(upgraded)))
            {
                work.await;
            }
        });
    }
    response
}

/// What hyper has handed over, as tokio's traits have it.
struct Connection(Upgraded);

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut room = HyperBuf::new(buffer.initialize_unfilled());
        let read = Pin::new(&mut self.0).poll_read(cx, room.unfilled());
        let length = room.filled().len();
        buffer.advance(length);
        read
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
