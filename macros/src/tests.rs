//! Expansions as real Rust: each shape is compared with its file in `macros/expanded/`.
//!
//! `EXPANDED=overwrite cargo test -p vestibule-macros` writes the files anew; the diff is for review.

use std::path::PathBuf;
use std::{env, fs};

use proc_macro2::{Span, TokenStream};
use quote::quote;
use vestibule_templates::report::{Link, LinkArgument, LinkValue, Place, Word, WordKind};

use crate::shared::link::{New, expand_links};
use crate::shared::place::krate;
use crate::shared::private::Private;
use crate::shared::word::expand_word;

#[test]
fn a_view_without_arguments() {
    let expanded = crate::view::attribute(
        quote!(GET, "/login/"),
        quote! {
            async fn login() -> Result {
                todo!()
            }
        },
    );

    assert_expanded("view_plain", expanded);
}

#[test]
fn a_view_with_everything() {
    let expanded = crate::view::attribute(
        quote!(
            GET,
            POST,
            "/articles/{year}/{*slug}",
            ensure_csrf_cookie,
            xframe_options_deny,
            app = crate::blog::App
        ),
        quote! {
            /// One article.
            #[login_auth(permission = ["blog.view_article", "blog.publish"], test = is_author, staff, redirect)]
            pub async fn article(
                request: &mut Request,
                mut year: u16,
                slug: String,
                session: Session,
                form: Option<Form<Comment>>,
            ) -> Result<TemplateResponse> {
                todo!()
            }
        },
    );

    assert_expanded("view_full", expanded);
}

#[test]
fn a_view_that_says_what_it_is() {
    let expanded = crate::view::attribute(
        quote!(
            GET,
            "/articles/{year}/{*slug}",
            never_cache,
            vary_on("Accept-Language"),
            robots("noindex", "nofollow"),
            etag = tags::article,
            last_modified = changed,
            rate_limit("5/m", "100/h"),
            rate_limit("10/s", by = shop),
            rate_limit("1/d", by = user)
        ),
        quote! {
            async fn article(slug: String, year: u16) -> String {
                todo!()
            }
        },
    );

    assert_expanded("view_decorated", expanded);
}

#[test]
fn what_caches_are_told_stands_in_the_flags() {
    let expanded = crate::view::attribute(
        quote!(GET, "/", cache_control(public, max_age = 60 * 5, no_cache = "Set-Cookie")),
        quote! {
            async fn index() -> String {
                todo!()
            }
        },
    );

    assert_expanded("view_cached", expanded);
}

#[test]
fn a_subscriber_without_arguments_of_its_own() {
    let expanded = crate::on::attribute(
        quote!(UserLoggedIn),
        quote! {
            async fn note(event: &UserLoggedIn) {
                todo!()
            }
        },
    );

    assert_expanded("on_plain", expanded);
}

#[test]
fn a_subscriber_with_everything() {
    let expanded = crate::on::attribute(
        quote!(auth::UserLoginFailed, order = order::LAST + 1, app = crate::shop::App),
        quote! {
            /// Tells whoever watches.
            pub async fn alarm(event: &auth::UserLoginFailed, request: &mut Request) -> Result<()> {
                todo!()
            }
        },
    );

    assert_expanded("on_full", expanded);
}

#[test]
fn a_subscriber_with_mistakes() {
    let expanded = crate::on::attribute(
        quote!(UserLoggedIn, oder = 1),
        quote! {
            fn note(event: UserLoggedOut) {
                todo!()
            }
        },
    );

    assert_expanded("on_mistaken", expanded);
}

#[test]
fn a_filter_without_arguments() {
    let expanded = crate::word::attribute(
        WordKind::Filter,
        quote!(),
        quote! {
            fn loud(text: &str) -> String {
                todo!()
            }
        },
    );

    assert_expanded("filter_plain", expanded);
}

