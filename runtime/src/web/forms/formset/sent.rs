//! What was sent of a formset: the counts of its management form, and the fields of each row (Django, `forms/formsets.py`).

use std::collections::BTreeMap;

use crate::base::text::strip;
use crate::web::uploads::FormData;

/// The rows that are looked at, whatever a stranger says that there are: Django's `DEFAULT_MAX_NUM` twice.
pub(super) const MOST_ROWS: usize = 2000;

/// What was sent.
pub(super) struct Sent {
    /// How many of the rows were there before.
    pub(super) initial_forms: usize,
    /// By index, the fields of each row under their whole names. A row of which nothing was sent is none, so that a count
    /// costs nothing.
    pub(super) rows: BTreeMap<usize, FormData>,
}

/// The counts that are missing, or no numbers.
pub(super) struct Tampered(Vec<String>);

impl Sent {
    pub(super) fn read(data: &FormData, prefix: &str) -> Result<Self, Tampered> {
        let count = |name: &str| {
            let name = format!("{prefix}-{name}");
            data.get(&name).and_then(|value| strip(value).parse::<u64>().ok()).ok_or(name)
        };
        let (total, initial_forms) = match (count("TOTAL_FORMS"), count("INITIAL_FORMS")) {
            (Ok(total), Ok(initial)) => (total, initial),
            (total, initial) => return Err(Tampered(total.err().into_iter().chain(initial.err()).collect())),
        };
        let mut rows = BTreeMap::<_, (Vec<_>, Vec<_>)>::new();
        let index = |name: &str| row(name, prefix).filter(|index| (*index as u64) < total);
        for (name, value) in data.pairs() {
            if let Some(index) = index(name) {
                rows.entry(index).or_default().0.push((name.clone(), value.clone()));
            }
        }
        for (name, file) in data.files() {
            if let Some(index) = index(name) {
                rows.entry(index).or_default().1.push((name.clone(), file.clone()));
            }
        }
        let rows = rows.into_iter().map(|(index, (fields, files))| (index, FormData::new(fields, files)));
        let initial_forms = usize::try_from(initial_forms).unwrap_or(usize::MAX);
        Ok(Self { initial_forms, rows: rows.collect() })
    }
}

/// To which row a name belongs: `form-3-title` to the fourth.
fn row(name: &str, prefix: &str) -> Option<usize> {
    let (index, _) = name.strip_prefix(prefix)?.strip_prefix('-')?.split_once('-')?;
    let is_plain =
        index.bytes().all(|digit| digit.is_ascii_digit()) && (index == "0" || !index.starts_with('0'));
    index.parse().ok().filter(|index| is_plain && *index < MOST_ROWS)
}

impl std::fmt::Display for Tampered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let missing = self.0.join(", ");
        write!(
            f,
            "ManagementForm data is missing or has been tampered with. Missing fields: {missing}. You may need to file a \
             bug report if the issue persists."
        )
    }
}
