//! `Settings`: one struct, Django's names in lower case, a documented default for each.
//!
//! They come from four places, the later winning: the defaults here, `vestibule.toml` in the
//! working directory (or the file that `VESTIBULE_SETTINGS` names), the environment
//! (`VESTIBULE_SESSION_COOKIE_AGE=3600`), and code (`App::build().settings(|settings| …)`).
//! A debug build needs none of them.

mod choices;
mod level;
mod limits;
mod load;
mod mail;
mod stock;
mod uploads;

pub use choices::{
    CrossOriginOpenerPolicy, EmailBackend, FrameOptions, MessageStorage, SessionEngine, SessionSerializer,
};
pub use level::Level;
pub use limits::Limits;
pub use load::SettingsError;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::cache::{CacheError, CacheSettings};
use crate::base::choices::or_empty;
use crate::base::clock::seconds;
use crate::base::passwords::{
    PasswordConfig, PasswordHasher, PasswordHashers, PasswordProblem, PasswordUpgrade, PasswordValidator,
};
use crate::web::cookies::SameSite;
use crate::web::csp::Policy;

/// Signs cookies and sessions in a debug build that names no key; a release build refuses to start
/// without its own.
pub(crate) const DEBUG_SECRET_KEY: &str = "vestibule-insecure-debug-key-never-used-by-a-release-build";

/// Shortest secret key in bytes that a release build starts with.
const MIN_SECRET_KEY: usize = 32;