#[test]
fn a_function_for_templates_with_everything() {
    let expanded = crate::word::attribute(
        WordKind::Function,
        quote!(app = crate::shop::App),
        quote! {
            /// Says what it costs.
            pub fn price<'a>(cents: u64, currency: &'a [Currency], rounded: Option<bool>) -> Result<&'a str, Broke> {
                todo!()
            }
        },
    );

    assert_expanded("template_function_full", expanded);
}

#[test]
fn a_test_for_templates_with_mistakes() {
    let expanded = crate::word::attribute(
        WordKind::Test,
        quote!(ap = crate::shop::App),
        quote! {
            async fn good() -> u8 {
                todo!()
            }
        },
    );

    assert_expanded("template_test_mistaken", expanded);
}

#[test]
fn a_use_of_a_filter_that_is_not_built_in() {
    let word = Word {
        kind: WordKind::Filter,
        name: "rating".to_owned(),
        place: Place::default(),
        positional: Some(2),
        named: vec!["max".to_owned()],
        help: None,
    };
    let describe = |headline: &str, help: Option<&str>| match help {
        Some(help) => format!("template `a.html:1:1`: {headline}\nhelp: {help}"),
        None => format!("template `a.html:1:1`: {headline}"),
    };
    let expanded =
        expand_word(&word, &quote!(crate::App), Span::call_site(), &describe, &Private::find(None));

    assert_expanded("word", expanded);
}

#[test]
fn a_guard_above_its_view() {
    let expanded = crate::login_auth::attribute(
        quote!(permission = "blog.view_article"),
        quote! {
            #[view(GET, "/home/")]
            #[inline]
            async fn home() -> Result {
                todo!()
            }
        },
    );

    assert_expanded("login_auth_above", expanded);
}

#[test]
fn a_middleware_of_hooks() {
    let expanded = crate::middleware::attribute(
        quote!(order = order::SESSION + 10, after(SessionMiddleware), context(weather)),
        quote! {
            impl Stopwatch {
                fn new(settings: &Settings) -> Option<Self> {
                    todo!()
                }

                fn process_request(&self, request: &mut Request) {}

                async fn process_response(&self, request: &mut Request, response: Response) -> Response {
                    todo!()
                }
            }
        },
    );

    assert_expanded("middleware_hooks", expanded);
}

#[test]
fn a_hook_that_says_by_itself_when_it_waits() {
    let expanded = crate::middleware::attribute(
        quote!(order = 250, library),
        quote! {
            impl Door {
                fn process_view<'a>(
                    &'a self,
                    request: &'a mut Request,
                    view: &'a View,
                ) -> onion::Hooked<'a, Option<Response>> {
                    todo!()
                }
            }
        },
    );

    assert_expanded("middleware_hooked", expanded);
}

#[test]
fn a_middleware_of_a_library() {
    let expanded = crate::middleware::attribute(
        quote!(order = 250, after(SessionMiddleware, CommonMiddleware), login_view, library),
        quote! {
            impl Stopwatch {
                #[cfg(feature = "slow")]
                fn process_exception(&self, request: &mut Request, error: &Error) -> Option<Response> {
                    todo!()
                }
            }
        },
    );

    assert_expanded("middleware_library", expanded);
}

#[test]
fn a_middleware_that_is_a_function() {
    let expanded = crate::middleware::attribute(
        quote!(order = 150),
        quote! {
            async fn timing(request: &mut Request, next: Next<'_>) -> Response {
                todo!()
            }
        },
    );

    assert_expanded("middleware_function", expanded);
}

#[test]
fn a_middleware_with_a_mistake_stands_in() {
    let expanded = crate::middleware::attribute(
        quote!(order = 150, before(SessionMiddleware)),
        quote! {
            impl Stopwatch {
                fn proces_request(&self, request: &mut Request) {}
            }
        },
    );

    assert_expanded("middleware_mistaken", expanded);
}

#[test]
fn a_context_processor_that_waits() {
    let expanded = crate::context_processor::attribute(
        quote!(app = crate::shop::App),
        quote! {
            /// What the visitor has chosen.
            pub async fn basket(request: &Request, session: Session, user: Option<User>) -> Result<Basket> {
                todo!()
            }
        },
    );

    assert_expanded("context_processor_full", expanded);
}

