//! The rules of `#[serde(rename_all = "…")]`, for names of fields and of variants.

/// How names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Lower,
    Snake,
    Upper,
    ScreamingSnake,
    Pascal,
    Camel,
    Kebab,
    ScreamingKebab,
}

impl Rule {
    /// What is written in quotes.
    pub(crate) fn find(written: &str) -> Option<Self> {
        match written {
            "lowercase" => Some(Self::Lower),
            "snake_case" => Some(Self::Snake),
            "UPPERCASE" => Some(Self::Upper),
            "SCREAMING_SNAKE_CASE" => Some(Self::ScreamingSnake),
            "PascalCase" => Some(Self::Pascal),
            "camelCase" => Some(Self::Camel),
            "kebab-case" => Some(Self::Kebab),
            "SCREAMING-KEBAB-CASE" => Some(Self::ScreamingKebab),
            _ => None,
        }
    }

    /// That of a field, which is in `snake_case` as it stands.
    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => field.split('_').map(capitalized).collect(),
            Self::Camel => uncapitalized(&Self::Pascal.apply(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => Self::Upper.apply(field).replace('_', "-"),
        }
    }

    /// That of a variant, which is in `PascalCase` as it stands.
    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => uncapitalized(variant),
            Self::Snake => with_underscores(variant),
            Self::ScreamingSnake | Self::Kebab | Self::ScreamingKebab => {
                self.apply(&with_underscores(variant))
            }
        }
    }
}

/// `InReview` as `in_review`.
pub(crate) fn with_underscores(variant: &str) -> String {
    let mut snake = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn uncapitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_serde_writes_them() {
        for (rule, expected) in [
            ("lowercase", "first_name"),
            ("UPPERCASE", "FIRST_NAME"),
            ("PascalCase", "FirstName"),
            ("camelCase", "firstName"),
            ("snake_case", "first_name"),
            ("SCREAMING_SNAKE_CASE", "FIRST_NAME"),
            ("kebab-case", "first-name"),
            ("SCREAMING-KEBAB-CASE", "FIRST-NAME"),
        ] {
            let name =
                Rule::find(rule).map_or_else(|| "first_name".to_owned(), |rule| rule.apply("first_name"));
            assert_eq!(name, expected, "{rule}");
        }
    }

    #[test]
    fn variants_are_written_as_serde_writes_them() {
        for (rule, expected) in [
            ("lowercase", "inreview"),
            ("UPPERCASE", "INREVIEW"),
            ("PascalCase", "InReview"),
            ("camelCase", "inReview"),
            ("snake_case", "in_review"),
            ("SCREAMING_SNAKE_CASE", "IN_REVIEW"),
            ("kebab-case", "in-review"),
            ("SCREAMING-KEBAB-CASE", "IN-REVIEW"),
        ] {
            let name = Rule::find(rule).map(|rule| rule.apply_to_variant("InReview"));
            assert_eq!(name.as_deref(), Some(expected), "{rule}");
        }
    }
}