/// An application's settings.
///
/// They come from four places, the later winning: the defaults below; `vestibule.toml` in the working
/// directory, or the file that the variable `VESTIBULE_SETTINGS` names; the environment, where
/// `VESTIBULE_SESSION_COOKIE_AGE=3600` is `session_cookie_age`, lists are written with commas and
/// `VESTIBULE_LIMITS_HEAD_TIME=10` is `head_time` of `[limits]`; and code,
/// `App::build().settings(|settings| …)`. A name in the file that is no setting stops the start; a
/// variable that is none is somebody else's.
///
/// # Example
///
/// ```toml
/// # vestibule.toml
/// secret_key = "at least 32 random characters: openssl rand -base64 48"
/// allowed_hosts = ["example.com", ".example.org"]
/// session_engine = "cached_db"
///
/// [limits]
/// head_time = 10
/// ```
///
/// ```no_run
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// fn main() -> ExitCode {
///     App::build().settings(|settings| settings.allowed_hosts.push("localhost".to_owned())).main()
/// }
/// ```
///
/// Views read them from [`Request::settings`](crate::Request::settings), layers get them where they are made
/// ([`middleware`](macro@crate::middleware)).
///
/// In a test, what code says holds as well:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/articles/")]
/// async fn articles(request: &Request) -> String {
///     request.settings().allowed_hosts.join(", ")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let site = App::build().settings(|settings| {
///     settings.allowed_hosts = vec!["example.com".to_owned()];
///     settings.append_slash = false;
/// });
/// let mut client = Client::new(site).await?;
/// assert_eq!(client.get("/articles").await.status(), 404, "`append_slash` would have sent it on");
/// assert!(client.get("/articles/").await.text().contains("example.com"));
/// # Ok(()) })? }
/// ```
///
/// | settings | of |
/// |---|---|
/// | `debug`, `live_reload…`, `secret_key…`, `allowed_hosts` | the application; a release build wants the last two |
/// | `bind`, `threads`, `access_log`, `limits`, `data_upload_…` | the server, and what one client may take of it ([`Limits`](crate::server::Limits)) |
/// | `use_x_forwarded_…`, `secure_proxy_ssl_header` | a proxy in front |
/// | `secure_…`, `robots`, `x_frame_options` | [`SecurityMiddleware`](crate::middleware::SecurityMiddleware), [`csp`](crate::csp), [`XFrameOptionsMiddleware`](crate::middleware::XFrameOptionsMiddleware) |
/// | `static_url` | [`render!`](crate::render) |
/// | `append_slash`, `prepend_www`, `disallowed_user_agents` | [`CommonMiddleware`](crate::middleware::CommonMiddleware) |
/// | `database_url`, `cache_…`, `caches` | where data is kept |
/// | `session_…`, `signed_cookie_…` | [`sessions`](crate::sessions), [`cookies`](crate::cookies) |
/// | `login_throttle`, `password_…` | [`auth`](crate::auth), [`auth::passwords`](crate::auth::passwords) |
/// | `login_redirect_url`, `logout_redirect_url`, `redirect_authenticated_user`, `registration` | [`auth::views`](crate::auth::views) |
/// | `csrf_…` | [`csrf`](crate::csrf) |
/// | `message_…` | [`messages`](crate::messages) |
/// | `email_…`, `default_from_email`, `server_email`, `admins`, `managers` | [`mail`](crate::mail) |
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// Whether this is a developer's machine: templates come from disk, no secret key or allowed
    /// hosts are asked for. In a debug build it also shows what happens: every answer says in
    /// `Server-Timing` how long each hook took, and a browser on the same machine sees technical error
    /// pages, and at `/__vestibule__/` the last requests with the way of each through the layers; open pages are loaded anew
    /// when a template changes (`live_reload`).
    /// Default: true in a debug build, false in a release build.
    pub debug: bool,
    /// Whether pages are loaded anew in the developer's browser when a template, a file of `live_reload_folders` or the
    /// program has changed. In a debug build with `debug`, for a browser on the same machine: a small script of ours is
    /// added to whole HTML pages before `</body>`, where their content security policy lets it run. Off in a
    /// [test client](crate::testing::Client). Default: true.
    pub live_reload: bool,
    /// The folders that are watched besides those of the templates, below the one that the server is started in.
    /// Default: `["static"]`.
    pub live_reload_folders: Vec<String>,
    /// Signs cookies, sessions and tokens; at least 32 bytes. Whoever knows it can log in as
    /// anyone. The same key as a Django site's keeps its visitors logged in. A release build does
    /// not start without it.
    pub secret_key: String,
    /// Older keys that still verify and no longer sign, newest first. Default: none.
    pub secret_key_fallbacks: Vec<String>,
    /// Hosts that [`Request::host`](crate::Request::host) accepts: `example.com`, `.example.com` for it
    /// and all below, or `*`. As in Django it is checked where the host is asked for, such as for
    /// redirects after login, and not for every request. A release build does not start without it;
    /// empty in a debug build means this machine.
    pub allowed_hosts: Vec<String>,
    /// Whether `X-Forwarded-Host` is believed: only behind a proxy that sets it. Default: false.
    pub use_x_forwarded_host: bool,
    /// Whether `X-Forwarded-Port` is believed: only behind a proxy that sets it. The port counts where pages of
    /// all of `csrf_cookie_domain` may send forms here, which then must be on the same one; without this it is
    /// the one that browsers name after the host. Default: false.
    pub use_x_forwarded_port: bool,
    /// Header and value by which a proxy says that the visitor's connection is TLS:
    /// `["X-Forwarded-Proto", "https"]`. Anyone can send it where no proxy strips it. Default: none.
    pub secure_proxy_ssl_header: Option<(String, String)>,
    /// The proxies in front of this server, as addresses or networks: `["127.0.0.1", "10.0.0.0/8"]`. Only of what they
    /// say in `X-Forwarded-For` a visitor's address is taken ([`Request::client_ip`](crate::Request::client_ip)).
    /// Default: none, the address is that of the connection.
    pub trusted_proxies: Vec<String>,
    /// Whether a request that came without TLS is sent to the same address with https, by 301. Behind a proxy
    /// that ends TLS it wants `secure_proxy_ssl_header`, or the visitor goes in circles. Default: false.
    pub secure_ssl_redirect: bool,
    /// The host to send them to: `example.com`, or `example.com:8443`. Default: empty, the one asked for.
    pub secure_ssl_host: String,
    /// Paths that are answered without TLS all the same: regular expressions, searched in the path without the
    /// slashes at its start: `^health/$`. (They are those of `regex-lite`: no look-around.) Default: none.
    pub secure_redirect_exempt: Vec<String>,
    /// How long browsers are to come with https only (`Strict-Transport-Security`), in whole seconds, sent over TLS
    /// only. They hold the site to it until then: begin with 3600. Default: 0, not sent.
    #[serde(with = "seconds")]
    pub secure_hsts_seconds: Duration,
    /// Whether that goes for all hosts below this one too. Default: false.
    pub secure_hsts_include_subdomains: bool,
    /// Whether browsers may be shipped with it. Default: false.
    pub secure_hsts_preload: bool,
    /// Whether browsers are told to believe `Content-Type` (`X-Content-Type-Options: nosniff`); without it they
    /// may run as a script what was uploaded as a picture. Default: true.
    pub secure_content_type_nosniff: bool,
    /// What other sites learn of the page a visitor comes from (`Referrer-Policy`), several with commas, of
    /// which browsers take the last they know; empty is not sent. Default: `same-origin`, nothing.
    pub secure_referrer_policy: String,
    /// Whether windows of other sites may reach into ours (`Cross-Origin-Opener-Policy`): `same-origin`,
    /// `same-origin-allow-popups`, `noopener-allow-popups` or `unsafe-none`; empty is not sent.
    /// Default: `same-origin`, they may not.
    #[serde(with = "or_empty")]
    pub secure_cross_origin_opener_policy: Option<CrossOriginOpenerPolicy>,
    /// What a page may load and from where (`Content-Security-Policy`): `"default-src 'self'"`, or a table of
    /// directives; see [`csp`](crate::csp). Default: empty, not sent.
    pub secure_csp: Policy,
    /// The same as a trial: browsers report what they would refuse. Default: empty, not sent.
    pub secure_csp_report_only: Policy,
    /// What search engines are told of every page whose view does not say it by `robots(…)`: `noindex, nofollow` (`X-Robots-Tag`,
    /// sent by `SecurityMiddleware`; `request.robots` in templates). For a site that is tried out. Default: empty, nothing.
    pub robots: String,
    /// Who may show our pages in a frame (`X-Frame-Options`): `DENY`, nobody, or `SAMEORIGIN`; empty is not
    /// sent. Default: `DENY`.
    #[serde(with = "or_empty")]
    pub x_frame_options: Option<FrameOptions>,
    /// Where static files are: what [`static(…)`](crate::render) puts before a path in templates. A path, or an address of
    /// another host; a slash at its end goes without saying. Default: `/static/`.
    pub static_url: String,
    /// Whether a path that no view has is sent, by 301, to the one with a slash at its end, if a view has that.
    /// Default: true.
    pub append_slash: bool,
    /// Whether `example.com` is sent to `www.example.com`, by 301. Default: false.
    pub prepend_www: bool,
    /// Clients that are refused with 403: regular expressions (those of `regex-lite`: no look-around), searched
    /// in the `User-Agent`. Default: none.
    pub disallowed_user_agents: Vec<String>,

    /// Address and port to listen on. Default: `127.0.0.1:8000`.
    pub bind: String,
    /// Threads that answer requests; 0 is one per core. Default: 0.
    pub threads: usize,
    /// Whether each request leaves a line in the log; errors always do. Default: true.
    pub access_log: bool,
    /// Bounds on what one client may take: times, sizes, rates.
    pub limits: Limits,

    /// Where the engine `db` keeps sessions: `sqlite://path/to/file` (made if it is not there),
    /// `sqlite::memory:`, `postgres://user:password@host/name` (cargo feature `postgres`) or
    /// `mysql://user:password@host/name` (cargo feature `mysql`; MariaDB, too). On a server the command
    /// `migrate` makes the table. The way to it is encrypted if the application itself depends on `sqlx`
    /// 0.9 with one of its `tls-…` features, without which MySQL 8 refuses passwords of its newer kinds.
    /// Default: `sqlite://db.sqlite3`, in the working directory.
    pub database_url: String,

    /// The cache that is called `default`: `memory:`, in this process, or `redis://host:port/number`.
    /// Default: `memory:`.
    pub cache_url: String,
    /// Other caches, by their names: `sessions = "redis://localhost/1"` under `[caches]`. Default: none.
    pub caches: BTreeMap<String, String>,
    /// What the keys of all caches begin with; Django's `KEY_PREFIX`. Default: the empty text.
    pub cache_key_prefix: String,
    /// The number in the keys of all caches; Django's `VERSION`. Default: 1.
    pub cache_version: u32,
    /// Entries that `memory:` holds before it forgets those unused for the longest time.
    /// Default: 100000.
    pub cache_max_entries: usize,

    /// Where sessions are kept: `db`, `cache`, `cached_db`, `file` or `signed_cookies`. With the last one nothing
    /// can be ended on the server, logout included; see
    /// [`SignedCookies`](crate::sessions::backends::SignedCookies). Default: `db`.
    pub session_engine: SessionEngine,
    /// How they are written: `json`, or Django's name for it; there is no other. Default: `json`.
    pub session_serializer: SessionSerializer,
    /// The cache in which the engines `cache` and `cached_db` keep them. Default: `default`.
    pub session_cache_alias: String,
    /// Whether this process is the only one that serves the site. `cached_db` on `memory:` does not start otherwise:
    /// other processes would not learn what is changed here, or who has logged out; `cache` on `memory:` is then
    /// silent about it. Default: false.
    pub session_cache_single_process: bool,
    /// The directory in which the engine `file` keeps them; it must be there. Default: the system's
    /// directory for temporary files.
    pub session_file_path: Option<PathBuf>,
    /// Whether the engine `signed_cookies` encrypts what it sends, which Django cannot read; otherwise
    /// visitors can read what the site remembers of them. Default: false.
    pub session_cookie_encrypted: bool,
    /// The session cookie's name. Default: `sessionid`.
    pub session_cookie_name: String,
    /// How long a session lives after its last change; sent as `Max-Age` in whole seconds, and
    /// written as seconds in settings. Default: 1209600 (14 days).
    #[serde(with = "seconds")]
    pub session_cookie_age: Duration,
    /// Its path. Default: `/`.
    pub session_cookie_path: String,
    /// Its domain. Default: none, which is this host only.
    pub session_cookie_domain: Option<String>,
    /// Whether it is sent over HTTPS only. Turn it on wherever there is HTTPS: a cookie that once
    /// went in the clear can be replayed. Default: false, as in Django.
    pub session_cookie_secure: bool,
    /// Whether scripts are kept from reading it. Default: true.
    pub session_cookie_httponly: bool,
    /// `Lax`, `Strict`, `None`, or the empty text to leave the attribute out. Default: `Lax`.
    #[serde(with = "or_empty")]
    pub session_cookie_samesite: Option<SameSite>,
    /// Whether sessions end with the browser. Default: false.
    pub session_expire_at_browser_close: bool,
    /// Whether every answer writes the session and sends its cookie again. Default: false.
    pub session_save_every_request: bool,
    /// How long a login lasts, whatever its session is used for; in whole seconds from the login on. Then the session is
    /// over. 0 sets no end but those above. Default: 0.
    #[serde(with = "seconds")]
    pub session_absolute_age: Duration,
    /// Whether signed cookies in the form of Django before 5.2.15 are still read. Default: true, as
    /// in Django 5.2.
    pub signed_cookie_legacy_salt_fallback: bool,

    /// Whether many wrong passwords are followed by pauses in which no password is checked, each longer than the one
    /// before; see [`auth::authenticate`](crate::auth::authenticate). Default: true.
    pub login_throttle: bool,
    /// Where [`auth::views`](crate::auth::views) send visitors who have logged in and asked for no page of this site: an
    /// address. Default: `/`. (Django's is `/accounts/profile/`, which few sites have.)
    pub login_redirect_url: String,
    /// Where they send those who have logged out. Default: empty, which is a page of their own that says so.
    pub logout_redirect_url: String,
    /// Whether their login page sends on whoever is logged in already, instead of showing its form. A page of another
    /// site can then find out whether a visitor is logged in here, by an address of an image of this site in `next`.
    /// Default: false. (In Django it is an attribute of the view.)
    pub redirect_authenticated_user: bool,
    /// Whether strangers may make themselves an account there, at `signup/`. Default: false.
    pub registration: bool,
    /// The hash that passwords are written in: `pbkdf2_sha256`, or `argon2` (cargo feature `argon2`). Django's names will
    /// do as well. Default: `pbkdf2_sha256`.
    pub password_hasher: PasswordHasher,
    /// Iterations of PBKDF2, from 1 to 20000000; what tests set to 1. Django 5.2 has 1000000, 6.0 1200000 and 6.1 1500000:
    /// beside one it should be as there. Default: 1000000.
    pub password_iterations: u32,
    /// Which passwords are hashed anew when their users log in: `upwards`, those whose hash is weaker than the one that is
    /// written now; `exact`, those whose hash is another, as in Django; or `never`. Default: `upwards`.
    pub password_upgrade: PasswordUpgrade,
    /// The rules that new passwords are held to ([`Settings::validate_password`]): `user_attribute_similarity`,
    /// `minimum_length`, `common_password`, `numeric_password`, or Django's names for them; an empty list is none.
    /// Default: all four, as in a project that Django has begun.
    pub password_validators: Vec<PasswordValidator>,
    /// Characters that `minimum_length` wants. Default: 8.
    pub password_min_length: usize,
    /// How long the link lasts with which a forgotten password is set anew; in whole seconds, see
    /// [`auth::tokens`](crate::auth::tokens). Default: 259200 (3 days).
    #[serde(with = "seconds")]
    pub password_reset_timeout: Duration,

    /// The name of the cookie with the visitor's CSRF secret. Under a name that begins with `__Host-` or
    /// `__Secure-` the cookie gets the attributes that browsers want. Default: `csrftoken`.
    pub csrf_cookie_name: String,
    /// How long browsers keep it; sent as `Max-Age` in whole seconds, and written as seconds in settings. 0 is
    /// until the browser closes (Django's `None`). Default: 31449600 (52 weeks).
    #[serde(with = "seconds")]
    pub csrf_cookie_age: Duration,
    /// Its path. Default: `/`.
    pub csrf_cookie_path: String,
    /// Its domain; pages of this domain may then refer to this site. Default: none, which is this host only.
    pub csrf_cookie_domain: Option<String>,
    /// Whether it is sent over HTTPS only. Default: false, as in Django.
    pub csrf_cookie_secure: bool,
    /// Whether scripts are kept from reading it; they then find the token in the page. Default: false.
    pub csrf_cookie_httponly: bool,
    /// `Lax`, `Strict`, `None`, or the empty text to leave the attribute out. Default: `Lax`.
    #[serde(with = "or_empty")]
    pub csrf_cookie_samesite: Option<SameSite>,
    /// The header in which scripts send the token; Django's spelling `HTTP_X_CSRFTOKEN` is understood too.
    /// Default: `X-CSRFToken`.
    pub csrf_header_name: String,
    /// Other sites whose pages may send forms here: `https://example.com`, or `https://*.example.com` for it
    /// and all below. Whoever can write a page there can act in a visitor's name here. Default: none.
    pub csrf_trusted_origins: Vec<String>,
    /// Whether the secret is kept in the session, under `_csrftoken`, and not in a cookie of its own. Every
    /// request then reads its session, and needs the store. Default: false.
    pub csrf_use_sessions: bool,
    /// Where messages are kept: `fallback` (in a cookie, and what does not fit there in the session), `cookie`
    /// or `session`. Django's names, such as `django.contrib.messages.storage.cookie.CookieStorage`, will do as
    /// well. Default: `fallback`.
    pub message_storage: MessageStorage,
    /// The lowest level of messages that are recorded: a number, or `debug`, `info`, `success`, `warning` or
    /// `error`. Default: 20, which is `info`.
    pub message_level: Level,
    /// Words for levels, in place of their own or for levels that have none: `error = "danger"` under
    /// `[message_tags]`. Default: none.
    #[serde(serialize_with = "level::tags_by_text")]
    pub message_tags: BTreeMap<Level, String>,
    /// The name of the messages' cookie, which Django does not let one set. Its domain, SameSite, `Secure` and
    /// `HttpOnly` are those of the session cookie, and its path is `/`; under a name that begins with
    /// `__Host-` or `__Secure-` it is sent so that browsers accept it. Default: `messages`.
    pub message_cookie_name: String,

    /// Where mails go: `console` (standard output), `file`, `smtp` (cargo feature `smtp`) or `memory` (for tests).
    /// Django's names, such as `django.core.mail.backends.smtp.EmailBackend`, will do as well. Default: `console` if
    /// `debug`; otherwise nowhere: sending is an error, and a view that takes a [`Mailer`](crate::mail::Mailer) stops the
    /// start. (Django's is `smtp`.)
    #[serde(with = "or_empty")]
    pub email_backend: Option<EmailBackend>,
    /// The mail server's name. Default: `localhost`.
    pub email_host: String,
    /// The mail server's port. Default: 25; for `email_use_tls` it is mostly 587, for `email_use_ssl` 465.
    pub email_port: u16,
    /// The name to log in with there; empty is not to. Default: empty.
    pub email_host_user: String,
    /// The password to log in with there. Default: empty.
    pub email_host_password: String,
    /// Whether the connection is encrypted by STARTTLS; a server that does not offer it gets no mail. Without this and
    /// `email_use_ssl` mails and the password can be read on the way. Default: false.
    pub email_use_tls: bool,
    /// Whether it is encrypted from the start. Default: false.
    pub email_use_ssl: bool,
    /// How long the server may take for one mail, from the connection to the receipt, in whole seconds. (Django waits
    /// for ever.) Default: 30.
    #[serde(with = "seconds")]
    pub email_timeout: Duration,
    /// The directory of the backend `file`, made if it is not there. Default: none.
    pub email_file_path: Option<PathBuf>,
    /// What the subjects of mails to `admins` and `managers` begin with. Default: `[vestibule] `.
    pub email_subject_prefix: String,
    /// Whom mails are from that do not say so. Default: `webmaster@localhost`.
    pub default_from_email: String,
    /// Whom mails to `admins` and `managers` are from. Default: `root@localhost`.
    pub server_email: String,
    /// Who gets [`Mailer::mail_admins`](crate::mail::Mailer::mail_admins): `["Ada <ada@example.com>"]`. Default: nobody.
    pub admins: Vec<String>,
    /// Who gets [`Mailer::mail_managers`](crate::mail::Mailer::mail_managers). Default: nobody.
    pub managers: Vec<String>,

    /// Ids that the command `check` is silent about: `["security.W008"]`. What keeps the application from starting is said
    /// all the same. Default: none.
    pub silenced_system_checks: Vec<String>,

    /// Bytes of a body that are held in memory; more is answered with 400. Default: 2621440.
    pub data_upload_max_memory_size: usize,
    /// Fields of a query or form; more are answered with 400. Default: 1000.
    pub data_upload_max_number_fields: usize,
    /// Files of a form; more are answered with 400. Default: 100.
    pub data_upload_max_number_files: usize,
    /// Bytes of a form with files, all of it; more are answered with 413. (Django has none.)
    /// [`Request::set_file_upload_max_size`](crate::Request::set_file_upload_max_size) says otherwise for one. Default:
    /// 104857600, which is 100 MiB.
    pub file_upload_max_size: u64,
    /// Bytes of files that are held in memory; of all files of a request together, while Django counts each by itself. A
    /// file that does not fit goes into a temporary one. Default: 2621440.
    pub file_upload_max_memory_size: usize,
    /// The directory for temporary files of uploads. They have no name there, and end with their request. Where the
    /// system's directory is in memory (tmpfs), large uploads want another. Default: the system's directory for
    /// temporary files.
    pub file_upload_temp_dir: Option<PathBuf>,
    /// The mode of files in `media_root`; `0o644` in the file and in the environment. Default: `0o644`.
    pub file_upload_permissions: u32,
    /// The mode of directories that are made in `media_root`. Default: none, which is what the system gives them.
    pub file_upload_directory_permissions: Option<u32>,
    /// The directory in which [`Storage`](crate::storage::Storage) keeps files, made if it is not there. An application
    /// whose views take a `Storage` does not start without it, unless it names a storage of its own. Default: none.
    pub media_root: Option<PathBuf>,
    /// What the addresses of these files begin with; it ends with a slash. Default: `/media/`.
    pub media_url: String,
}