#[test]
fn a_context_processor_that_is_called_at_once() {
    let expanded = crate::context_processor::attribute(
        quote!(library),
        quote!(
            fn language(request: &Request) -> Option<&str> {
                todo!()
            }
        ),
    );

    assert_expanded("context_processor_plain", expanded);
}

#[test]
fn a_context_processor_with_a_mistake_stands_in() {
    let expanded = crate::context_processor::attribute(
        TokenStream::new(),
        quote!(
            fn language(request: &Request) {}
        ),
    );

    assert_expanded("context_processor_mistaken", expanded);
}

#[test]
fn an_app_with_everything() {
    let expanded = crate::app::function(
        quote! {
            name: Admin,
            login: accounts::login,
            middleware: [SessionMiddleware, blog::Stopwatch],
            include: [blog::App, "/shop" => shop::App],
            permissions: {
                "shop.add_hat": "Can add hat",
                "shop.refund" on order: "Can refund orders",
            },
            csrf_failure: accounts::refused,
        },
        None,
    );

    assert_expanded("app_full", expanded);
}

#[test]
fn an_app_without_anything() {
    assert_expanded("app_plain", crate::app::function(TokenStream::new(), None));
}

#[test]
fn an_error_with_everything() {
    let expanded = crate::error_status::derive(quote! {
        #[status(400)]
        pub enum ShopError {
            #[status(404)]
            NoSuchArticle,
            #[error("only {left} are left")]
            #[status(409)]
            SoldOut { left: u32 },
            #[status(suspicious)]
            Forged(String),
            #[status(transparent)]
            Db(#[from] db::Error),
            Unreadable,
        }
    });

    assert_expanded("error_status_full", expanded);
}

#[test]
fn an_error_of_one_status() {
    let expanded = crate::error_status::derive(quote!(
        #[status(404)]
        struct NoSuchArticle;
    ));

    assert_expanded("error_status_plain", expanded);
}

#[test]
fn the_fields_that_templates_see() {
    let expanded = crate::template_data::derive(quote! {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase", tag = "kind")]
        pub struct Page<'a, T: Display = String> where T: Clone {
            pub first_name: &'a str,
            #[serde(rename(serialize = "all", deserialize = "everything"))]
            items: Vec<T>,
            #[serde(serialize_with = "as_minutes")]
            r#for: Duration,
            #[serde(skip_serializing)]
            secret: String,
        }
    });

    assert_expanded("template_data_fields", expanded);
}

#[test]
fn the_fields_of_variants_beside_a_tag() {
    let expanded = crate::template_data::derive(quote! {
        #[serde(tag = "kind", rename_all_fields = "UPPERCASE")]
        enum Block {
            Text { id: u32, text: String },
            #[serde(rename_all = "kebab-case")]
            Image { id: u32, alt_text: String },
            Rule { id: u64, text: String, ID: u32 },
        }
    });

    assert_expanded("template_data_variants", expanded);
}

#[test]
fn a_type_that_templates_look_through() {
    let expanded = crate::template_data::derive(quote! {
        struct Articles<T>(Vec<T>);
    });

    assert_expanded("template_data_transparent", expanded);
}

#[test]
fn a_form_with_everything() {
    let expanded = crate::form::derive(quote! {
        #[derive(Deserialize, Validate, Form)]
        #[serde(rename_all = "camelCase")]
        pub struct Article {
            #[form(label = "Title", help_text = "Shown in the list", autofocus, error_messages(required = "Please!"))]
            #[validate(length(min = 2, max = MOST))]
            page_title: String,
            #[form(widget = textarea, required = false, attrs("rows" = "4"))]
            body: String,
            #[validate(range(min = -1, max = 5.5))]
            #[serde(default)]
            r#type: Option<f32>,
            #[serde(skip)]
            seen: bool,
        }
    });

    assert_expanded("form_full", expanded);
}

