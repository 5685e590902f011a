//! `Head`: what stands above a part.

use super::parameters::parameters;

/// What the headers of a part say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The name of the field; a part without is none.
    pub(crate) name: Option<String>,
    /// As it was sent: nothing to be trusted. A part that has one is a file.
    pub(crate) file_name: Option<String>,
    /// In lower case; empty if none is said.
    pub(crate) content_type: String,
    pub(crate) charset: Option<String>,
    /// `Content-Transfer-Encoding: base64`
    pub(crate) is_base64: bool,
}

impl Head {
    /// Reads lines that end with CRLF. `None` if one of them is no header.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut head = Self::default();
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':')?;
            match name.trim_end().to_ascii_lowercase().as_str() {
                "content-disposition" => head.read_disposition(value),
                "content-type" => head.read_type(value),
                "content-transfer-encoding" => {
                    head.is_base64 = value.trim().eq_ignore_ascii_case("base64");
                }
                _ => {}
            }
        }
        Some(head)
    }

    fn read_disposition(&mut self, value: &str) {
        for (name, value) in parameters(value).1 {
            match name.as_str() {
                "name" => self.name = Some(value.trim().to_owned()),
                "filename" => self.file_name = Some(value),
                _ => {}
            }
        }
    }

    fn read_type(&mut self, value: &str) {
        let (essence, mut parameters) = parameters(value);
        self.content_type = essence.to_ascii_lowercase();
        self.charset = parameters.find(|(name, _)| name == "charset").map(|(_, value)| value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_its_name_and_type() {
        let head = Head::parse(
            b"content-disposition: form-data; name=\" f \"; filename=\"a \\\"b\\\".txt\"\r\n\
              Content-Type: Text/Plain; charset=utf-8\r\nX-Other: 1\r\nContent-Transfer-Encoding: BASE64\r\n",
        );

        let expected = Head {
            name: Some("f".into()),
            file_name: Some("a \"b\".txt".into()),
            content_type: "text/plain".into(),
            charset: Some("utf-8".into()),
            is_base64: true,
        };
        assert_eq!(head, Some(expected));
    }

    #[test]
    fn what_is_no_header_is_refused() {
        assert_eq!(Head::parse(b""), Some(Head::default()));
        assert_eq!(Head::parse(b"Content-Disposition: form-data; name=a\r\n--xx\r\n"), None);
    }
}