impl Default for Settings {
    fn default() -> Self {
        let debug = cfg!(debug_assertions);
        Self {
            debug,
            live_reload: true,
            live_reload_folders: vec!["static".to_owned()],
            secret_key: String::new(),
            secret_key_fallbacks: Vec::new(),
            allowed_hosts: Vec::new(),
            use_x_forwarded_host: false,
            use_x_forwarded_port: false,
            secure_proxy_ssl_header: None,
            trusted_proxies: Vec::new(),
            secure_ssl_redirect: false,
            secure_ssl_host: String::new(),
            secure_redirect_exempt: Vec::new(),
            secure_hsts_seconds: Duration::ZERO,
            secure_hsts_include_subdomains: false,
            secure_hsts_preload: false,
            secure_content_type_nosniff: true,
            secure_referrer_policy: "same-origin".into(),
            secure_cross_origin_opener_policy: Some(CrossOriginOpenerPolicy::SameOrigin),
            secure_csp: Policy::default(),
            secure_csp_report_only: Policy::default(),
            robots: String::new(),
            x_frame_options: Some(FrameOptions::Deny),
            static_url: "/static/".to_owned(),
            append_slash: true,
            prepend_www: false,
            disallowed_user_agents: Vec::new(),
            bind: "127.0.0.1:8000".into(),
            threads: 0,
            access_log: true,
            limits: Limits::default(),
            database_url: "sqlite://db.sqlite3".into(),
            cache_url: "memory:".into(),
            caches: BTreeMap::new(),
            cache_key_prefix: String::new(),
            cache_version: 1,
            cache_max_entries: 100_000,
            session_engine: SessionEngine::Db,
            session_serializer: SessionSerializer::Json,
            session_cache_alias: "default".into(),
            session_cache_single_process: false,
            session_file_path: None,
            session_cookie_encrypted: false,
            session_cookie_name: "sessionid".into(),
            session_cookie_age: Duration::from_secs(14 * 24 * 60 * 60),
            session_cookie_path: "/".into(),
            session_cookie_domain: None,
            session_cookie_secure: false,
            session_cookie_httponly: true,
            session_cookie_samesite: Some(SameSite::Lax),
            session_expire_at_browser_close: false,
            session_save_every_request: false,
            session_absolute_age: Duration::ZERO,
            signed_cookie_legacy_salt_fallback: true,
            login_throttle: true,
            login_redirect_url: "/".into(),
            logout_redirect_url: String::new(),
            redirect_authenticated_user: false,
            registration: false,
            password_hasher: PasswordHasher::Pbkdf2Sha256,
            password_iterations: 1_000_000,
            password_upgrade: PasswordUpgrade::Upwards,
            password_validators: vec![
                PasswordValidator::UserAttributeSimilarity,
                PasswordValidator::MinimumLength,
                PasswordValidator::CommonPassword,
                PasswordValidator::NumericPassword,
            ],
            password_min_length: 8,
            password_reset_timeout: Duration::from_secs(3 * 24 * 60 * 60),
            csrf_cookie_name: "csrftoken".into(),
            csrf_cookie_age: Duration::from_secs(52 * 7 * 24 * 60 * 60),
            csrf_cookie_path: "/".into(),
            csrf_cookie_domain: None,
            csrf_cookie_secure: false,
            csrf_cookie_httponly: false,
            csrf_cookie_samesite: Some(SameSite::Lax),
            csrf_header_name: "X-CSRFToken".into(),
            csrf_trusted_origins: Vec::new(),
            csrf_use_sessions: false,
            message_storage: MessageStorage::Fallback,
            message_level: Level::INFO,
            message_tags: BTreeMap::new(),
            message_cookie_name: "messages".into(),
            email_backend: None,
            email_host: "localhost".into(),
            email_port: 25,
            email_host_user: String::new(),
            email_host_password: String::new(),
            email_use_tls: false,
            email_use_ssl: false,
            email_timeout: Duration::from_secs(30),
            email_file_path: None,
            email_subject_prefix: "[vestibule] ".into(),
            default_from_email: "webmaster@localhost".into(),
            server_email: "root@localhost".into(),
            admins: Vec::new(),
            managers: Vec::new(),
            silenced_system_checks: Vec::new(),
            data_upload_max_memory_size: 2_621_440,
            data_upload_max_number_fields: 1000,
            data_upload_max_number_files: 100,
            file_upload_max_size: 104_857_600,
            file_upload_max_memory_size: 2_621_440,
            file_upload_temp_dir: None,
            file_upload_permissions: 0o644,
            file_upload_directory_permissions: None,
            media_root: None,
            media_url: "/media/".into(),
        }
    }
}

