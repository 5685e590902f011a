//! What one client may take, and how long it may be silent.

use std::time::Duration;

use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// What is read at once, and held by each connection for as long as it lasts.
const READ_BUFFER: usize = 4 * 1024;

#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Of a whole message, in bytes.
    pub(super) message_size: usize,
    /// Of one frame of it.
    pub(super) frame_size: usize,
    /// Silence after which the client is asked for a sign of life.
    pub(super) ping_interval: Duration,
    /// Silence after which it is taken for gone.
    pub(super) idle_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_size: 1024 * 1024,
            frame_size: 1024 * 1024,
            ping_interval: Duration::from_secs(30),
            idle_time: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// A message is written when it is sent, and nothing gathers.
    pub(super) fn config(&self) -> WebSocketConfig {
        WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(usize::MAX)
            .max_message_size(Some(self.message_size))
            .max_frame_size(Some(self.frame_size.min(self.message_size)))
    }
}
