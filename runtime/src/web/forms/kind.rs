//! `FieldKind`: what is typed into a field, as its type says.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::num;
use std::sync::Arc;

use crate::web::uploads::UploadedFile;

/// A type that a field of a form may have: it says what is typed into it, and so which widget shows it and what is said
/// of a value that cannot be read.
///
/// Texts, numbers, `bool`, files, the dates and times of the crate `time`, enums with [`Choices`](macro@crate::Choices), and `Option`,
/// `Vec` and sets of these. A type of one's own borrows what another says:
///
/// ```
/// use vestibule::forms::{FieldKind, FormField};
///
/// /// An amount of money, in cents; its `Deserialize` reads `12.50`.
/// #[derive(Debug, serde::Deserialize)]
/// #[serde(try_from = "String")]
/// struct Price(u64);
///
/// impl FormField for Price {
///     const KIND: FieldKind = FieldKind::NUMBER;
/// }
/// # impl TryFrom<String> for Price {
/// #     type Error = &'static str;
/// #     fn try_from(text: String) -> Result<Self, Self::Error> {
/// #         text.parse::<f64>().map(|euros| Self((euros * 100.0) as u64)).map_err(|_| "This is no price.")
/// #     }
/// # }
/// ```
///
/// What its `Deserialize` says by `Error::custom` is shown beside the field.
#[diagnostic::on_unimplemented(
    message = "nothing says how `{Self}` is shown in a form",
    label = "not a field of a form",
    note = "say it above the field: `#[form(widget = text)]`, `date`, `select` …",
    note = "or write `impl vestibule::forms::FormField for {Self}`; an enum derives `Choices`"
)]
pub trait FormField {
    /// What is typed into it.
    const KIND: FieldKind;
}

/// What is typed into a field.
#[derive(Clone, Copy, Debug)]
pub struct FieldKind {
    pub(super) value: ValueKind,
    /// Nothing may be typed.
    pub(super) is_optional: bool,
    /// Several values.
    pub(super) is_many: bool,
}

/// What one value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ValueKind {
    /// Nothing is known but what its type refuses.
    Any,
    Text,
    /// From the first to the last.
    Whole(i128, i128),
    Number,
    Flag,
    Date,
    Time,
    /// Read by the type in this form.
    DateTime(DateTimeForm),
    Choice(&'static [Choice]),
    File,
}

/// How a date with a time is written for a type's `Deserialize`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum DateTimeForm {
    /// `2026-03-01T09:30:00` (RFC 3339 without zone), which most crates read.
    Iso,
    /// `2026-03-01 09:30:00.0`: the crate `time`.
    Spaced,
}

/// One of the values that a field chooses from, and what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What is shown.
    pub label: &'static str,
}

/// What an `Option<bool>` is chosen from (Django's `NullBooleanSelect`).
pub(super) const YES_OR_NO: &[Choice] =
    &[Choice { value: "true", label: "Yes" }, Choice { value: "false", label: "No" }];

impl FieldKind {
    /// Any text.
    pub const TEXT: Self = Self::of(ValueKind::Text);
    /// A number with decimals: `2.5`.
    pub const NUMBER: Self = Self::of(ValueKind::Number);
    /// A whole number.
    pub const WHOLE: Self = Self::of(ValueKind::Whole(i128::MIN, i128::MAX));
    /// Yes or no: a box to tick.
    pub const FLAG: Self = Self::of(ValueKind::Flag);
    /// A day, which the type reads as `2026-03-01`.
    pub const DATE: Self = Self::of(ValueKind::Date);
    /// A time of day, which the type reads as `09:30:00.0`.
    pub const TIME: Self = Self::of(ValueKind::Time);
    /// A day and a time, without zone, which the type reads as `2026-03-01T09:30:00`.
    pub const DATE_TIME: Self = Self::of(ValueKind::DateTime(DateTimeForm::Iso));
    /// A file.
    pub const FILE: Self = Self::of(ValueKind::File);
    /// Text of which only the type knows what is right.
    pub const ANY: Self = Self::of(ValueKind::Any);

    const fn of(value: ValueKind) -> Self {
        Self { value, is_optional: false, is_many: false }
    }

    /// A whole number of these, both included.
    pub const fn whole(least: i128, most: i128) -> Self {
        Self::of(ValueKind::Whole(least, most))
    }

    /// One of these.
    pub const fn choices(choices: &'static [Choice]) -> Self {
        Self::of(ValueKind::Choice(choices))
    }

    /// The same, where nothing may be typed.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// Several of the same.
    #[must_use]
    pub const fn many(self) -> Self {
        Self { is_many: true, ..self }
    }

    pub(super) const fn is_flag(&self) -> bool {
        matches!(self.value, ValueKind::Flag)
    }

    /// Whether nothing is a value of it, too.
    #[doc(hidden)]
    pub const fn can_be_empty(&self) -> bool {
        self.is_optional
            || self.is_many
            || matches!(self.value, ValueKind::Text | ValueKind::Any | ValueKind::Flag)
    }

    pub(super) const fn is_file(&self) -> bool {
        matches!(self.value, ValueKind::File)
    }

    /// What the type itself offers.
    pub(super) const fn own_choices(&self) -> Option<&'static [Choice]> {
        match self.value {
            ValueKind::Choice(choices) => Some(choices),
            ValueKind::Flag => Some(YES_OR_NO),
            _ => None,
        }
    }
}

macro_rules! kinds {
    ($($kind:expr => $($ty:ty),+;)+) => {
        $($(impl FormField for $ty {
            const KIND: FieldKind = $kind;
        })+)+
    };
}

kinds! {
    FieldKind::TEXT => String, Box<str>, Arc<str>, Cow<'_, str>, char;
    FieldKind::NUMBER => f32, f64;
    FieldKind::FLAG => bool;
}

macro_rules! whole {
    ($($ty:ident),+) => {
        $(
            impl FormField for $ty {
                const KIND: FieldKind = FieldKind::whole($ty::MIN as i128, $ty::MAX as i128);
            }

            impl FormField for num::NonZero<$ty> {
                const KIND: FieldKind = FieldKind::whole(
                    if $ty::MIN == 0 { 1 } else { $ty::MIN as i128 },
                    $ty::MAX as i128,
                );
            }
        )+
    };
}

whole!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, i128);

impl FormField for u128 {
    const KIND: FieldKind = FieldKind::whole(0, i128::MAX);
}

impl<T: FormField> FormField for Option<T> {
    const KIND: FieldKind = T::KIND.optional();
}

impl<T: FormField> FormField for Box<T> {
    const KIND: FieldKind = T::KIND;
}

macro_rules! several {
    ($($list:ident<T $(, $more:ident)?>),+) => {
        $(impl<T: FormField $(, $more)?> FormField for $list<T $(, $more)?> {
            const KIND: FieldKind = T::KIND.many();
        })+
    };
}

several!(Vec<T>, BTreeSet<T>, HashSet<T, S>);

kinds! {
    FieldKind::FILE => UploadedFile;
    FieldKind::DATE => time::Date;
    FieldKind::TIME => time::Time;
    FieldKind::of(ValueKind::DateTime(DateTimeForm::Spaced)) => time::PrimitiveDateTime;
}
