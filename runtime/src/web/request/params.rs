//! `Params`: the parameters of a path, as the router has found them.

use smallvec::SmallVec;

/// Where each parameter begins and ends in the path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    ranges: SmallVec<[(u32, u32); 4]>,
}

impl Params {
    /// Of texts that are slices of `path`: what is kept is where they lie in it.
    pub(crate) fn slices<'p>(path: &'p str, slices: impl Iterator<Item = &'p str>) -> Self {
        let start = path.as_ptr() as usize;
        let range = |text: &str| {
            let begin = (text.as_ptr() as usize).wrapping_sub(start) as u32;
            (begin, begin + text.len() as u32)
        };
        slices.map(range).collect()
    }

    pub(crate) fn get<'p>(&self, index: usize, path: &'p str) -> Option<&'p str> {
        let (start, end) = *self.ranges.get(index)?;
        path.get(start as usize..end as usize)
    }
}

impl FromIterator<(u32, u32)> for Params {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(ranges: I) -> Self {
        Self { ranges: ranges.into_iter().collect() }
    }
}