impl Settings {
    /// Defaults, file and environment, checked later by [`Settings::check`].
    ///
    /// # Errors
    ///
    /// [`SettingsError`]: the file is there and cannot be read, or a value is of the wrong kind.
    pub fn load() -> Result<Self, SettingsError> {
        let named = std::env::var_os("VESTIBULE_SETTINGS").map(PathBuf::from);
        load::load(named, std::env::vars_os())
    }

    /// What no build starts with, and what a release build does not start without; fills in what a debug
    /// build does.
    ///
    /// # Errors
    ///
    /// [`SettingsError`], which says what to set and how.
    pub fn check(&mut self) -> Result<(), SettingsError> {
        if self.secret_key_fallbacks.iter().any(String::is_empty) {
            return Err(SettingsError::EmptyFallback);
        }
        stock::check(self)?;
        mail::check(self)?;
        uploads::check(self)?;
        // `debug` turned on in a release build does not open it to everyone who has read this file.
        if self.debug && cfg!(debug_assertions) {
            if self.secret_key.is_empty() {
                self.secret_key = DEBUG_SECRET_KEY.into();
            }
            return Ok(());
        }
        if self.secret_key.is_empty() || self.secret_key == DEBUG_SECRET_KEY {
            return Err(SettingsError::NoSecretKey);
        }
        if self.secret_key.len() < MIN_SECRET_KEY {
            return Err(SettingsError::ShortSecretKey {
                length: self.secret_key.len(),
                least: MIN_SECRET_KEY,
            });
        }
        if self.allowed_hosts.is_empty() && !self.debug {
            return Err(SettingsError::NoAllowedHosts);
        }
        Ok(())
    }

