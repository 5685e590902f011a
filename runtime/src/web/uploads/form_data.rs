//! `FormData`: what a form brought, parsed once for whoever asks.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexSet;

use super::UploadedFile;
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::base::text::latin1;

/// The fields and files of a form, in the order they were sent. Django's `request.POST` and `request.FILES`.
///
/// [`Request::form_data`](crate::Request::form_data) reads it; where the fields are known, a type of one's own is shorter:
/// [`Form`](struct@crate::Form).
#[derive(Clone, Default)]
pub struct FormData {
    fields: Vec<(String, String)>,
    files: Vec<(String, UploadedFile)>,
}

impl FormData {
    /// The fields of an urlencoded body: as Django, read as UTF-8 if the whole of it is, else the whole as Latin-1.
    ///
    /// # Errors
    ///
    /// 400 if there are more than `limit` fields, empty ones included.
    pub(crate) fn urlencoded(body: &[u8], limit: usize) -> Result<Self, Error> {
        let text = match str::from_utf8(body) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => latin1(body).into(),
        };
        Ok(Self { fields: QueryDict::pairs_limited(&text, limit)?, files: Vec::new() })
    }

    /// Of these.
    pub(crate) fn new(fields: Vec<(String, String)>, files: Vec<(String, UploadedFile)>) -> Self {
        Self { fields, files }
    }

    /// The last value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().rev().filter(|(known, _)| known == name);
        values.next().map(|(_, value)| value.as_str())
    }

    /// All values of this name, in order; none if there is none.
    pub fn get_list<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f str> {
        let values = self.fields.iter().filter(move |(known, _)| known == name);
        values.map(|(_, value)| value.as_str())
    }

    /// Names with values, as they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same, as they are kept.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The last file of this name. One that nothing was chosen for is not there.
    pub fn file(&self, name: &str) -> Option<&UploadedFile> {
        let mut files = self.files.iter().rev().filter(|(known, _)| known == name);
        files.next().map(|(_, file)| file)
    }

    /// All files of this name, in order.
    pub fn file_list<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f UploadedFile> {
        let files = self.files.iter().filter(move |(known, _)| known == name);
        files.map(|(_, file)| file)
    }

    /// The files, each with the name of its field, as they were sent.
    pub fn files(&self) -> &[(String, UploadedFile)] {
        &self.files
    }

    pub(super) fn add_field(&mut self, name: String, value: String) {
        self.fields.push((name, value));
    }

    pub(super) fn add_file(&mut self, name: String, file: UploadedFile) {
        self.files.push((name, file));
    }

    /// The name of each field and each file, once.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let files = self.files.iter().map(|(name, _)| name.as_str());
        let names = self.fields.iter().map(|(name, _)| name.as_str()).chain(files);
        names.collect::<IndexSet<_>>().into_iter()
    }

    /// The fields by name.
    pub(crate) fn to_query_dict(&self) -> QueryDict {
        let mut dict = QueryDict::default();
        for (name, value) in &self.fields {
            dict.append(name.clone(), value.clone());
        }
        dict
    }
}

/// The names; values may be passwords.
impl fmt::Debug for FormData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_and_all_are_kept() {
        let form = FormData::urlencoded(b"a=1&b=%20+x&a=3&&c", 10).unwrap();

        assert_eq!((form.get("a"), form.get("c"), form.get("d")), (Some("3"), Some(""), None));
        assert_eq!(form.get_list("a").collect::<Vec<_>>(), ["1", "3"]);
        let all: Vec<_> = form.fields().collect();
        assert_eq!(all, [("a", "1"), ("b", "  x"), ("a", "3"), ("c", "")]);
    }

    #[test]
    fn what_is_no_utf8_is_latin1_as_a_whole() {
        let form = FormData::urlencoded(b"a=\xe9&b=\xc3\xa9", 10).unwrap();

        assert_eq!((form.get("a"), form.get("b")), (Some("é"), Some("Ã©")));
    }

    #[test]
    fn values_are_not_printed() {
        let form = FormData::urlencoded(b"password=hunter2", 10).unwrap();

        assert_eq!(format!("{form:?}"), "{\"password\"}");
    }
}
