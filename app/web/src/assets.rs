//! Style, wallet module and icon, in the binary. Their addresses change with their content, so that browsers may keep them
//! for ever.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// A file, and where it is served.
struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    url: String,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        asset("style.css", "text/css; charset=utf-8", include_bytes!("../assets/style.css")),
        asset("wallet.js", "text/javascript; charset=utf-8", include_bytes!("../assets/wallet.js")),
        asset("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
    ]
});

fn asset(name: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    Asset { name, kind, bytes, url: format!("/assets/{stem}.{:016x}.{ending}", hasher.finish()) }
}

/// Where the file of that name is served; nowhere, if there is none.
pub fn url(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.url)
}

/// Answers with a file. An address with another hash is of another version of this server, whose pages are gone: it gets
/// what there is now, and keeps it for a moment only.
pub async fn serve(Path(name): Path<String>) -> Result<Response, Problem> {
    let asked = format!("/assets/{name}");
    let same = |asset: &&Asset| {
        let (stem, ending) = asset.name.split_once('.').unwrap_or((asset.name, ""));
        name.split('.').next() == Some(stem) && name.rsplit('.').next() == Some(ending)
    };
    let found = ASSETS.iter().find(same).ok_or_else(|| Problem::missing("There is no such file."))?;
    let kept = if found.url == asked { "public, max-age=31536000, immutable" } else { "no-store" };
    Ok(([(header::CONTENT_TYPE, found.kind), (header::CACHE_CONTROL, kept)], found.bytes).into_response())
}
