//! The layers, laid out by hook when the application starts: a middleware that has no
//! `process_view` is not in that list, and costs that phase nothing.

use std::fmt;
use std::sync::Arc;

use crate::web::layer::Layer;
use crate::web::settings::Settings;
use crate::web::tables::MiddlewareEntry;

/// A middleware in one of the lists.
#[derive(Clone)]
pub(super) struct Member {
    /// Its place from the outside, over all rings.
    pub(super) depth: usize,
    pub(super) layer: Arc<dyn Layer>,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Member({})", self.depth)
    }
}

/// Neighbouring layers of hooks. A middleware written as a function encloses all that is inside
/// it, so it ends one ring, and the next begins within its call.
#[derive(Debug, Default)]
pub(super) struct Ring {
    /// Outermost first.
    pub(super) request: Vec<Member>,
    /// Innermost first.
    pub(super) response: Vec<Member>,
    /// The function between this ring and the next; the last ring has none and holds the core.
    pub(super) around: Option<Member>,
}

/// Every layer, by hook.
#[derive(Debug)]
pub(super) struct Rings {
    /// Outermost first; never empty.
    pub(super) rings: Vec<Ring>,
    /// Outermost first.
    pub(super) view: Vec<Member>,
    /// Innermost first.
    pub(super) template: Vec<Member>,
    /// Innermost first.
    pub(super) exception: Vec<Member>,
}

impl Rings {
    /// From entries sorted outermost first; those that the settings leave out are taken out of them.
    pub(super) fn new(entries: &mut Vec<MiddlewareEntry>, settings: &Settings) -> Self {
        let mut layers = Vec::with_capacity(entries.len());
        entries.retain(|entry| (entry.make)(settings).map(|layer| layers.push(layer)).is_some());
        let mut all = Self { rings: vec![], view: vec![], template: vec![], exception: vec![] };
        let mut ring = Ring::default();
        for (depth, (entry, layer)) in entries.iter().zip(layers).enumerate() {
            let member = Member { depth, layer: layer.into() };
            let hooks = entry.hooks;
            if hooks.around {
                ring.around = Some(member.clone());
                all.rings.push(std::mem::take(&mut ring).turned());
                continue;
            }
            let lists = [
                (hooks.process_request, &mut ring.request),
                (hooks.process_response, &mut ring.response),
                (hooks.process_view, &mut all.view),
                (hooks.process_template_response, &mut all.template),
                (hooks.process_exception, &mut all.exception),
            ];
            for (_, list) in lists.into_iter().filter(|(has, _)| *has) {
                list.push(member.clone());
            }
        }
        all.rings.push(ring.turned());
        all.template.reverse();
        all.exception.reverse();
        all
    }
}

impl Ring {
    fn turned(mut self) -> Self {
        self.response.reverse();
        self
    }
}
