//! `Upload`: a form with files, as browsers send it.

use bytes::Bytes;

/// A file that a test sends: [`Client::post_multipart`](super::Client::post_multipart).
#[derive(Clone, Debug)]
pub struct Upload {
    field: String,
    file_name: String,
    content_type: String,
    content: Bytes,
}

impl Upload {
    /// A file in this field, of this name and type. With an empty name it is what browsers send of a field that no file
    /// was chosen for.
    pub fn new(
        field: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        content: impl AsRef<[u8]>,
    ) -> Self {
        Self {
            field: field.into(),
            file_name: file_name.into(),
            content_type: content_type.into(),
            content: Bytes::copy_from_slice(content.as_ref()),
        }
    }
}

/// The `Content-Type` of such a form, and the form.
pub(super) fn form(fields: &[(&str, &str)], files: &[Upload]) -> (String, Vec<u8>) {
    let boundary = boundary(fields, files);
    let mut form = Vec::new();
    for (name, value) in fields {
        let head =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name));
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(value.as_bytes());
        form.extend_from_slice(b"\r\n");
    }
    for file in files {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
             Content-Type: {}\r\n\r\n",
            quoted(&file.field),
            quoted(&file.file_name),
            file.content_type
        );
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(&file.content);
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), form)
}

/// One that is in none of them.
fn boundary(fields: &[(&str, &str)], files: &[Upload]) -> String {
    let contents = || {
        let values = fields.iter().map(|(_, value)| value.as_bytes());
        values.chain(files.iter().map(|file| &*file.content))
    };
    let is_free = |boundary: &String| {
        let boundary = memchr::memmem::Finder::new(boundary);
        contents().all(|content| boundary.find(content).is_none())
    };
    let boundaries = (0_u64..).map(|number| format!("----vestibule-test-{number}"));
    boundaries.into_iter().find(is_free).unwrap_or_default()
}

/// As browsers do it (HTML, multipart form data).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
