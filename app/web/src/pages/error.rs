//! Where there is nothing to show.

use maud::{Markup, html};

use super::{Frame, page};

/// There is no such page, or no such account on this cluster. `what` is a sentence that says what was looked for.
pub fn not_found(frame: &Frame<'_>, what: &str) -> Markup {
    let content = html! {
        h1 { "Nothing here" }
        p { (what) }
        p { "Check the address and the cluster: this page is about " strong { (frame.cluster) } "." }
        p { a href="/" { "See the open offers" } }
    };
    page(frame, "Nothing here", content)
}

/// Something else went wrong. `what` says what, and `way_on` what to do, if that does not.
pub fn failed(frame: &Frame<'_>, title: &str, what: &str, way_on: &str) -> Markup {
    let content = html! {
        h1 { (title) }
        p { (what) }
        @if !way_on.is_empty() { p { (way_on) } }
        p { a href="/" { "See the open offers" } }
    };
    page(frame, title, content)
}
