//! The settings of few values.

use crate::base::choices::choices;
use crate::base::passwords::{PasswordHasher, PasswordUpgrade};
use crate::web::cookies::SameSite;

choices! {
    /// Who may show our pages in a frame: what `X-Frame-Options` says (RFC 7034).
    pub enum FrameOptions {
        /// Nobody.
        Deny = "DENY",
        /// Pages of this site.
        SameOrigin = "SAMEORIGIN",
    }
}

choices! {
    /// Whether windows of other sites may reach into ours: what `Cross-Origin-Opener-Policy` says (HTML, section
    /// 7.1.3).
    pub enum CrossOriginOpenerPolicy {
        /// They may not.
        SameOrigin = "same-origin",
        /// Those that our pages open may, if they do not refuse themselves.
        SameOriginAllowPopups = "same-origin-allow-popups",
        /// They may not, and neither may pages of our own site that open this one.
        NoopenerAllowPopups = "noopener-allow-popups",
        /// They may.
        UnsafeNone = "unsafe-none",
    }
}

choices! {
    /// Where messages are kept. Django's names, such as
    /// `django.contrib.messages.storage.cookie.CookieStorage`, are read as well.
    pub enum MessageStorage {
        /// In a cookie, and what does not fit there in the session.
        Fallback = "fallback" | "django.contrib.messages.storage.fallback.FallbackStorage",
        /// In a cookie; what does not fit is dropped, oldest first.
        Cookie = "cookie" | "django.contrib.messages.storage.cookie.CookieStorage",
        /// In the session.
        Session = "session" | "django.contrib.messages.storage.session.SessionStorage",
    }
}

choices! {
    /// Where sessions are kept. Django's names, such as `django.contrib.sessions.backends.db`, are read as well.
    pub enum SessionEngine {
        /// In the database.
        Db = "db" | "django.contrib.sessions.backends.db",
        /// In a cache.
        Cache = "cache" | "django.contrib.sessions.backends.cache",
        /// In the database, with a cache before it.
        CachedDb = "cached_db" | "django.contrib.sessions.backends.cached_db",
        /// In files of a directory.
        File = "file" | "django.contrib.sessions.backends.file",
        /// In the cookie itself, signed; nothing can be ended on the server, logout included.
        SignedCookies = "signed_cookies" | "django.contrib.sessions.backends.signed_cookies",
    }
}

choices! {
    /// Where mails go. Django's names, such as `django.core.mail.backends.smtp.EmailBackend`, are read as well.
    pub enum EmailBackend {
        /// To standard output.
        Console = "console" | "django.core.mail.backends.console.EmailBackend",
        /// Into a directory, one file each.
        File = "file" | "django.core.mail.backends.filebased.EmailBackend",
        /// To a mail server.
        Smtp = "smtp" | "django.core.mail.backends.smtp.EmailBackend",
        /// Nowhere: they are kept, for tests.
        Memory = "memory" | "django.core.mail.backends.locmem.EmailBackend",
    }
}

choices! {
    /// How sessions are written. Django's name is read as well.
    pub enum SessionSerializer {
        /// As JSON.
        Json = "json" | "django.contrib.sessions.serializers.JSONSerializer",
    }
}

/// The words of a setting of few values, for whoever writes another; none for other settings.
pub(super) fn words(setting: &str) -> &'static [&'static str] {
    match setting {
        "secure_cross_origin_opener_policy" => CrossOriginOpenerPolicy::WORDS,
        "x_frame_options" => FrameOptions::WORDS,
        "session_cookie_samesite" | "csrf_cookie_samesite" => SameSite::WORDS,
        "message_storage" => MessageStorage::WORDS,
        "session_engine" => SessionEngine::WORDS,
        "email_backend" => EmailBackend::WORDS,
        "session_serializer" => SessionSerializer::WORDS,
        "password_hasher" => PasswordHasher::WORDS,
        "password_upgrade" => PasswordUpgrade::WORDS,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::web::settings::{Settings, SettingsError, load};

    fn environment(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        load::load(None, pairs.iter().map(|(name, word)| (OsString::from(name), OsString::from(word))))
    }

    #[test]
    fn a_setting_of_few_values_names_them() {
        let error = |name, word| environment(&[(name, word)]).unwrap_err().to_string();

        for (word, says) in [
            ("DENNY", "is `DENNY`\nhelp: did you mean `DENY`? there are `DENY`, `SAMEORIGIN`"),
            ("ALLOW-FROM https://a.b", "is `ALLOW-FROM https://a.b`\nhelp: there are `DENY`, `SAMEORIGIN`"),
            ("DENY\r\nX: y", "is `DENY\\r\\nX: y`\nhelp: there are `DENY`, `SAMEORIGIN`"),
        ] {
            let wanted = format!("`x_frame_options` in the environment {says}");
            assert_eq!(error("VESTIBULE_X_FRAME_OPTIONS", word), wanted);
        }
        for (name, word, near) in [
            ("VESTIBULE_SESSION_COOKIE_SAMESITE", "lux", "Lax"),
            ("VESTIBULE_CSRF_COOKIE_SAMESITE", "strikt", "Strict"),
            ("VESTIBULE_MESSAGE_STORAGE", "cookies", "cookie"),
            ("VESTIBULE_SESSION_ENGINE", "signed_cookie", "signed_cookies"),
            ("VESTIBULE_SESSION_SERIALIZER", "jason", "json"),
            ("VESTIBULE_SECURE_CROSS_ORIGIN_OPENER_POLICY", "unsave-none", "unsafe-none"),
        ] {
            let error = error(name, word);
            assert!(
                error.contains(&format!("is `{word}`\nhelp: did you mean `{near}`? there are ")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_file_and_the_environment_say_few_values_alike() {
        let in_file = "x_frame_options = 'SameOrigin'\nsession_cookie_samesite = ''\n\
                       message_storage = 'django.contrib.messages.storage.cookie.CookieStorage'\n\
                       secure_cross_origin_opener_policy = 'unsafe-none'";
        let file: Settings = toml::from_str(in_file).unwrap();
        let environment = environment(&[
            ("VESTIBULE_X_FRAME_OPTIONS", "sameorigin"),
            ("VESTIBULE_SESSION_COOKIE_SAMESITE", ""),
            ("VESTIBULE_MESSAGE_STORAGE", "cookie"),
            ("VESTIBULE_SECURE_CROSS_ORIGIN_OPENER_POLICY", "Unsafe-None"),
        ])
        .unwrap();

        for settings in [file, environment] {
            assert_eq!(settings.x_frame_options, Some(FrameOptions::SameOrigin));
            assert_eq!(settings.session_cookie_samesite, None);
            assert_eq!(settings.csrf_cookie_samesite, Some(SameSite::Lax));
            assert_eq!(settings.message_storage, MessageStorage::Cookie);
            let policy = settings.secure_cross_origin_opener_policy;
            assert_eq!(policy, Some(CrossOriginOpenerPolicy::UnsafeNone));
        }
    }
}
