//! Memory that a burst of connections has left behind.
//!
//! hyper keeps 16 KiB for each. When they are closed it is all free again, but glibc gives the system only what lies
//! behind the last block in use of each arena, and one small block is enough to hold everything: after 4,000
//! connections, again and again, 86 MiB stay, of which half a MiB is in use. Asked for it, glibc gives all of it back.
//!
//! With another allocator (musl's, or one that the application has chosen) this does nothing.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Fewer connections than this have had too little for anyone to miss, some 10 MiB.
const ENOUGH: usize = 512;

/// How many connections are open, and how many have been at a time since memory was last given back.
#[derive(Debug, Default)]
pub(super) struct Burst {
    open: AtomicUsize,
    peak: AtomicUsize,
}

impl Burst {
    pub(super) fn opened(&self) {
        let open = self.open.fetch_add(1, Relaxed) + 1;
        self.peak.fetch_max(open, Relaxed);
    }

    pub(super) fn closed(&self) {
        self.open.fetch_sub(1, Relaxed);
    }

    /// Whether half of them, and enough, have been closed since.
    pub(super) fn is_over(&self) -> bool {
        let (open, peak) = (self.open.load(Relaxed), self.peak.load(Relaxed));
        let is_over = peak.saturating_sub(open) >= ENOUGH && open <= peak / 2;
        if is_over {
            self.peak.store(open, Relaxed);
        }
        is_over
    }
}

/// Gives the system what is free. It takes some milliseconds for each 100 MiB, in which others may have to wait for
/// memory.
pub(super) fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[allow(unsafe_code, reason = "a C function; there is no safe way to it")]
    // SAFETY: it takes a number and no pointer, may be called by any thread at any time (malloc_trim(3): MT-Safe), and
    // touches only memory that nobody has.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_given_back_when_a_burst_is_over_and_not_again() {
        let burst = Burst::default();
        let opens = |number| (0..number).for_each(|_| burst.opened());
        let closes = |number| (0..number).for_each(|_| burst.closed());

        opens(ENOUGH - 1);
        closes(ENOUGH - 1);
        assert!(!burst.is_over(), "too few to be missed");
        opens(4000);
        closes(1999);
        assert!(!burst.is_over(), "not yet half of them");
        closes(1);
        assert!(burst.is_over() && !burst.is_over());
        closes(2000);
        assert!(burst.is_over() && !burst.is_over());
    }
}