#[test]
fn a_form_with_parameters() {
    let expanded = crate::form::derive(quote! {
        #[form(crate = v)]
        struct Page<T, U = String> where T: Clone {
            one: T,
            #[form(widget = date)]
            day: Option<U>,
        }
    });

    assert_expanded("form_generic", expanded);
}

#[test]
fn an_enum_that_is_chosen_from() {
    let expanded = crate::choices::derive(quote! {
        #[serde(rename_all = "kebab-case")]
        enum Status {
            InReview,
            #[choice(label = "For everyone")]
            #[serde(rename = "all")]
            Public,
            #[serde(skip_deserializing)]
            Gone,
        }
    });

    assert_expanded("choices", expanded);
}

#[test]
fn a_rendered_template() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("expanded/render.rs");
    let input = quote!(request, "login.html", { next, title: "Log in", form }, app = crate::shop::App);
    let call = crate::render::function(crate::render::Answer::Page, input, Some(&file));

    assert_expanded("render", quote!(fn login() { #call }));
}

#[test]
fn what_a_template_reads_of_a_value() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("expanded/render.rs");
    let call = crate::render::function(
        crate::render::Answer::Page,
        quote!(request, "article.html", { article }),
        Some(&file),
    );

    assert_expanded("render_values", quote!(fn show() { #call }));
}

#[test]
fn links_of_a_page() {
    let argument = |name: Option<&str>, value| LinkArgument {
        name: name.map(str::to_owned),
        place: Place::default(),
        value,
    };
    let link = |view: &str, arguments| Link {
        view: view.to_owned(),
        place: Place::default(),
        arguments,
        is_open: false,
        is_post_action: false,
    };
    let year = argument(Some("year"), LinkValue::Integer(2026));
    let by_position = vec![argument(None, LinkValue::Unknown), argument(None, LinkValue::Text("a/b".into()))];
    let links = [
        link("blog.article", vec![year, argument(Some("_query"), LinkValue::Unknown)]),
        Link { is_post_action: true, ..link("type", Vec::new()) },
        Link { is_open: true, ..link("blog.article", by_position) },
        // A dependency of this crate.
        link("syn.index", Vec::new()),
        link("blog:article", Vec::new()),
    ];
    let describe = |_, message: &str, help: Option<&str>| {
        format!("template `page.html:1:2`: {message}\nhelp: {}", help.unwrap_or_default())
    };

    let all = New { is_asked: &|_| true, is_listed: &|_| true };
    let table = expand_links(&links, &all, Span::call_site(), &describe, &Private::find(None));

    assert_expanded("links", quote!(fn links() { #table }));
}

#[test]
fn a_mistake_leaves_the_item_and_takes_the_guard() {
    let expanded = crate::view::attribute(
        quote!(PSOT, "login/"),
        quote! {
            #[login_auth]
            async fn login() {}
        },
    );

    assert_expanded("view_mistaken", expanded);
}

#[test]
fn a_variable_that_pages_are_to_see() {
    let given = |name| {
        let (app, private) = (quote!(crate::App), Private::find(None));
        let message = "`name` is not given\nhelp: write `{ name }`";
        crate::shared::variable::expand_given(name, &app, Span::call_site(), message, &private)
    };
    let (own, of_a_layer) = (given("basket"), given("messages"));

    assert_expanded("variable_given", quote!(#own #of_a_layer));
}

fn assert_expanded(shape: &str, expanded: TokenStream) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("expanded").join(shape).with_extension("rs");
    // Before the lines are broken: how long the name of the folder is that this was checked out to is nobody's
    // business.
    let expanded = expanded.to_string().replace(env!("CARGO_MANIFEST_DIR"), "/application");
    // Nor which version it is.
    let expanded = expanded.replace(&krate().to_string(), "1");
    let actual = prettyplease::unparse(&syn::parse_file(&expanded).unwrap());

    if env::var_os("EXPANDED").is_some_and(|wish| wish == "overwrite") {
        fs::write(&path, &actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();

    assert!(actual == expected, "{shape} expands to something else now:\n\n{actual}");
}
