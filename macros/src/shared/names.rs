//! `app = …` and `crate = …`, which every attribute takes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::parse::ParseStream;
use syn::{Ident, Path, Token};

use super::private::Private;

/// The two names an attribute may be given; each at most once.
#[derive(Default)]
pub(crate) struct Names {
    app: Option<(Span, Path)>,
    krate: Option<(Span, Path)>,
}

impl Names {
    /// Whether one of the two names comes next.
    pub(crate) fn are_next(input: ParseStream<'_>) -> bool {
        let is_app = input.fork().parse::<Ident>().is_ok_and(|word| word == "app");
        input.peek2(Token![=]) && (is_app || input.peek(Token![crate]))
    }

    /// Reads one of them, after [`Names::are_next`] said so.
    pub(crate) fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let (place, word, span) = if input.peek(Token![crate]) {
            (&mut self.krate, "crate", input.parse::<Token![crate]>()?.span)
        } else {
            (&mut self.app, "app", input.parse::<Ident>()?.span())
        };
        input.parse::<Token![=]>()?;
        let path = input.call(Path::parse_mod_style)?;
        once(place, (span, path), word)
    }

    /// The application's type: `crate::App` unless another was given.
    pub(crate) fn app(&self) -> TokenStream {
        match &self.app {
            Some((_, path)) => path.to_token_stream(),
            // Underlines the attribute when there is no such type, and says by the macro's name what to do.
            None => {
                let private = self.private();
                quote_spanned!(Span::call_site()=> #private::write_vestibule_app_in_the_crate_root!())
            }
        }
    }

    /// The way to the runtime.
    pub(crate) fn private(&self) -> Private {
        Private::find(self.krate.as_ref().map(|(_, path)| path))
    }
}

/// Puts `value` in its place, or reports that `word` is given twice, with both places.
pub(crate) fn once<T>(place: &mut Option<(Span, T)>, value: (Span, T), word: &str) -> syn::Result<()> {
    if let Some((first, _)) = place {
        let mut error = syn::Error::new(value.0, format_args!("`{word}` is given twice"));
        error.combine(syn::Error::new(*first, "first given here"));
        return Err(error);
    }
    *place = Some(value);
    Ok(())
}
