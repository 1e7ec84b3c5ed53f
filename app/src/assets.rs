//! What the pages serve besides pages: stylesheet, script, fonts; embedded when the program is built.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A file served under an address that holds the hash of its content.
pub struct Asset {
    /// Its name in the program.
    pub name: &'static str,
    /// Where it is served.
    pub address: &'static str,
    media_type: &'static str,
    content: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of the asset `name`.
#[must_use]
pub fn address(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.address)
}

/// Serves `/assets/{file}`. The content never changes under one address, so it may be kept for ever.
pub async fn serve(Path(file): Path<String>) -> Response {
    let found = ASSETS.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(&file));
    let Some(asset) = found else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, asset.content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_the_stylesheet_names_is_served() {
        let style = ASSETS.iter().find(|asset| asset.name == "nep.css").expect("there is a stylesheet");
        let text = std::str::from_utf8(style.content).expect("UTF-8");
        let named: Vec<_> = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert_eq!(named.len(), 9, "three subsets of three weights");
        for address in named {
            assert!(ASSETS.iter().any(|asset| asset.address == address), "{address}");
        }
    }

    #[test]
    fn the_stylesheets_stay_small_and_within_the_oldest_browsers() {
        let styles = ASSETS.iter().filter(|asset| asset.name.ends_with(".css"));
        for style in styles {
            let most = if style.name == "nep.css" { 32 } else { 8 };
            assert!(style.content.len() < most * 1024, "{}: {} bytes", style.name, style.content.len());
            let text = std::str::from_utf8(style.content).expect("UTF-8");
            for newer in [":has(", "@container", "color-mix(", "aspect-ratio", "subgrid", "@layer", "inset:", ":where("]
            {
                assert!(!text.contains(newer), "{}: {newer} is not in Chrome 87 and Firefox 78", style.name);
            }
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{}", style.name);
        }
    }
}
