//! What a view's words say of frames (Django, `views/decorators/clickjacking.py`): they hold for what the view
//! itself answers, and not for a layer's answer in its place, nor for an error page.

use http::header::{HeaderValue, X_FRAME_OPTIONS};

use super::Response;
use crate::base::headers::add_header;
use crate::web::view::ViewFlags;

/// Marks an answer that other sites may show in a frame.
#[derive(Clone, Copy, Debug)]
struct FrameExempt;

impl Response {
    /// Does what the view's words say: a header, unless there is one, or the mark.
    pub(crate) fn keep_frame_words(&mut self, flags: &ViewFlags) {
        if flags.xframe_options_exempt {
            self.extensions_mut().insert(FrameExempt);
        } else if flags.xframe_options_deny {
            add_header(self.layer_headers_mut(), X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        } else if flags.xframe_options_sameorigin {
            add_header(self.layer_headers_mut(), X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        }
    }

    /// Whether its view is `xframe_options_exempt`.
    pub(crate) fn is_frame_exempt(&self) -> bool {
        self.extensions().get::<FrameExempt>().is_some()
    }
}
