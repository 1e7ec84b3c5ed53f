//! Bodies on the wire are deflated (zlib, as HTTP's `content-encoding: deflate` means), and inflated only so far.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

/// Why a body was not inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotInflated {
    /// It would be larger than allowed.
    #[error("larger than {0} bytes when inflated")]
    TooLarge(usize),
    /// It is not deflated, or cut short.
    #[error("not a deflated body")]
    Malformed,
}

/// Deflates a body.
#[must_use]
pub fn deflate(body: &[u8]) -> Vec<u8> {
    // Sealed bytes do not shrink: only what stands around them does, and that at the cheap level too.
    compress_to_vec_zlib(body, 3)
}

/// Inflates a body to at most `most` bytes.
///
/// # Errors
///
/// [`NotInflated`].
pub fn inflate(body: &[u8], most: usize) -> Result<Vec<u8>, NotInflated> {
    decompress_to_vec_zlib_with_limit(body, most).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => NotInflated::TooLarge(most),
        _ => NotInflated::Malformed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_whole() {
        let body: Vec<u8> = (0..100_000_u32).map(|at| (at % 251) as u8).collect();
        assert_eq!(inflate(&deflate(&body), body.len()), Ok(body));
    }

    #[test]
    fn a_body_that_grows_too_much_is_refused_before_it_has_grown() {
        let bomb = deflate(&vec![0; 10_000_000]);
        assert!(bomb.len() < 50_000, "ten million zeros shrink to {}", bomb.len());
        assert_eq!(inflate(&bomb, 1_000_000), Err(NotInflated::TooLarge(1_000_000)));
    }

    #[test]
    fn a_cut_body_is_refused() {
        let whole = deflate(b"one sitting and another");
        for length in 0..whole.len() {
            assert!(inflate(&whole[..length], 1000).is_err(), "{length} bytes");
        }
    }
}
