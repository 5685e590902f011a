//! `Subscriber` to tokens: its entry in the table, and how the function is called.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::Subscriber;
use crate::shared::place::place;
use crate::shared::respan::{across, associated_output};

pub(super) fn expand(subscriber: &Subscriber) -> TokenStream {
    let Subscriber { name, event, private, app, .. } = subscriber;
    let title = name.unraw().to_string();
    let place = place(private);
    let order = match &subscriber.order {
        Some(order) => quote_spanned!(order.span()=> #order),
        None => quote!(0),
    };
    let answer = expand_answer(subscriber);
    let request = match subscriber.arguments.len() {
        1 => quote!(_),
        _ => quote!(__vestibule_request),
    };
    quote! {
        const _: () = {
            type __VestibuleApp = #app;

            struct __VestibuleSubscriber;

            impl #private::Subscriber for __VestibuleSubscriber {
                type Event = #event;
                const NAME: &'static str = #title;
                const PLACE: #private::Place = #place;
                const ORDER: i32 = #order;

                async fn call(
                    __vestibule_event: &Self::Event,
                    #request: &mut #private::Request,
                ) -> ::core::result::Result<(), #private::Error> {
                    #answer
                }
            }

            #[#private::linkme::distributed_slice(#private::VESTIBULE_SUBSCRIBERS_0_1)]
            #[linkme(crate = #private::linkme)]
            static __VESTIBULE_SUBSCRIBER: #private::SubscriberEntry =
                #private::SubscriberEntry::of::<__VestibuleApp, __VestibuleSubscriber>();
        };
    }
}

/// The call, each argument at its type, and what becomes of its value.
fn expand_answer(subscriber: &Subscriber) -> TokenStream {
    let Subscriber { name, private, .. } = subscriber;
    let passed = subscriber.arguments.iter().zip(["__vestibule_event", "__vestibule_request"]);
    let passed = passed.map(|(ty, local)| {
        let local = Ident::new(local, Span::call_site());
        across(quote!(#local), ty)
    });
    let (bound, item) = (quote!(#private::SubscriberAnswer), quote!(into_answer));
    let into = match &subscriber.output {
        Some(output) => associated_output(output, &bound, &item),
        None => quote!(#bound::#item),
    };
    quote!(#into(#name(#(#passed),*).await))
}
