//! The rules of `#[serde(rename_all = "…")]`, for names of fields.

/// How names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Upper,
    Pascal,
    Camel,
    Kebab,
    ScreamingKebab,
}

impl Rule {
    /// What is written in quotes. Names are fields', and as they should be for `snake_case` and `lowercase`.
    pub(super) fn find(written: &str) -> Option<Self> {
        match written {
            "UPPERCASE" | "SCREAMING_SNAKE_CASE" => Some(Self::Upper),
            "PascalCase" => Some(Self::Pascal),
            "camelCase" => Some(Self::Camel),
            "kebab-case" => Some(Self::Kebab),
            "SCREAMING-KEBAB-CASE" => Some(Self::ScreamingKebab),
            _ => None,
        }
    }

    pub(super) fn apply(self, field: &str) -> String {
        match self {
            Self::Upper => field.to_ascii_uppercase(),
            Self::Pascal => field.split('_').map(capitalized).collect(),
            Self::Camel => uncapitalized(&Self::Pascal.apply(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => Self::Upper.apply(field).replace('_', "-"),
        }
    }
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
}
