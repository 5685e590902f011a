//! From names with values, as forms and queries send them, to a type of the application.
//!
//! | asked for | is |
//! |---|---|
//! | one value | the last that was sent |
//! | a list, set, tuple or array | all that were sent |
//! | `Option` | `None` where the name is missing, or the last value empty and no list is asked for |
//! | `bool` | what browsers send for a box: `on`, `true`, `1`; `off`, `false`, `0` and nothing |
//! | `bool` or list that is not there | `false` and empty, since browsers leave out what is not ticked (HTML, constructing the entry list); with `#[serde(default)]` that default |
//! | `UploadedFile` | the last file that was sent; it may stand in an `Option` or a list |
//! | the whole as a list of pairs | all of them, in the order they were sent |
//! | the whole as a map | the same as a type with these names |
//!
//! serde puts what stands in a `#[serde(flatten)]`ed or tagged type aside before it knows what is asked for
//! (`buffered`).

mod buffered;
mod entry;
mod form;
mod one;
mod value;

pub(super) use buffered::{read, read_form};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::base::query::QueryDict;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Search {
        q: String,
        page: Option<u32>,
        tag: Vec<String>,
        exact: bool,
    }

    fn search(text: &str) -> Result<Search, String> {
        read(&QueryDict::pairs(text)).map_err(|error| error.to_string())
    }

    #[test]
    fn names_become_fields() {
        assert_eq!(
            search("q=a&q=b&page=2&tag=x&tag=y&exact=on").unwrap(),
            Search { q: "b".into(), page: Some(2), tag: vec!["x".into(), "y".into()], exact: true }
        );
        assert_eq!(search("q=&page=").unwrap().page, None);
        assert_eq!(search("page=1").unwrap_err(), "`q` is missing");
        assert_eq!(search("q=a&page=hunter2").unwrap_err(), "`page`: expected u32");
    }

    #[test]
    fn names_may_be_numbers() {
        let read = read::<BTreeMap<u8, bool>>(&QueryDict::pairs("1=on&12="));

        assert_eq!(read.unwrap(), BTreeMap::from([(1, true), (12, false)]));
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Filter {
        #[serde(flatten)]
        numbers: BTreeMap<String, u32>,
    }

    #[test]
    fn what_is_buffered_is_read_in_a_bounded_number_of_attempts() {
        let text = |count: usize| (0..count).map(|index| format!("f{index}={index}&")).collect::<String>();

        let few = read::<Filter>(&QueryDict::pairs(&text(100))).unwrap();
        let many = read::<Filter>(&QueryDict::pairs(&text(1000))).unwrap_err();

        assert_eq!(few.numbers.len(), 100);
        assert!(many.to_string().contains("more than"), "{many}");
    }
}
