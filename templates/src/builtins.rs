//! The filters, tests and functions that every page has: those of minijinja, as the runtime builds it, and ours.
//!
//! The runtime holds these tables against what it renders with.

/// What templates can call by a name, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// What it is called.
    pub name: &'static str,
    /// How many arguments it takes at least, by position and by name together; the value before `|` and `is` is not counted.
    pub least: usize,
    /// How many it takes at most by position; `None` if any number.
    pub most: Option<usize>,
    /// The names of those that can be given by name; [`ANY_NAME`] if any can.
    pub named: &'static [&'static str],
}

/// The `named` of what takes arguments of any name.
pub const ANY_NAME: &[&str] = &["*"];

/// What pages read of `request`, which every page has; `user` where the application knows who is asking.
pub const REQUEST_FIELDS: &[&str] = &["full_path", "method", "path", "robots", "user"];

/// What pages read of `user`, which they have behind `AuthenticationMiddleware`.
pub const USER_FIELDS: &[&str] = &[
    "date_joined",
    "email",
    "first_name",
    "full_name",
    "groups",
    "id",
    "is_active",
    "is_anonymous",
    "is_authenticated",
    "is_staff",
    "is_superuser",
    "last_login",
    "last_name",
    "pk",
    "username",
];

/// What pages read of a message of `messages`, which they have behind `MessageMiddleware`.
pub const MESSAGE_FIELDS: &[&str] = &["extra_tags", "level", "level_tag", "message", "tags"];

impl Builtin {
    /// The one of this name, if the table has it.
    ///
    /// ```
    /// use vestibule_templates::builtins::{Builtin, FILTERS};
    ///
    /// let round = Builtin::find(FILTERS, "round").unwrap();
    /// assert!(round.takes_name("precision") && !round.takes_name("places"));
    /// ```
    pub fn find(table: &'static [Self], name: &str) -> Option<&'static Self> {
        table.iter().find(|builtin| builtin.name == name)
    }

    /// Whether an argument can be given by this name.
    pub fn takes_name(&self, name: &str) -> bool {
        self.named == ANY_NAME || self.named.contains(&name)
    }
}

/// `value | name(…)`
pub const FILTERS: &[Builtin] = &[
    exactly("abs", 0),
    exactly("addslashes", 0),
    exactly("attr", 1),
    between("batch", 1, 2),
    exactly("bool", 0),
    exactly("capfirst", 0),
    exactly("capitalize", 0),
    any("chain", 0, &[]),
    exactly("count", 0),
    exactly("cut", 1),
    between("d", 0, 2),
    between("date", 0, 1),
    between("default", 0, 2),
    exactly("default_if_none", 1),
    named("dictsort", 0, 0, &["by", "case_sensitive", "reverse"]),
    exactly("e", 0),
    exactly("escape", 0),
    exactly("escapejs", 0),
    exactly("filesizeformat", 0),
    exactly("first", 0),
    named("float", 0, 1, &["default"]),
    between("floatformat", 0, 1),
    any("format", 0, ANY_NAME),
    named("groupby", 1, 1, &["attribute", "case_sensitive", "default"]),
    named("indent", 0, 3, &["blank", "first", "width"]),
    named("int", 0, 2, &["base", "default"]),
    exactly("intcomma", 0),
    exactly("items", 0),
    named("join", 0, 2, &["attribute", "d"]),
    between("json_script", 0, 1),
    exactly("last", 0),
    exactly("length", 0),
    exactly("linebreaks", 0),
    exactly("linebreaksbr", 0),
    exactly("lines", 0),
    exactly("list", 0),
    exactly("lower", 0),
    any("map", 1, ANY_NAME),
    named("max", 0, 0, &["attribute", "case_sensitive"]),
    named("min", 0, 0, &["attribute", "case_sensitive"]),
    between("pluralize", 0, 1),
    exactly("pprint", 0),
    any("reject", 0, ANY_NAME),
    any("rejectattr", 1, ANY_NAME),
    exactly("replace", 2),
    exactly("reverse", 0),
    named("round", 0, 2, &["method", "precision"]),
    exactly("safe", 0),
    any("select", 0, ANY_NAME),
    any("selectattr", 1, ANY_NAME),
    between("slice", 1, 2),
    exactly("slugify", 0),
    named("sort", 0, 0, &["attribute", "case_sensitive", "reverse"]),
    between("split", 0, 2),
    exactly("string", 0),
    exactly("striptags", 0),
    named("sum", 0, 2, &["attribute", "start"]),
    between("time", 0, 1),
    between("timesince", 0, 1),
    between("timeuntil", 0, 1),
    exactly("title", 0),
    named("tojson", 0, 1, &["indent"]),
    between("trim", 0, 1),
    exactly("truncatechars", 1),
    exactly("truncatewords", 1),
    named("unique", 0, 0, &["attribute", "case_sensitive"]),
    exactly("upper", 0),
    between("urlencode", 0, 1),
    exactly("urlize", 0),
    exactly("wordcount", 0),
    exactly("wordwrap", 1),
    between("yesno", 0, 1),
    any("zip", 0, &[]),
];

/// `value is name(…)`
pub const TESTS: &[Builtin] = &[
    exactly("boolean", 0),
    exactly("defined", 0),
    exactly("divisibleby", 1),
    exactly("endingwith", 1),
    exactly("eq", 1),
    exactly("equalto", 1),
    exactly("escaped", 0),
    exactly("even", 0),
    exactly("false", 0),
    exactly("filter", 0),
    exactly("float", 0),
    exactly("ge", 1),
    exactly("greaterthan", 1),
    exactly("gt", 1),
    exactly("in", 1),
    exactly("int", 0),
    exactly("integer", 0),
    exactly("iterable", 0),
    exactly("le", 1),
    exactly("lessthan", 1),
    exactly("lower", 0),
    exactly("lt", 1),
    exactly("mapping", 0),
    exactly("ne", 1),
    exactly("none", 0),
    exactly("number", 0),
    exactly("odd", 0),
    exactly("safe", 0),
    exactly("sameas", 1),
    exactly("sequence", 0),
    exactly("startingwith", 1),
    exactly("string", 0),
    exactly("test", 0),
    exactly("true", 0),
    exactly("undefined", 0),
    exactly("upper", 0),
];

/// `name(…)`. The names that the templates themselves define (`super`, `loop`, `caller`, macros) are none of these.
pub const FUNCTIONS: &[Builtin] = &[
    any("debug", 0, &[]),
    Builtin { named: ANY_NAME, ..between("dict", 0, 1) },
    Builtin { named: ANY_NAME, ..between("namespace", 0, 1) },
    exactly("now", 1),
    Builtin { named: ANY_NAME, ..between("querystring", 0, 1) },
    between("range", 1, 3),
    exactly("static", 1),
    any("url", 1, ANY_NAME),
];

const fn exactly(name: &'static str, count: usize) -> Builtin {
    between(name, count, count)
}

const fn between(name: &'static str, least: usize, most: usize) -> Builtin {
    named(name, least, most, &[])
}

const fn named(name: &'static str, least: usize, most: usize, named: &'static [&'static str]) -> Builtin {
    Builtin { name, least, most: Some(most), named }
}

const fn any(name: &'static str, least: usize, named: &'static [&'static str]) -> Builtin {
    Builtin { name, least, most: None, named }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_sorted_and_names_each_once() {
        for table in [FILTERS, TESTS, FUNCTIONS] {
            assert!(table.is_sorted_by(|one, next| one.name < next.name), "{table:?}");
        }
    }
}
