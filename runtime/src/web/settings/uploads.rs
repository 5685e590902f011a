//! What uploads want of their settings, looked at when the site starts.

use super::{Settings, SettingsError};

/// All that a mode of a file or a directory says of reading, writing and running.
const MODES: u32 = 0o777;

pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    let directory = settings.file_upload_directory_permissions;
    check_mode("file_upload_permissions", Some(settings.file_upload_permissions))?;
    check_mode("file_upload_directory_permissions", directory)?;
    check_directory(settings)?;
    let url = &settings.media_url;
    let begins = ["/", "http://", "https://"].iter().any(|start| url.starts_with(start));
    if begins && url.ends_with('/') { Ok(()) } else { Err(SettingsError::MediaUrl { url: url.clone() }) }
}

fn check_mode(name: &'static str, mode: Option<u32>) -> Result<(), SettingsError> {
    match mode {
        Some(mode) if mode > MODES => Err(SettingsError::FileMode { name, mode }),
        _ => Ok(()),
    }
}

/// A large upload is not to be the first to learn it.
fn check_directory(settings: &Settings) -> Result<(), SettingsError> {
    match &settings.file_upload_temp_dir {
        Some(path) if !path.is_dir() => Err(SettingsError::UploadDirectory { path: path.clone() }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stock::refusal;

    #[test]
    fn a_mode_that_was_not_written_in_octal_stops_the_start() {
        assert_eq!(
            refusal(|settings| settings.file_upload_permissions = 644),
            "`file_upload_permissions` is `0o1204`, which is more than `0o777`\nhelp: write `0o644`, with its `0o`"
        );
        assert!(
            refusal(|settings| settings.file_upload_directory_permissions = Some(755))
                .starts_with("`file_upload_directory_permissions` is `0o1363`")
        );
    }

    #[test]
    fn an_address_and_a_directory_that_cannot_be_stop_the_start() {
        for url in ["media/", "/media", ""] {
            let message = refusal(|settings| settings.media_url = url.into());
            assert!(message.starts_with("`media_url` is "), "{message}");
        }
        let message = refusal(|settings| settings.file_upload_temp_dir = Some("/nowhere/at/all".into()));
        assert!(message.starts_with("`file_upload_temp_dir` is `/nowhere/at/all`"), "{message}");
    }
}
