//! The application that is asked: every built-in layer, and a view for each way to read a request.

use std::cell::RefCell;

use http::request::Builder;
use vestibule::bytes::Bytes;
use vestibule::messages::Messages;
use vestibule::prelude::*;
use vestibule::server::ConnectionInfo;
use vestibule::{FormData, QueryDict, RequestBody, Service};

vestibule::app! {
    login: login,
    middleware: [
        SecurityMiddleware, GZipMiddleware, SessionMiddleware, ConditionalGetMiddleware,
        ContentSecurityPolicyMiddleware, CommonMiddleware, CsrfViewMiddleware, AuthenticationMiddleware,
        MessageMiddleware, XFrameOptionsMiddleware,
    ],
}

#[view(GET, POST, "/", app = crate::site::App)]
async fn index(request: &mut Request, session: Session, messages: Messages) -> Result {
    let visits = session.get::<u32>("visits")?.unwrap_or(0).saturating_add(1);
    session.insert("visits", visits)?;
    let seen: Vec<String> = messages.iter().map(|message| message.text().as_str().to_owned()).collect();
    messages.info("welcome");
    let mut response = Response::text(format!("{visits} {seen:?} {}", request.csrf_token()?));
    response.headers_mut().insert(http::header::ETAG, http::HeaderValue::from_static("\"tag\""));
    Ok(response)
}

#[view(GET, POST, "/form/{name}/", csrf_exempt, app = crate::site::App)]
async fn form(request: &Request, name: String, form: Option<Form<QueryDict>>) -> String {
    let fields = form.map(|Form(fields)| fields.urlencode());
    format!("{name} {fields:?} {:?} {}", request.host().ok(), request.query().urlencode())
}

#[view(POST, "/bytes/", csrf_exempt, app = crate::site::App)]
async fn bytes(body: Bytes) -> Bytes {
    body
}

#[view(POST, "/upload/", csrf_exempt, app = crate::site::App)]
async fn upload(form: FormData) -> Result<String> {
    for (_, file) in form.files() {
        let name = file.name();
        let is_bare = !name.contains(['/', '\\', '\0', '\n']) && !["", ".", ".."].contains(&name);
        assert!(is_bare && name.chars().count() <= 255, "{name:?}");
        assert_eq!(file.read().await?.len() as u64, file.size());
    }
    Ok(format!("{form:?}"))
}

#[view(GET, "/articles/{year}/{*rest}", app = crate::site::App)]
async fn article(year: u16, rest: String) -> String {
    format!("{year} {rest}").repeat(20)
}

#[view(GET, POST, "/login/", app = crate::site::App)]
async fn login(request: &Request) -> Result {
    redirect(vestibule::auth::safe_next(request, None, "/"))
}

#[view(GET, "/home/", app = crate::site::App)]
#[login_auth]
async fn home(user: User) -> String {
    user.to_string()
}

thread_local! {
    static SITE: RefCell<Option<(tokio::runtime::Runtime, Service)>> = const { RefCell::new(None) };
}

fn started() -> (tokio::runtime::Runtime, Service) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let site = App::build().settings(|settings| {
        // In debug, data that a redirect would lose is an error of ours, as in Django.
        settings.debug = false;
        settings.file_upload_max_memory_size = 10;
        settings.session_engine = vestibule::sessions::SessionEngine::Cache;
        settings.secret_key = crate::SECRET_KEY.into();
        settings.allowed_hosts = vec!["example.com".into()];
        settings.secure_csp = vestibule::csp::Policy::parse("script-src 'self' 'nonce'");
        settings.secure_proxy_ssl_header = Some(("X-Forwarded-Proto".into(), "https".into()));
        settings.csrf_trusted_origins = vec!["https://*.example.com".into()];
        settings.disallowed_user_agents = vec!["(?i)bot".into()];
    });
    let service = runtime.block_on(site.start()).expect("it starts");
    (runtime, service)
}

/// Asks for it with no body.
pub(crate) fn answer(request: Builder) {
    answer_with(request.header(http::header::HOST, "example.com"), b"");
}

/// Asks for it, if it is a request at all. The answer is no error of ours.
pub(crate) fn answer_with(request: Builder, body: &[u8]) {
    let Ok(request) = request.body(RequestBody::from(Bytes::copy_from_slice(body))) else { return };
    let asked = format!("{} {}", request.method(), request.uri());
    SITE.with_borrow_mut(|site| {
        let (runtime, service) = site.get_or_insert_with(started);
        let response = runtime.block_on(service.answer(request, ConnectionInfo::unknown()));
        assert!(!response.status().is_server_error(), "{asked}: {}", response.status());
    });
}
