//! What is sealed, made small: deflated as if some words had been said before it, so that a short change need not say them.
//!
//! ```text
//! packed = 1 ++ deflate(plain)           RFC 1951, its window beginning with
//! window = words.bin ++ the author in hex (64) ++ the first 8 bytes of the author
//! ```
//!
//! `words.bin` is names of tables and fields, then changes of an invented family as Automerge 0.12 writes them, without what differs
//! from one to the next (sums, hashes, actors, names); the most frequent last. A weighing becomes 100 bytes instead of 186.
//!
//! What catches people out:
//! - the words are part of the form: other words are another number before the stream, and old ones are kept for ever;
//! - a few bytes can unpack to very many: unpacking stops where it is told.

use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use zeroize::Zeroizing;

use super::id::DeviceId;

/// The form described here.
const FORM: u8 = 1;
/// What changes say again and again.
const WORDS: &[u8] = include_bytes!("words.bin");
/// Deflate's own measure of effort, 0 to 10; higher gains under 1 % on an Automerge change.
const EFFORT: i32 = 6;
/// Below so many bytes a table of codes of its own costs more than it saves.
const SHORT: usize = 1024;

/// Why bytes were not unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotUnpacked {
    /// It would be more than allowed.
    TooLarge,
    /// Never packed, cut short, or packed by a newer app.
    Malformed,
}

/// Packs what this author says.
pub(super) fn pack(plain: &[u8], author: &DeviceId) -> Zeroizing<Vec<u8>> {
    let strategy = if plain.len() < SHORT { CompressionStrategy::Fixed } else { CompressionStrategy::Default };
    // No zlib header: zero window bits.
    let flags = create_comp_flags_from_zip_params(EFFORT, 0, strategy as i32);
    let mut compressor = Box::new(CompressorOxide::new(flags));
    // A flush ends on a whole byte: what follows it is a stream of its own that looks back.
    compress_to_output(&mut compressor, &window(author), TDEFLFlush::Sync, |_| true);
    let mut packed = Zeroizing::new(vec![FORM]);
    compress_to_output(&mut compressor, plain, TDEFLFlush::Finish, |bytes| {
        packed.extend_from_slice(bytes);
        true
    });
    packed
}

/// Unpacks at most so many bytes; what follows the packed bytes is not looked at.
pub(super) fn unpack(packed: &[u8], author: &DeviceId, most: usize) -> Result<Zeroizing<Vec<u8>>, NotUnpacked> {
    let Some((&FORM, mut packed)) = packed.split_first() else { return Err(NotUnpacked::Malformed) };
    let mut plain = Zeroizing::new(window(author));
    let begins = plain.len();
    let mut at = begins;
    plain.resize(begins + packed.len().saturating_mul(4).min(most), 0);
    let mut inflater = Box::<DecompressorOxide>::default();
    loop {
        let (status, read, written) =
            decompress(&mut inflater, packed, &mut plain, at, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
        at += written;
        packed = packed.get(read..).unwrap_or_default();
        match status {
            TINFLStatus::Done => break,
            TINFLStatus::HasMoreOutput if plain.len() == begins + most => return Err(NotUnpacked::TooLarge),
            TINFLStatus::HasMoreOutput => {
                let room = (plain.len() - begins).saturating_mul(2).clamp(1, most);
                plain.resize(begins + room, 0);
            }
            _ => return Err(NotUnpacked::Malformed),
        }
    }
    plain.truncate(at);
    plain.drain(..begins);
    Ok(plain)
}

fn window(author: &DeviceId) -> Vec<u8> {
    let short = &author.as_bytes()[..8];
    [WORDS, author.to_string().as_bytes(), short].concat()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    const AUTHOR: DeviceId = DeviceId::new(*b"a device's thirty-two key bytes!");
    const ANOTHER: DeviceId = DeviceId::new([0xa8; 32]);

    fn texts() -> [Vec<u8>; 5] {
        let long: Vec<u8> = (0..200_000_u64).map(|at| (at * at % 253) as u8).collect();
        [Vec::new(), b"9,400 g".to_vec(), WORDS.to_vec(), vec![0; 100_000], long]
    }

    #[test]
    fn what_is_packed_comes_back_whatever_follows_it() {
        for plain in texts() {
            let packed = pack(&plain, &AUTHOR);
            assert_eq!(unpack(&packed, &AUTHOR, plain.len()).as_deref(), Ok(&plain));
            let padded = [packed.as_slice(), &[0; 31]].concat();
            assert_eq!(unpack(&padded, &AUTHOR, plain.len()).as_deref(), Ok(&plain));
        }
    }

    #[test]
    fn what_is_in_the_window_costs_next_to_nothing() {
        let device = AUTHOR.to_string();
        assert!(pack(device.as_bytes(), &AUTHOR).len() < 10);
        assert!(pack(WORDS, &AUTHOR).len() < WORDS.len() / 20);
        assert!(pack(device.as_bytes(), &ANOTHER).len() > 30, "another author's name is not there");
    }

    #[test]
    fn no_more_than_allowed_is_unpacked() {
        let bomb = pack(&vec![7; 3_000_000], &AUTHOR);
        assert!(bomb.len() < 20_000);
        for most in [0, 1, 2_999_999] {
            assert_eq!(unpack(&bomb, &AUTHOR, most), Err(NotUnpacked::TooLarge), "{most}");
        }
    }

    #[test]
    fn nonsense_and_cut_bytes_are_no_panic() {
        let packed = pack(b"authors/ children/ weight_g and what nobody said before: 12345 xyz", &AUTHOR);
        for length in 0..packed.len() {
            assert_eq!(unpack(&packed[..length], &AUTHOR, 1000), Err(NotUnpacked::Malformed), "{length} bytes");
        }
        assert_eq!(unpack(&[&[FORM + 1], &packed[1..]].concat(), &AUTHOR, 1000), Err(NotUnpacked::Malformed));
        for byte in 0..=255 {
            let _ = unpack(&[FORM, byte, byte, 0xff, 0x00, byte], &AUTHOR, 1000);
        }
    }

    #[test]
    fn looking_back_before_the_window_is_malformed() {
        // A fixed block that copies three bytes from 32,768 back, further than the window reaches.
        let reaches = |author| unpack(&[FORM, 0x63, 0x00, 0xbf, 0xff, 0x0f, 0x00], author, 1000);
        assert_eq!(reaches(&AUTHOR), Err(NotUnpacked::Malformed));
    }

    #[test]
    fn the_words_of_this_form_stay_as_they_are() {
        let digest: String = Sha256::digest(WORDS).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, "e3cb89aedacc209c05895227325cec4b695ca2b17a16a9db45063fa733d6169d");
    }
}
