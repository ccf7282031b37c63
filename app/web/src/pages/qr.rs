//! A link for a phone's camera.

use std::fmt::Write;

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

use super::Frame;

/// Modules of light around the code, without which cameras do not find it.
const QUIET: usize = 4;

/// The code for a path of this server: a Solana Pay request where wallets can reach it over https, else the plain link.
/// A link that is too long for any code shows as text alone.
pub fn code(frame: &Frame<'_>, path: &str) -> Markup {
    let link = frame.public.unwrap_or(frame.listens).link(path);
    let (text, what) = match frame.public {
        // The link has no query, so it needs no encoding (Solana Pay, transaction requests).
        Some(_) => (format!("solana:{link}"), "Scan it with your phone's wallet (Solana Pay)."),
        None => (link.clone(), "Scan it to open this page on your phone."),
    };
    html! {
        figure.qr {
            @if let Ok(code) = QrCode::with_error_correction_level(&text, EcLevel::M) { (drawn(&code, what)) }
            figcaption {
                (what) br;
                @if frame.public.is_some() { a href=(text) { "Open in a wallet on this device" } } @else { a href=(link) { (link) } }
            }
        }
    }
}

/// One path of dark squares: sharp at any size, and readable in a dark page because the light ones are drawn too.
fn drawn(code: &QrCode, what: &str) -> Markup {
    let width = code.width();
    let side = width.saturating_add(QUIET.saturating_mul(2));
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path = dark.fold(String::new(), |mut path, (at, _)| {
        // A String takes everything.
        let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
        path
    });
    html! {
        svg viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(what) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
