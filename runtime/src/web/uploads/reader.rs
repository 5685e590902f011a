//! A multipart body, read to its end: fields into memory, files where there is room.

use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;

use bytes::Bytes;
use http::StatusCode;
use http_body::Body;

use super::base64::Decoder;
use super::multipart::{Head, Malformed, Parts, Piece};
use super::{FormData, UploadedFile, file_name};
use crate::base::error::{BoxError, Error};
use crate::base::storage::{Spool, StorageError};
use crate::web::settings::Settings;

/// So many bytes are cut at a time: what the check for CSRF has held comes as one, and is not to be held twice.
const PIECE: usize = 64 * 1024;

/// How many bytes at the begin of a file are looked at to tell its type.
const SNIFFED: usize = 8 * 1024;

/// What one request may bring.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    fields: usize,
    /// Bytes of names and values of fields, two for each besides.
    field_bytes: usize,
    files: usize,
    /// Bytes of files in memory, of all together.
    file_memory: usize,
    /// Bytes of the whole body.
    total: u64,
    directory: PathBuf,
}

impl Rules {
    pub(crate) fn new(settings: &Settings, total: u64) -> Self {
        Self {
            fields: settings.data_upload_max_number_fields,
            field_bytes: settings.data_upload_max_memory_size,
            files: settings.data_upload_max_number_files,
            file_memory: settings.file_upload_max_memory_size,
            total,
            directory: settings.file_upload_temp_dir.clone().unwrap_or_else(std::env::temp_dir),
        }
    }
}

/// Why a form could not be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The body failed: the client has left, stalls, or frames it wrongly.
    Broken(BoxError),
    /// It is not to be had, for a reason of ours.
    Refused(Error),
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<Malformed> for Unread {
    fn from(why: Malformed) -> Self {
        Self::Refused(Error::bad_request(why.to_string()))
    }
}

impl From<StorageError> for Unread {
    fn from(error: StorageError) -> Self {
        Self::Refused(Error::from(error))
    }
}

/// Reads a form to its last boundary. Dropped half-way, or failing, it leaves nothing.
pub(crate) async fn read<B>(body: &mut B, boundary: &str, rules: &Rules) -> Result<FormData, Unread>
where
    B: Body<Data = Bytes, Error = BoxError> + Unpin,
{
    let too_large = || {
        let message = format!("the form is larger than {} bytes", rules.total);
        Unread::Refused(Error::new(StatusCode::PAYLOAD_TOO_LARGE, message))
    };
    if body.size_hint().lower() > rules.total {
        return Err(too_large());
    }
    let mut parts = Parts::new(boundary);
    let mut form = Reading::new(rules);
    let mut arrived: u64 = 0;
    loop {
        let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await else {
            return match arrived {
                0 => Ok(FormData::default()),
                _ => Err(Malformed::Unfinished.into()),
            };
        };
        let Ok(data) = frame.map_err(Unread::Broken)?.into_data() else { continue };
        arrived += data.len() as u64;
        if arrived > rules.total {
            return Err(too_large());
        }
        for data in data.chunks(PIECE) {
            parts.push(data);
            while let Some(piece) = parts.next()? {
                match piece {
                    Piece::Head(head) => form.begin(head)?,
                    Piece::Data(data) => form.add(&data).await?,
                    Piece::PartEnd => form.end_part().await?,
                    Piece::End => return Ok(form.form),
                }
            }
        }
    }
}

/// The form as far as it has been read.
struct Reading<'r> {
    rules: &'r Rules,
    form: FormData,
    part: Part,
    decoder: Option<Decoder>,
    fields: usize,
    field_bytes: usize,
    files: usize,
    /// How many bytes of files may still be held in memory.
    room: usize,
}

enum Part {
    Field {
        name: String,
        value: Vec<u8>,
    },
    File(Box<FilePart>),
    /// Nobody wants what is in it.
    Skipped,
}

