//! What is mounted, as lines of the table of views.

use std::any::TypeId;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use super::{Answer, Mount};
use crate::base::error::Error;
use crate::web::request::{OriginalUri, Request, RequestBody};
use crate::web::tables::{ViewEntry, ViewFuture};
use crate::web::view::{Place, Segment, View, ViewInfo};

use super::uri::without_prefix;

/// All that is mounted in an application.
#[derive(Debug, Default)]
pub(crate) struct Mounts(Vec<Mounted>);

#[derive(Debug)]
struct Mounted {
    /// As it was written: `/api`.
    prefix: String,
    mount: Mount,
    at: &'static Location<'static>,
}

impl Mounts {
    pub(crate) fn add(&mut self, prefix: &str, mount: Mount, at: &'static Location<'static>) {
        self.0.push(Mounted { prefix: prefix.to_owned(), mount, at });
    }

    /// A line for each, in an application whose `app!` stands at `place`. They live as long as the program, as those do
    /// that were linked into it.
    ///
    /// # Errors
    ///
    /// If a prefix is none, or another mount or one of the views is below it.
    pub(crate) fn entries(
        &self,
        views: &[&'static ViewEntry],
        place: Place,
    ) -> Result<Vec<&'static ViewEntry>, Error> {
        let entries = self.0.iter().map(|mounted| mounted.entry(place)).collect::<Result<Vec<_>, _>>()?;
        for (index, entry) in entries.iter().enumerate() {
            let mounts = entries.iter().enumerate().filter(|(other, _)| *other != index);
            let others = mounts.map(|(_, entry)| *entry).chain(views.iter().copied());
            let below: Vec<_> = others.filter(|other| is_below(entry, other)).collect();
            if !below.is_empty() {
                return Err(collision(entry, &below));
            }
        }
        Ok(entries)
    }

    /// That which answers as this view.
    fn find(&self, view: View) -> Option<&Mounted> {
        self.0.iter().find(|mounted| view.path().strip_suffix(BELOW) == Some(&mounted.prefix))
    }
}

/// What stands behind the prefix in lists of routes.
const BELOW: &str = "/{*rest}";

impl Mounted {
    fn entry(&self, app: Place) -> Result<&'static ViewEntry, Error> {
        let prefix = self.checked()?;
        let texts = prefix.split('/').map(|text| Segment::Text(leak(text)));
        let segments: Vec<_> = texts.chain([Segment::Mount]).collect();
        let place = Place { file: self.at.file(), line: self.at.line(), ..app };
        let info = ViewInfo {
            name: leak(&format!("mount {}", self.prefix)),
            place,
            methods: &["*"],
            path: leak(&format!("{}{BELOW}", self.prefix)),
            prefix: "",
            segments: segments.leak(),
            guard: None,
            flags: self.mount.flags,
        };
        Ok(Box::leak(Box::new(ViewEntry {
            app: TypeId::of::<Self>,
            info,
            accepts: &[],
            kinds: &[],
            checks: &[],
            decorators: None,
            call,
        })))
    }

    /// The prefix without its first slash.
    fn checked(&self) -> Result<&str, Error> {
        let is_text = |text: &str| {
            !text.is_empty()
                && ![".", ".."].contains(&text)
                && !text.contains(|c: char| c.is_control() || c.is_whitespace() || "{}*?#%\\".contains(c))
        };
        let texts = self.prefix.strip_prefix('/').filter(|prefix| prefix.split('/').all(is_text));
        texts.ok_or_else(|| {
            let Self { prefix, at, .. } = self;
            Error::internal(format!(
                "nothing can be mounted at `{}` ({}:{})\n\
                 help: write a prefix of fixed text, decoded, without a slash at its end: `/api`",
                prefix.escape_debug(),
                at.file(),
                at.line()
            ))
        })
    }
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Whether a view's path begins with what another is mounted at.
fn is_below(mount: &ViewEntry, view: &ViewEntry) -> bool {
    let prefix = mount.info.segments.strip_suffix(&[Segment::Mount]).unwrap_or_default();
    view.info.segments.starts_with(prefix)
}

fn collision(mount: &'static ViewEntry, below: &[&'static ViewEntry]) -> Error {
    struct Line(&'static ViewEntry);
    impl fmt::Display for Line {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let info = &self.0.info;
            write!(f, "\n  `{}` at {}, which answers `{}`", self.0.view(), info.place, info.path)
        }
    }
    let lines: String = std::iter::once(&mount).chain(below).map(|entry| Line(entry).to_string()).collect();
    Error::internal(format!(
        "vestibule.E005: a service is mounted over other views{lines}\n\
         help: mount it under another prefix, or move the views out of it"
    ))
}

/// Hands a request on to what is mounted there.
fn call(request: &mut Request) -> ViewFuture<'_> {
    match answer(request) {
        Some(answer) => answer,
        None => {
            Box::pin(async { Err(Error::internal("nothing is mounted where this request was routed to")) })
        }
    }
}

fn answer(request: &mut Request) -> Option<Answer> {
    let view = request.view()?;
    let mounted = request.part::<Mounts>()?.find(view)?;
    let (uri, service) =
        (without_prefix(request.uri(), &mounted.prefix)?, Arc::clone(&mounted.mount.service));
    let mut request: http::Request<RequestBody> = request.take_http();
    let original = std::mem::replace(request.uri_mut(), uri);
    if request.extensions().get::<OriginalUri>().is_none() {
        request.extensions_mut().insert(OriginalUri(original));
    }
    Some(service(request))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::response::Response;
    use crate::web::router::tests::entry;

    const PLACE: Place = Place { krate: "site", module: "site", file: "", line: 0 };

    fn mounted(prefixes: &[&str]) -> Mounts {
        let mut mounts = Mounts::default();
        for prefix in prefixes {
            let service = Arc::new(|_| Box::pin(async { Ok(Response::default()) }) as Answer);
            let mount = Mount { service, flags: crate::web::view::ViewFlags::NONE };
            mounts.add(prefix, mount, Location::caller());
        }
        mounts
    }

    #[test]
    fn a_mount_is_a_line_among_the_views() {
        let entries = mounted(&["/api/v1"]).entries(&[], PLACE).unwrap();
        let info = &entries[0].info;

        assert_eq!((info.name, info.path, info.methods), ("mount /api/v1", "/api/v1/{*rest}", &["*"][..]));
        assert_eq!(entries[0].view().to_string(), "site::mount /api/v1");
        assert!(info.place.file.ends_with("mount/entry.rs"));
    }

    #[test]
    fn what_is_below_it_collides_and_what_is_beside_it_does_not() {
        let mounts = mounted(&["/api"]);
        let collides = |path| mounts.entries(&[entry(&["GET"], path)], PLACE).is_err();

        for path in ["/api", "/api/", "/api/{id}/", "/api/{*rest}", "/api/a/b"] {
            assert!(collides(path), "{path}");
        }
        for path in ["/", "/apis/", "/{any}/", "/{*rest}", "/v1/api/"] {
            assert!(!collides(path), "{path}");
        }
    }
}
