//! The server by itself: bytes in, bytes out, with a handler of its own behind it.

mod bodies;
mod framing;
mod heads;
mod hosts;
mod http2;
mod panics;
mod pipelining;
mod shutdown;
mod site;
mod time;
