//! The templates that the framework renders by itself, for errors.

/// The page for a form from elsewhere.
pub const CSRF_PAGE: &str = "403_csrf.html";

/// Whether a template of this name is one.
///
/// ```
/// use vestibule_templates::error_pages::is_error_page;
///
/// assert!(is_error_page("404.html") && is_error_page("403_csrf.html"));
/// assert!(!is_error_page("200.html") && !is_error_page("shop/404.html") && !is_error_page("4044.html"));
/// ```
pub fn is_error_page(name: &str) -> bool {
    let is_status = |text: &str| {
        text.len() == 3 && text.starts_with(['4', '5']) && text.bytes().all(|digit| digit.is_ascii_digit())
    };
    name == CSRF_PAGE || name.strip_suffix(".html").is_some_and(is_status)
}
