//! `StreamWriter`: where a function writes the body of an answer.

use bytes::Bytes;
use tokio::sync::mpsc;

use crate::base::error::Error;

/// Where the function of [`StreamingResponse::write`](super::StreamingResponse::write) writes.
///
/// One piece waits to be sent, no more: whoever writes faster than the client reads waits in [`write`](Self::write).
#[derive(Debug)]
pub struct StreamWriter(pub(super) mpsc::Sender<Bytes>);

impl StreamWriter {
    /// Sends a piece: text or bytes. It leaves at once, so that many small ones are better put together first.
    ///
    /// # Errors
    ///
    /// If nobody reads any more. That is seen only where the writer was moved into a task: otherwise its function has
    /// been dropped by then.
    pub async fn write(&self, chunk: impl Into<Bytes>) -> Result<(), Error> {
        self.0.send(chunk.into()).await.map_err(|_| Error::internal("nobody reads the answer any more"))
    }
}
