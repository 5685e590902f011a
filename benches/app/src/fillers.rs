//! The plain views beside 200 routes that only stand there: four shapes, fifty of each. A router must
//! not notice them.

use vestibule::prelude::*;

vestibule::app! { middleware: [], include: [crate::plain::App] }

macro_rules! fillers {
    ($($name:ident $list:literal $one:literal $edit:literal $part:literal)*) => {$(
        mod $name {
            use super::*;

            #[view(GET, $list, app = crate::fillers::App)]
            async fn list() -> Response {
                Response::text_static("filler")
            }

            #[view(GET, $one, app = crate::fillers::App)]
            async fn one(id: String) -> Response {
                let _ = id;
                Response::text_static("filler")
            }

            #[view(GET, $edit, app = crate::fillers::App)]
            async fn edit(id: String, slug: String) -> Response {
                let _ = (id, slug);
                Response::text_static("filler")
            }

            #[view(GET, $part, app = crate::fillers::App)]
            async fn part(year: String, slug: String) -> Response {
                let _ = (year, slug);
                Response::text_static("filler")
            }
        }
    )*};
}

fillers! {
    s0 "/section0/" "/section0/{id}" "/section0/{id}/edit/{slug}" "/archive/{year}/part0/{slug}"
    s1 "/section1/" "/section1/{id}" "/section1/{id}/edit/{slug}" "/archive/{year}/part1/{slug}"
    s2 "/section2/" "/section2/{id}" "/section2/{id}/edit/{slug}" "/archive/{year}/part2/{slug}"
    s3 "/section3/" "/section3/{id}" "/section3/{id}/edit/{slug}" "/archive/{year}/part3/{slug}"
    s4 "/section4/" "/section4/{id}" "/section4/{id}/edit/{slug}" "/archive/{year}/part4/{slug}"
    s5 "/section5/" "/section5/{id}" "/section5/{id}/edit/{slug}" "/archive/{year}/part5/{slug}"
    s6 "/section6/" "/section6/{id}" "/section6/{id}/edit/{slug}" "/archive/{year}/part6/{slug}"
    s7 "/section7/" "/section7/{id}" "/section7/{id}/edit/{slug}" "/archive/{year}/part7/{slug}"
    s8 "/section8/" "/section8/{id}" "/section8/{id}/edit/{slug}" "/archive/{year}/part8/{slug}"
    s9 "/section9/" "/section9/{id}" "/section9/{id}/edit/{slug}" "/archive/{year}/part9/{slug}"
    s10 "/section10/" "/section10/{id}" "/section10/{id}/edit/{slug}" "/archive/{year}/part10/{slug}"
    s11 "/section11/" "/section11/{id}" "/section11/{id}/edit/{slug}" "/archive/{year}/part11/{slug}"
    s12 "/section12/" "/section12/{id}" "/section12/{id}/edit/{slug}" "/archive/{year}/part12/{slug}"
    s13 "/section13/" "/section13/{id}" "/section13/{id}/edit/{slug}" "/archive/{year}/part13/{slug}"
    s14 "/section14/" "/section14/{id}" "/section14/{id}/edit/{slug}" "/archive/{year}/part14/{slug}"
    s15 "/section15/" "/section15/{id}" "/section15/{id}/edit/{slug}" "/archive/{year}/part15/{slug}"
    s16 "/section16/" "/section16/{id}" "/section16/{id}/edit/{slug}" "/archive/{year}/part16/{slug}"
    s17 "/section17/" "/section17/{id}" "/section17/{id}/edit/{slug}" "/archive/{year}/part17/{slug}"
    s18 "/section18/" "/section18/{id}" "/section18/{id}/edit/{slug}" "/archive/{year}/part18/{slug}"
    s19 "/section19/" "/section19/{id}" "/section19/{id}/edit/{slug}" "/archive/{year}/part19/{slug}"
    s20 "/section20/" "/section20/{id}" "/section20/{id}/edit/{slug}" "/archive/{year}/part20/{slug}"
    s21 "/section21/" "/section21/{id}" "/section21/{id}/edit/{slug}" "/archive/{year}/part21/{slug}"
    s22 "/section22/" "/section22/{id}" "/section22/{id}/edit/{slug}" "/archive/{year}/part22/{slug}"
    s23 "/section23/" "/section23/{id}" "/section23/{id}/edit/{slug}" "/archive/{year}/part23/{slug}"
    s24 "/section24/" "/section24/{id}" "/section24/{id}/edit/{slug}" "/archive/{year}/part24/{slug}"
    s25 "/section25/" "/section25/{id}" "/section25/{id}/edit/{slug}" "/archive/{year}/part25/{slug}"
    s26 "/section26/" "/section26/{id}" "/section26/{id}/edit/{slug}" "/archive/{year}/part26/{slug}"
    s27 "/section27/" "/section27/{id}" "/section27/{id}/edit/{slug}" "/archive/{year}/part27/{slug}"
    s28 "/section28/" "/section28/{id}" "/section28/{id}/edit/{slug}" "/archive/{year}/part28/{slug}"
    s29 "/section29/" "/section29/{id}" "/section29/{id}/edit/{slug}" "/archive/{year}/part29/{slug}"
    s30 "/section30/" "/section30/{id}" "/section30/{id}/edit/{slug}" "/archive/{year}/part30/{slug}"
    s31 "/section31/" "/section31/{id}" "/section31/{id}/edit/{slug}" "/archive/{year}/part31/{slug}"
    s32 "/section32/" "/section32/{id}" "/section32/{id}/edit/{slug}" "/archive/{year}/part32/{slug}"
    s33 "/section33/" "/section33/{id}" "/section33/{id}/edit/{slug}" "/archive/{year}/part33/{slug}"
    s34 "/section34/" "/section34/{id}" "/section34/{id}/edit/{slug}" "/archive/{year}/part34/{slug}"
    s35 "/section35/" "/section35/{id}" "/section35/{id}/edit/{slug}" "/archive/{year}/part35/{slug}"
    s36 "/section36/" "/section36/{id}" "/section36/{id}/edit/{slug}" "/archive/{year}/part36/{slug}"
    s37 "/section37/" "/section37/{id}" "/section37/{id}/edit/{slug}" "/archive/{year}/part37/{slug}"
    s38 "/section38/" "/section38/{id}" "/section38/{id}/edit/{slug}" "/archive/{year}/part38/{slug}"
    s39 "/section39/" "/section39/{id}" "/section39/{id}/edit/{slug}" "/archive/{year}/part39/{slug}"
    s40 "/section40/" "/section40/{id}" "/section40/{id}/edit/{slug}" "/archive/{year}/part40/{slug}"
    s41 "/section41/" "/section41/{id}" "/section41/{id}/edit/{slug}" "/archive/{year}/part41/{slug}"
    s42 "/section42/" "/section42/{id}" "/section42/{id}/edit/{slug}" "/archive/{year}/part42/{slug}"
    s43 "/section43/" "/section43/{id}" "/section43/{id}/edit/{slug}" "/archive/{year}/part43/{slug}"
    s44 "/section44/" "/section44/{id}" "/section44/{id}/edit/{slug}" "/archive/{year}/part44/{slug}"
    s45 "/section45/" "/section45/{id}" "/section45/{id}/edit/{slug}" "/archive/{year}/part45/{slug}"
    s46 "/section46/" "/section46/{id}" "/section46/{id}/edit/{slug}" "/archive/{year}/part46/{slug}"
    s47 "/section47/" "/section47/{id}" "/section47/{id}/edit/{slug}" "/archive/{year}/part47/{slug}"
    s48 "/section48/" "/section48/{id}" "/section48/{id}/edit/{slug}" "/archive/{year}/part48/{slug}"
    s49 "/section49/" "/section49/{id}" "/section49/{id}/edit/{slug}" "/archive/{year}/part49/{slug}"
}
