//! A list that grows while what is in it is borrowed: templates are met while others are read.

use std::cell::OnceCell;

/// Keeps values for as long as it lives.
pub(super) struct Arena<T> {
    first: Slot<T>,
}

type Slot<T> = OnceCell<Box<Node<T>>>;

struct Node<T> {
    value: T,
    next: Slot<T>,
}

impl<T> Arena<T> {
    pub(super) fn new() -> Self {
        Self { first: OnceCell::new() }
    }

    /// Takes a value in.
    pub(super) fn keep(&self, value: T) -> &T {
        let mut slot = &self.first;
        while let Some(node) = slot.get() {
            slot = &node.next;
        }
        &slot.get_or_init(|| Box::new(Node { value, next: OnceCell::new() })).value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_borrowed_stays_while_more_is_kept() {
        let arena = Arena::new();

        let kept: Vec<&String> = (0..9).map(|number| arena.keep(number.to_string())).collect();

        assert_eq!(kept.into_iter().map(String::as_str).collect::<String>(), "012345678");
    }
}
