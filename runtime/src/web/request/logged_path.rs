//! The path as the log shows it.

use std::borrow::Cow;

use super::Request;
use crate::base::visible::Shown;
use crate::web::view::Segment;

/// What a view's path calls a part that is worth as much as a password: who has read it in a log could use it.
const SECRET: Segment = Segment::Parameter("token");

impl Request {
    /// The path, with `…` in the place of a secret.
    pub(crate) fn logged_path(&self) -> Cow<'_, str> {
        let path = self.path();
        let segments = self.view().map_or(&[][..], |view| view.segments());
        match segments.iter().position(|segment| *segment == SECRET) {
            None => Cow::Borrowed(path),
            Some(secret) => Cow::Owned(without(path, secret)),
        }
    }

    /// What was asked for, as the log shows it: `GET /export/`.
    pub(crate) fn logged(&self) -> String {
        format!("{} {}", Shown(self.method().as_str()), Shown(&self.logged_path()))
    }
}

fn without(path: &str, secret: usize) -> String {
    let parts = path.split('/').skip(1).enumerate();
    parts.map(|(index, part)| if index == secret { "/…".to_owned() } else { format!("/{part}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_left_out_and_all_else_stays() {
        assert_eq!(without("/reset/MQ/d1-ab/", 2), "/reset/MQ/…/");
        assert_eq!(without("/d1-ab", 0), "/…");
    }
}
