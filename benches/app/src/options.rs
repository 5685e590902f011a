//! The command line that the driver speaks.

use std::env;

/// What the driver asks for.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) threads: usize,
    /// Whether the plain views stand behind the middlewares too.
    pub(crate) all: bool,
    /// Where sessions lie.
    pub(crate) store_url: String,
}

impl Options {
    pub(crate) fn from_arguments() -> Result<Self, String> {
        let mut options = Self { port: 8000, threads: 1, all: false, store_url: "sqlite::memory:".into() };
        let mut arguments = env::args().skip(1);
        while let Some(name) = arguments.next() {
            if name == "--all" {
                options.all = true;
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("`{name}` needs a value"))?;
            let wrong = |_| format!("`{value}` is no value for `{name}`");
            match name.as_str() {
                "--port" => options.port = value.parse().map_err(wrong)?,
                "--threads" => options.threads = value.parse().map_err(wrong)?,
                "--store" if value == "sqlite" => {}
                "--store" => {
                    return Err(format!("sessions cannot be kept in `{value}` yet; there is `sqlite`"));
                }
                "--store-url" => options.store_url = value,
                _ => return Err(format!("unknown option `{name}`")),
            }
        }
        Ok(options)
    }
}
