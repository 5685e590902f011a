//! Which paths have the shape of a route, and which shapes share paths.

use smallvec::SmallVec;

use crate::web::request::Params;
use crate::web::view::Segment;

/// Lower is more exact: text, parameter, rest, from the left.
pub(super) fn rank(segments: &[Segment]) -> SmallVec<[u8; 8]> {
    let rank = |segment: &Segment| match segment {
        Segment::Text(_) => 0,
        Segment::Parameter(_) => 1,
        Segment::Rest(_) | Segment::Mount => 2,
    };
    segments.iter().map(rank).collect()
}

/// The parameters of the path if it has this shape. As in the tree, none is empty.
pub(super) fn fit(segments: &[Segment], path: &str) -> Option<Params> {
    let mut ranges = SmallVec::<[(u32, u32); 4]>::new();
    let mut end = 0;
    for segment in segments {
        if *segment == Segment::Mount {
            return Some(ranges.into_iter().collect());
        }
        let rest = path.get(end..)?.strip_prefix('/')?;
        let text = match segment {
            Segment::Rest(_) | Segment::Mount => rest,
            Segment::Text(_) | Segment::Parameter(_) => rest.split('/').next()?,
        };
        let begin = end + 1;
        end = begin + text.len();
        match segment {
            Segment::Text(wanted) if *wanted != text => return None,
            Segment::Text(_) | Segment::Mount => {}
            Segment::Parameter(_) | Segment::Rest(_) if text.is_empty() => return None,
            Segment::Parameter(_) | Segment::Rest(_) => ranges.push((begin as u32, end as u32)),
        }
    }
    (end == path.len()).then_some(ranges.into_iter().collect())
}

/// Whether some path has both shapes.
pub(super) fn overlap(one: &[Segment], other: &[Segment]) -> bool {
    match (one, other) {
        ([], []) | ([Segment::Mount], _) | (_, [Segment::Mount]) => true,
        ([Segment::Rest(_)], [first, more @ ..]) | ([first, more @ ..], [Segment::Rest(_)]) => {
            *first != Segment::Text("") || !more.is_empty()
        }
        ([first, one @ ..], [second, other @ ..]) => meet(first, second) && overlap(one, other),
        _ => false,
    }
}

/// Whether some text fits both.
fn meet(one: &Segment, other: &Segment) -> bool {
    match (one, other) {
        (Segment::Text(one), Segment::Text(other)) => one == other,
        (Segment::Text(text), _) | (_, Segment::Text(text)) => !text.is_empty(),
        _ => true,
    }
}
