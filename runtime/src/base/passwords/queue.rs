//! `Queue`: passwords are hashed on threads apart, never more at once than there are cores.
//!
//! A hash takes a core for a good part of a second, by intent. More of them at once would all take longer, and requests
//! that ask for no password would wait with them.

use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::PasswordError;
use crate::base::blocking::blocking;

/// How long a password waits for its turn. Whoever waits longer has gone, or thinks so.
const PATIENCE: Duration = Duration::from_secs(20);

/// The places of this process: its cores are shared by all its applications.
static OF_PROCESS: LazyLock<Queue> = LazyLock::new(|| Queue {
    places: Arc::new(Semaphore::new(thread::available_parallelism().map_or(1, usize::from))),
    patience: PATIENCE,
});

/// Where passwords wait for their turn, first come, first served.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Queue {
    pub(super) fn of_process() -> Self {
        OF_PROCESS.clone()
    }

    /// Does work when it is its turn. The place is taken until the work is done, also where nobody waits for it any more.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Busy`] if it was not its turn in time.
    pub(super) async fn run<T, W>(&self, work: W) -> Result<T, PasswordError>
    where
        T: Send + 'static,
        W: FnOnce() -> Result<T, PasswordError> + Send + 'static,
    {
        let turn = timeout(self.patience, Arc::clone(&self.places).acquire_owned());
        let Ok(Ok(place)) = turn.await else { return Err(PasswordError::Busy) };
        let done = blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(|error| PasswordError::of_work(&error))?
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::base::ready::block_on;

    #[test]
    fn who_does_not_have_a_turn_in_time_is_told_so() {
        let queue = Queue { places: Arc::new(Semaphore::new(1)), patience: Duration::ZERO };

        block_on(async {
            // In here, so that work which waits for it ends with a test that fails.
            let (end, ended) = mpsc::channel::<()>();
            let at_work = queue.clone();
            let first = tokio::spawn(async move { at_work.run(move || Ok(ended.recv().is_ok())).await });
            while queue.places.available_permits() > 0 {
                tokio::task::yield_now().await;
            }

            assert!(matches!(queue.run(|| Ok(())).await, Err(PasswordError::Busy)));
            end.send(()).unwrap();
            assert!(first.await.unwrap().unwrap());
            assert!(queue.run(|| Ok(())).await.is_ok(), "the place is free again");
        });
    }

    #[test]
    fn work_that_nobody_waits_for_keeps_its_place() {
        let queue = Queue { places: Arc::new(Semaphore::new(1)), patience: Duration::ZERO };

        block_on(async {
            // In here, so that work which waits for it ends with a test that fails.
            let (end, ended) = mpsc::channel::<()>();
            let at_work = queue.clone();
            let (begin, begun) = tokio::sync::oneshot::channel();
            let left = tokio::spawn(async move {
                let work = move || {
                    let _ = begin.send(());
                    Ok(ended.recv().is_ok())
                };
                at_work.run(work).await
            });
            begun.await.unwrap();
            left.abort();
            assert!(left.await.is_err());

            assert_eq!(queue.places.available_permits(), 0);
            end.send(()).unwrap();
            assert!(queue.places.acquire().await.is_ok());
        });
    }

    #[test]
    fn a_panic_is_an_error() {
        let failed = block_on(Queue::of_process().run::<(), _>(|| panic!("no")));

        assert!(matches!(failed, Err(PasswordError::Failed(_))), "{failed:?}");
    }
}