struct FilePart {
    field: String,
    name: String,
    content_type: String,
    charset: Option<String>,
    spool: Spool,
    first: Vec<u8>,
}

impl<'r> Reading<'r> {
    fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            form: FormData::default(),
            part: Part::Skipped,
            decoder: None,
            fields: 0,
            field_bytes: 0,
            files: 0,
            room: rules.file_memory,
        }
    }

    fn begin(&mut self, head: Head) -> Result<(), Error> {
        self.decoder = head.is_base64.then(Decoder::default);
        self.part = match (head.name, head.file_name) {
            (name, Some(file_name)) => {
                self.files += 1;
                self.check_count(self.files, self.rules.files, "files")?;
                // Of a field that nothing was chosen for browsers send a file without a name.
                match (name, file_name::clean(&file_name)) {
                    (Some(field), Some(name)) => Part::File(Box::new(FilePart {
                        field,
                        name,
                        content_type: head.content_type,
                        charset: head.charset,
                        spool: Spool::new(&self.rules.directory),
                        first: Vec::new(),
                    })),
                    _ => Part::Skipped,
                }
            }
            (name, None) => {
                self.fields += 1;
                self.check_count(self.fields, self.rules.fields, "fields")?;
                match name {
                    Some(name) => {
                        // Django counts two for each, as `=` and `&` would be.
                        self.count_bytes(name.len() + 2)?;
                        Part::Field { name, value: Vec::new() }
                    }
                    None => Part::Skipped,
                }
            }
        };
        Ok(())
    }

    async fn add(&mut self, data: &[u8]) -> Result<(), Error> {
        match &mut self.decoder {
            Some(decoder) => {
                let decoded = decoder.decode(data).ok_or_else(not_base64)?;
                self.add_decoded(&decoded).await
            }
            None => self.add_decoded(data).await,
        }
    }

    async fn add_decoded(&mut self, data: &[u8]) -> Result<(), Error> {
        match &mut self.part {
            Part::Field { value, .. } => {
                value.extend_from_slice(data);
                self.count_bytes(data.len())
            }
            Part::File(file) => {
                let missing = SNIFFED.saturating_sub(file.first.len()).min(data.len());
                file.first.extend_from_slice(&data[..missing]);
                Ok(file.spool.write(data, &mut self.room).await?)
            }
            Part::Skipped => Ok(()),
        }
    }

    async fn end_part(&mut self) -> Result<(), Error> {
        if let Some(decoder) = self.decoder.take() {
            let rest = decoder.finish().ok_or_else(not_base64)?;
            self.add_decoded(&rest).await?;
        }
        match std::mem::replace(&mut self.part, Part::Skipped) {
            Part::Field { name, value } => {
                self.form.add_field(name, String::from_utf8_lossy(&value).into_owned());
            }
            Part::File(file) => {
                let sniffed = infer::get(&file.first).map(|kind| kind.mime_type());
                let content = file.spool.finish().await?;
                let uploaded =
                    UploadedFile::new(file.name, file.content_type, file.charset, content, sniffed);
                self.form.add_file(file.field, uploaded);
            }
            Part::Skipped => {}
        }
        Ok(())
    }

    fn check_count(&self, count: usize, limit: usize, what: &str) -> Result<(), Error> {
        match count > limit {
            true => Err(Error::suspicious(format!("the form has more than {limit} {what}"))),
            false => Ok(()),
        }
    }

    fn count_bytes(&mut self, more: usize) -> Result<(), Error> {
        self.field_bytes += more;
        match self.field_bytes > self.rules.field_bytes {
            true => {
                let limit = self.rules.field_bytes;
                Err(Error::suspicious(format!("the fields of the form are larger than {limit} bytes")))
            }
            false => Ok(()),
        }
    }
}

fn not_base64() -> Error {
    Error::bad_request("a part of the multipart form is said to be base64, and is not")
}