    /// What hashes and checks passwords, as the settings `password_…` say.
    pub fn password_hashers(&self) -> PasswordHashers {
        PasswordHashers::new(PasswordConfig {
            hasher: self.password_hasher,
            iterations: NonZeroU32::new(self.password_iterations).unwrap_or(NonZeroU32::MIN),
            upgrade: self.password_upgrade,
        })
    }

    /// Holds a new password to the rules that `password_validators` names: Django's `validate_password`. `attributes` is
    /// what is known of its user, each under the name that the visitor is told; Django looks at the four in the example.
    ///
    /// ```
    /// use vestibule::Settings;
    ///
    /// let gary = [("username", "gary"), ("first name", ""), ("last name", ""), ("email address", "gary@example.com")];
    /// let settings = Settings::default();
    ///
    /// assert_eq!(settings.validate_password("correct horse", &gary), Ok(()));
    /// let problems = settings.validate_password("gary1", &gary).unwrap_err();
    /// assert_eq!(problems[0].to_string(), "The password is too similar to the username.");
    /// assert_eq!(problems[1].code(), "password_too_short");
    /// ```
    ///
    /// # Errors
    ///
    /// All that is wrong with it, in the order of the rules.
    pub fn validate_password(
        &self,
        password: &str,
        attributes: &[(&str, &str)],
    ) -> Result<(), Vec<PasswordProblem>> {
        let problem = |rule: &PasswordValidator| rule.problem(password, attributes, self.password_min_length);
        let problems: Vec<_> = self.password_validators.iter().filter_map(problem).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// What a form says of these rules beforehand, a sentence for each: Django's `password_validators_help_texts`.
    pub fn password_help_texts(&self) -> Vec<String> {
        self.password_validators.iter().map(|rule| rule.help_text(self.password_min_length)).collect()
    }

    /// Where the cache of this name is: `cache_url` for `default`, unless it stands in `[caches]` as the others do.
    ///
    /// # Errors
    ///
    /// If there is no such cache.
    pub fn cache(&self, alias: &str) -> Result<CacheSettings, CacheError> {
        let default = (alias == "default").then_some(&self.cache_url);
        let Some(url) = self.caches.get(alias).or(default) else {
            return Err(CacheError::unknown_alias(alias, self.caches.keys()));
        };
        let mut settings = CacheSettings::default();
        alias.clone_into(&mut settings.alias);
        settings.url.clone_from(url);
        settings.key_prefix.clone_from(&self.cache_key_prefix);
        (settings.version, settings.max_entries) = (self.cache_version, self.cache_max_entries);
        Ok(settings)
    }
}

/// Everything but the keys, and the database's address, which may hold a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("debug", &self.debug)
            .field("allowed_hosts", &self.allowed_hosts)
            .field("bind", &self.bind)
            .field("session_engine", &self.session_engine)
            .finish_non_exhaustive()
    }
}

