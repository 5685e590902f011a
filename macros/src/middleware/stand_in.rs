//! `StandIn`: what takes the place of a middleware whose attribute has a mistake. Who names it then hears
//! nothing: the mistake is reported where it is, and once.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Expr, Lit, Type, Visibility};

use super::expand::expand_identity;
use super::parse::{Args, ImplBlock};
use crate::shared::item::{Function, Item};
use crate::shared::place::place;
use crate::shared::private::Private;

/// As much of a middleware as can be told.
pub(super) struct StandIn {
    ty: Type,
    /// Of a function, which has no type of its own yet.
    identity: Option<(Ident, Visibility)>,
    order: Option<Expr>,
    /// The application it belongs to, if it is not a library's.
    app: Option<TokenStream>,
    private: Private,
}

impl StandIn {
    /// `None` where not even the type can be told.
    pub(super) fn of(args: Option<&Args>, item: &Item) -> Option<Self> {
        let (ty, identity) = match item.keyword()? {
            word if word == "impl" => (type_of(item)?, None),
            word if word == "fn" => {
                let function = syn::parse2::<Function>(item.rest.clone()).ok()?;
                let name = function.signature.ident;
                (syn::parse2(quote!(#name)).ok()?, Some((name, function.visibility)))
            }
            _ => return None,
        };
        let order = args.and_then(|args| args.order.as_ref()).map(|(_, order)| order);
        // Without its words nobody knows whether it is a library's.
        let own = args.filter(|args| args.library.is_none());
        Some(Self {
            ty,
            identity,
            order: order.filter(|order| is_number(order)).cloned(),
            app: own.map(|args| args.names.app()),
            private: args.map_or_else(|| Private::find(None), |args| args.names.private()),
        })
    }

    pub(super) fn expand(&self) -> TokenStream {
        let Self { ty, private, .. } = self;
        let identity = self.identity.as_ref().map(|(name, visibility)| expand_identity(name, visibility));
        let place = place(private);
        let order = match &self.order {
            Some(order) => quote!(#order),
            None => quote!(::core::primitive::i32::MIN),
        };
        let standing = match &self.app {
            Some(app) => quote!(impl #private::Provides<#ty> for #app {}),
            None => quote!(impl #private::OfALibrary for #ty {}),
        };
        quote! {
            #identity

            const _: () = {
                impl #private::Layer for #ty {}
                impl #private::Middleware for #ty {
                    type Needs = ();
                    const ORDER: i32 = #order;
                    const NAME: &'static str = "";
                    const HOOKS: #private::Hooks = #private::Hooks::NONE;
                    const PLACE: #private::Place = #place;
                    const IS_MISTAKEN: bool = true;

                    fn make(
                        _: &#private::Settings,
                    ) -> ::core::option::Option<::std::boxed::Box<dyn #private::Layer>> {
                        ::core::option::Option::None
                    }
                }
                #standing
            };
        }
    }
}

/// Of a block without generic types, which no middleware has.
fn type_of(item: &Item) -> Option<Type> {
    let block = syn::parse2::<ImplBlock>(item.rest.clone()).ok()?;
    block.generics.params.is_empty().then_some(block.ty)
}

/// Text and the like have been reported.
fn is_number(order: &Expr) -> bool {
    !matches!(order, Expr::Lit(literal) if !matches!(literal.lit, Lit::Int(_)))
}
