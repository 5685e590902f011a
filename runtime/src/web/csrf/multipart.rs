//! One field of a multipart form, found while the form arrives.
//!
//! Nothing here is the form's reading: whoever reads it gets all of it, this field included.

use crate::base::error::Error;
use crate::web::uploads::{Malformed, Parts, Piece};

/// Goes over what has arrived, each byte once, however often it is asked.
pub(super) struct Search<'n> {
    parts: Parts,
    name: &'n str,
    /// How many bytes have been gone over.
    seen: usize,
    /// How many more fields there may be.
    fields_left: usize,
    /// What the field holds, while it is being read.
    value: Option<Vec<u8>>,
}

/// What came of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The field, and what it holds.
    Field(String),
    /// The form has ended without it.
    Nothing,
}

impl<'n> Search<'n> {
    /// For the field of this name among at most so many.
    pub(super) fn new(boundary: &str, name: &'n str, fields: usize) -> Self {
        Self { parts: Parts::new(boundary), name, seen: 0, fields_left: fields, value: None }
    }

    /// What the search came to, once it is known. `arrived` is all that has arrived so far.
    ///
    /// # Errors
    ///
    /// 400 if there are too many fields, or it is no form.
    pub(super) fn find(&mut self, arrived: &[u8]) -> Result<Option<Found>, Error> {
        self.parts.push(arrived.get(self.seen..).unwrap_or_default());
        self.seen = arrived.len();
        let malformed = |why: Malformed| Error::bad_request(why.to_string());
        while let Some(piece) = self.parts.next().map_err(malformed)? {
            match piece {
                // A file is no field.
                Piece::Head(head) if head.file_name.is_some() => {}
                Piece::Head(head) => {
                    let left = self.fields_left.checked_sub(1);
                    self.fields_left =
                        left.ok_or_else(|| Error::suspicious("the form has too many fields"))?;
                    self.value = (head.name.as_deref() == Some(self.name)).then(Vec::new);
                }
                Piece::Data(data) => {
                    if let Some(value) = &mut self.value {
                        value.extend_from_slice(&data);
                    }
                }
                Piece::PartEnd => {
                    if let Some(value) = self.value.take() {
                        return Ok(Some(Found::Field(String::from_utf8_lossy(&value).into_owned())));
                    }
                }
                Piece::End => return Ok(Some(Found::Nothing)),
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--xx\r\nContent-Disposition: form-data; name=\"token\"; filename=\"\"\r\n\r\nfile\r\n\
                        --xx\r\nContent-Disposition: form-data; name=other\r\n\r\nother\r\n\
                        --xx\r\nContent-Disposition: form-data; name=token\r\n\r\nabc\r\n\r\n--xx--\r\n";

    fn find(form: &str, fields: usize, step: usize) -> Result<Option<Found>, Error> {
        let mut search = Search::new("xx", "token", fields);
        for end in (0..form.len()).step_by(step).chain([form.len()]) {
            if let Some(found) = search.find(&form.as_bytes()[..end])? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    #[test]
    fn the_field_is_found_wherever_the_body_is_cut() {
        for step in [1, 2, 3, 7, 1000] {
            let found = find(FORM, 1000, step).unwrap();
            assert_eq!(found, Some(Found::Field("abc\r\n".to_owned())), "{step}");
        }
    }

    #[test]
    fn a_form_without_it_and_one_that_is_not_whole_have_none() {
        assert_eq!(find("--xx--", 10, 100).unwrap(), Some(Found::Nothing));
        assert_eq!(find(&FORM[..FORM.len() - 20], 10, 100).unwrap(), None);
    }

    #[test]
    fn more_fields_than_allowed_are_told_and_not_gone_through() {
        assert_eq!(find(FORM, 1, 100).unwrap_err().to_string(), "the form has too many fields");
        assert!(find(FORM, 2, 100).is_ok());
    }
}
