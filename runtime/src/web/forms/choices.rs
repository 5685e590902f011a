//! `Choices`: an enum that a field chooses from.

use super::kind::Choice;

/// An enum whose variants a form offers, each with a label: `#[derive(Choices)]`.
///
/// What is sent is the variant as serde calls it; what is shown is `#[choice(label = "…")]`, or the variant's name in
/// words, `InReview` as `In review`.
///
/// ```
/// use vestibule::forms::Choices as _;
/// use vestibule::prelude::*;
///
/// #[derive(Debug, serde::Deserialize, Choices)]
/// #[serde(rename_all = "kebab-case")]
/// enum Status {
///     Draft,
///     InReview,
///     #[choice(label = "For everyone")]
///     Published,
/// }
///
/// let labels: Vec<_> = Status::CHOICES.iter().map(|choice| (choice.value, choice.label)).collect();
/// assert_eq!(labels, [("draft", "Draft"), ("in-review", "In review"), ("published", "For everyone")]);
/// ```
pub trait Choices {
    /// Which there are.
    const CHOICES: &'static [Choice];
}
