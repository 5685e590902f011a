//! One row of a formset: as it was sent, and as views are given it.

use super::super::bound_form::BoundForm;
use super::super::state::is_ticked;

/// A row as it was sent.
pub(super) struct Row<T> {
    pub(super) form: BoundForm<T>,
    pub(super) index: usize,
    pub(super) is_initial: bool,
    /// What was sent of its box.
    pub(super) deletion: Vec<String>,
}

/// A row that was filled in.
#[derive(Clone, Debug)]
pub struct FormsetRow<T> {
    /// What it holds.
    pub value: T,
    /// Which row it is in what was sent, from 0.
    pub index: usize,
    /// Whether it was there before.
    pub is_initial: bool,
    /// Whether it is to be taken away; only one that was there before, and where [`can_delete`](super::BoundFormset::can_delete) says
    /// so. A new one that is taken away again is not among the rows.
    pub is_deleted: bool,
}

impl<T> Row<T> {
    pub(super) fn is_deleted(&self, can_delete: bool) -> bool {
        can_delete && is_ticked(&self.deletion)
    }

    /// Whether it is one: not a new one that is empty, or taken away again.
    pub(super) fn counts(&self, can_delete: bool) -> bool {
        self.is_initial || (self.form.has_changed() && !self.is_deleted(can_delete))
    }
}