/// The header that a setting names: as it is, or as Django's `request.META` has it, `HTTP_X_FORWARDED_PROTO`.
pub(crate) fn header_name(name: &str) -> Cow<'_, str> {
    match name.strip_prefix("HTTP_") {
        Some(django) => django.replace('_', "-").into(),
        None => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_build_says_what_is_missing() {
        let mut settings = Settings { debug: false, ..Settings::default() };

        let no_key = settings.check().unwrap_err().to_string();
        settings.secret_key = "short".into();
        let short_key = settings.check().unwrap_err().to_string();
        settings.secret_key = "x".repeat(32);
        let no_hosts = settings.check().unwrap_err().to_string();
        settings.allowed_hosts = vec!["example.com".into()];

        assert!(no_key.contains("`secret_key` is not set") && no_key.contains("VESTIBULE_SECRET_KEY"));
        assert!(short_key.contains("`secret_key` is 5 bytes; it must be at least 32"));
        assert!(
            no_hosts.contains("`allowed_hosts` is empty") && no_hosts.contains("VESTIBULE_ALLOWED_HOSTS")
        );
        assert!(settings.check().is_ok());
    }

    #[test]
    fn a_debug_build_needs_nothing() {
        let mut settings = Settings { debug: true, ..Settings::default() };

        assert!(settings.check().is_ok() && !settings.secret_key.is_empty());
    }

    #[test]
    fn a_cache_is_found_by_its_name_and_one_that_nobody_named_is_a_mistake() {
        let caches = [("sessions".to_owned(), "redis://host/1".to_owned())].into();
        let settings = Settings { caches, cache_key_prefix: "site".into(), ..Settings::default() };

        assert_eq!(settings.cache("default").unwrap().url, "memory:");
        let sessions = settings.cache("sessions").unwrap();
        assert_eq!((&*sessions.url, &*sessions.key_prefix), ("redis://host/1", "site"));
        let error = settings.cache("session").unwrap_err().to_string();
        assert!(
            error.starts_with("there is no cache `session`; there is `default`, `sessions`\nhelp: "),
            "{error}"
        );
    }

    #[test]
    fn secrets_are_not_printed() {
        let settings = Settings { secret_key: "hush".into(), ..Settings::default() };

        assert!(!format!("{settings:?}").contains("hush"));
    }
}
