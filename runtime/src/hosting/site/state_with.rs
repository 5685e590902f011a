//! States that have to be waited for, such as a pool of connections: made when the application starts.

use std::any::type_name;
use std::panic::Location;
use std::pin::Pin;

use crate::base::error::Error;
use crate::web::request::States;
use crate::web::settings::Settings;

/// Puts a state among the others.
type Insert = Box<dyn FnOnce(&mut States) + Send>;

type Making = Pin<Box<dyn Future<Output = Result<Insert, Error>> + Send>>;

/// A state that is made of the settings.
pub(super) struct MadeState {
    make: Box<dyn FnOnce(Settings) -> Making + Send>,
    name: &'static str,
    at: &'static Location<'static>,
}

impl MadeState {
    pub(super) fn new<T, F>(
        make: impl FnOnce(Settings) -> F + Send + 'static,
        at: &'static Location<'static>,
    ) -> Self
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let make = |settings| {
            let making = make(settings);
            let insert = async move {
                let state = making.await?;
                Ok(Box::new(move |states: &mut States| states.insert(state)) as Insert)
            };
            Box::pin(insert) as Making
        };
        Self { make: Box::new(make), name: type_name::<T>(), at }
    }

    /// # Errors
    ///
    /// What kept it from being made, after its type and place.
    pub(super) async fn make(self, settings: &Settings, states: &mut States) -> Result<(), Error> {
        let Self { make, name, at } = self;
        match make(settings.clone()).await {
            Ok(insert) => {
                insert(states);
                Ok(())
            }
            Err(error) => Err(error.within(format_args!(
                "the state `{name}` of {}:{} could not be made:",
                at.file(),
                at.line()
            ))),
        }
    }
}
