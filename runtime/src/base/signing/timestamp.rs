//! `TimestampSigner`: a signer that also says when.

use std::borrow::Cow;
use std::time::Duration;

use super::{BadSeparator, Keys, SignatureError, Signer, base62};
use crate::base::clock::Timestamp;

/// Signs text together with the time, so that it can be refused once it is too old.
///
/// As with [`Signer`], one for a fixed salt is best made once and kept. `Debug` prints nothing of its
/// keys.
///
/// ```
/// use std::time::Duration;
/// use vestibule::signing::{Keys, TimestampSigner};
/// use vestibule::time::macros::datetime;
///
/// let signer = TimestampSigner::new(&Keys::new("example-secret-key", [""; 0]), "s");
/// let signed = signer.sign("v", datetime!(2026-01-02 03:04:05 UTC));
/// let hour = Some(Duration::from_secs(3600));
/// assert_eq!(signer.unsign(&signed, hour, datetime!(2026-01-02 03:30:00 UTC))?, "v");
/// assert!(signer.unsign(&signed, hour, datetime!(2026-01-02 05:00:00 UTC)).is_err());
/// # Ok::<(), vestibule::signing::SignatureError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TimestampSigner(Signer);

impl TimestampSigner {
    /// A signer with SHA-256 and the separator `:`.
    ///
    /// An empty salt stands for `django.core.signing.TimestampSigner`, as in Django: name your purpose.
    pub fn new(keys: &Keys, salt: &str) -> Self {
        let salt = if salt.is_empty() { "django.core.signing.TimestampSigner" } else { salt };
        Self(Signer::new(keys, salt))
    }

    /// Puts another separator between value, time and signature.
    ///
    /// # Errors
    ///
    /// [`BadSeparator`], as [`Signer::with_separator`].
    pub fn with_separator(self, separator: impl Into<Cow<'static, str>>) -> Result<Self, BadSeparator> {
        Ok(Self(self.0.with_separator(separator)?))
    }

    /// Appends time and signature. `now` is rounded down to the second.
    pub fn sign(&self, value: &str, now: Timestamp) -> String {
        // Six digits last until the year 3769.
        let mut text =
            String::with_capacity(value.len() + self.0.separator().len() + 6 + self.0.signed_len());
        text.push_str(value);
        self.append_signature(&mut text, now);
        text
    }

    /// Verifies and returns the value, if it was signed at most `max_age` before `now`.
    ///
    /// `None` is no limit. As the time of signing is rounded down and `now` is not, a `max_age` of zero
    /// refuses even text of the same second. Text from the future passes.
    ///
    /// # Errors
    ///
    /// [`SignatureError`]: bad, expired, or malformed if the well-signed text has no time in it.
    pub fn unsign<'a>(
        &self,
        signed: &'a str,
        max_age: Option<Duration>,
        now: Timestamp,
    ) -> Result<&'a str, SignatureError> {
        let stamped = self.0.unsign(signed)?;
        let (value, stamp) = stamped.rsplit_once(self.0.separator()).ok_or(SignatureError::Malformed)?;
        let signed_at = base62::decode(stamp).ok_or(SignatureError::Malformed)?;

        if let Some(max_age) = max_age {
            // Nothing if it is from the future.
            let age = Duration::try_from(age(signed_at, now)).unwrap_or_default();
            if age > max_age {
                return Err(SignatureError::Expired { age, max_age });
            }
        }
        Ok(value)
    }

    /// Stamps and signs what stands in `text` so far.
    pub(super) fn append_signature(&self, text: &mut String, now: Timestamp) {
        text.push_str(self.0.separator());
        text.push_str(&base62::encode(now.unix_timestamp().into()));
        self.0.append_signature(text);
    }
}

/// The time from `signed_at`, in seconds since 1970, to `now`; years beyond any calendar are cut short.
fn age(signed_at: i128, now: Timestamp) -> time::Duration {
    let seconds = i128::from(now.unix_timestamp()).saturating_sub(signed_at);
    let seconds = seconds.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    time::Duration::seconds(seconds).saturating_add(time::Duration::nanoseconds(now.nanosecond().into()))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.9 UTC);

    fn keys() -> Keys {
        Keys::new("example-secret-key", [""; 0])
    }

    fn signer() -> TimestampSigner {
        TimestampSigner::new(&keys(), "s")
    }

    #[test]
    fn the_text_is_the_one_in_the_module_docs() {
        assert_eq!(signer().sign("v", NOW), "v:1vbVSP:JOl1y8YTX10AUpUFD3PRMVGGJpAHWngxOCEPGS4zv60");
    }

    #[test]
    fn age_counts_from_the_whole_second() {
        let signed = signer().sign("v", NOW);
        let read = |max_age| signer().unsign(&signed, Some(max_age), NOW);

        assert_eq!(read(Duration::from_millis(900)), Ok("v"));
        for max_age in [Duration::ZERO, Duration::from_millis(899)] {
            assert_eq!(
                read(max_age),
                Err(SignatureError::Expired { age: Duration::from_millis(900), max_age })
            );
        }
    }

    #[test]
    fn text_from_the_future_passes() {
        let signed = signer().sign("v", NOW + Duration::from_secs(24 * 60 * 60));
        assert_eq!(signer().unsign(&signed, Some(Duration::ZERO), NOW), Ok("v"));
    }

    #[test]
    fn well_signed_text_without_a_time_is_malformed() {
        let plain = Signer::new(&keys(), "s");
        for value in ["v", "v:", "v:!", ":-"] {
            assert_eq!(
                signer().unsign(&plain.sign(value), None, NOW),
                Err(SignatureError::Malformed),
                "{value}"
            );
        }
    }

    #[test]
    fn times_beyond_the_calendar_do_not_overflow() {
        let plain = Signer::new(&keys(), "s");
        let read = |stamp: i128| {
            let signed = plain.sign(&format!("v:{}", base62::encode(stamp)));
            signer().unsign(&signed, Some(Duration::ZERO), NOW).is_ok()
        };

        assert!(read(i128::MAX));
        assert!(!read(i128::MIN));
    }
}
