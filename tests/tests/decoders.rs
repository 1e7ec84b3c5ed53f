//! Whatever bytes come, no reader panics, asks for much memory, or takes a thing in two forms.
//!
//! Every reader is given its corpus (`fuzz/corpus`: honest examples, and what once broke it), and then, for a second, ever more altered
//! ones: bytes changed, cut, doubled, spliced, lengths made enormous. The same bytes in every run; what goes wrong is printed in
//! hexadecimal digits. `NEP_FUZZ_SECONDS=600` goes on for ten minutes each. `make fuzz` looks deeper, for it sees which way the
//! program takes.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nep_core::log::{Random as _, SeededRandom, random_bytes};
use nep_tests::decoder_examples::{corpus, make};
use nep_tests::decoders::{DECODERS, Decoder};
use nep_tests::repository;

/// No altered example grows beyond this.
const LONGEST: usize = 20_000;
/// A reader may not fill more memory than this, the test with all its examples included.
const MOST_MEMORY: u64 = 600;

fn seconds() -> u64 {
    std::env::var("NEP_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

#[test]
fn no_reader_breaks_a_promise_whatever_the_bytes() {
    if std::env::var_os("NEP_MAKE_CORPUS").is_some() {
        make();
    }
    // Automerge's own panics on hostile bytes are caught where it is called.
    std::panic::set_hook(Box::new(|_| {}));
    let broken: Vec<String> = DECODERS.iter().filter_map(|decoder| batter(decoder).err()).collect();
    drop(std::panic::take_hook());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_reader_has_examples_and_a_target() {
    let named = |folder: PathBuf| -> BTreeSet<String> {
        let inside = fs::read_dir(folder).expect("there").flatten();
        inside.map(|one| one.path().file_stem().expect("a name").to_string_lossy().into_owned()).collect()
    };
    let readers: BTreeSet<String> = DECODERS.iter().map(|decoder| decoder.name.to_owned()).collect();
    assert_eq!(named(corpus()), readers);
    assert_eq!(named(repository().join("fuzz/fuzz_targets")), readers);
}

/// What a reader broke on, with the promise.
fn attempt(decoder: &Decoder, bytes: &[u8]) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| (decoder.read)(bytes))).map_err(|panic| {
        let why = panic.downcast_ref::<String>().cloned();
        let why = why.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{}: {why}: {hex}", decoder.name)
    })
}

fn batter(decoder: &Decoder) -> Result<(), String> {
    let files = fs::read_dir(corpus().join(decoder.name)).expect("a corpus").flatten();
    let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
    files.sort();
    let examples: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).expect("readable")).collect();
    assert!(!examples.is_empty(), "{} has no examples", decoder.name);
    for bytes in examples.iter().map(Vec::as_slice).chain([&[][..], &[0xff; 64]]) {
        attempt(decoder, bytes)?;
    }
    let begun = Instant::now();
    let seed = decoder.name.bytes().fold(0, |seed, byte| seed * 31 + u64::from(byte));
    let mut random = SeededRandom::new(seed);
    let mut pool = examples.clone();
    let mut times = 0_u64;
    while begun.elapsed() < Duration::from_secs(seconds()) {
        let mut bytes = pool[below(&mut random, pool.len())].clone();
        for _ in 0..=below(&mut random, 4) {
            alter(&mut bytes, &pool, &mut random);
        }
        bytes.truncate(LONGEST);
        attempt(decoder, &bytes)?;
        // Altered examples are altered further; the honest ones stay.
        if below(&mut random, 16) == 0 {
            if pool.len() < examples.len() + 32 {
                pool.push(bytes);
            } else {
                let at = examples.len() + below(&mut random, 32);
                pool[at] = bytes;
            }
        }
        times += 1;
    }
    println!("{:12} {times} examples, {} MB at most", decoder.name, peak());
    assert!(times > 20, "{}: only {times} examples in {} s", decoder.name, seconds());
    assert!(peak() < MOST_MEMORY, "{}: {} MB", decoder.name, peak());
    Ok(())
}

/// The most memory this process ever filled, in MB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("its peak");
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).expect("a number") / 1024
}

fn below(random: &mut SeededRandom, end: usize) -> usize {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % end.max(1) as u64).expect("small")
}

fn alter(bytes: &mut Vec<u8>, pool: &[Vec<u8>], random: &mut SeededRandom) {
    let at = below(random, bytes.len());
    match below(random, 9) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << below(random, 8),
        1 if !bytes.is_empty() => bytes[at] = random_bytes::<1>(random)[0],
        2 => bytes.truncate(at),
        3 => bytes.insert(at, random_bytes::<1>(random)[0]),
        4 if !bytes.is_empty() => drop(bytes.remove(at)),
        // A length of eighteen million million million: of a string, a text, a list, a map, or a number.
        5 => {
            let kind = [0x5b, 0x7b, 0x9b, 0xbb, 0x1b][below(random, 5)];
            drop(bytes.splice(at..at, [kind].into_iter().chain([0xff; 8])));
        }
        6 => {
            let other = &pool[below(random, pool.len())];
            bytes.truncate(at);
            bytes.extend_from_slice(&other[below(random, other.len())..]);
        }
        7 => number(bytes, at, random),
        _ => {
            let upto = (at + 1 + below(random, 64)).min(bytes.len());
            let again = bytes[at.min(upto)..upto].to_vec();
            drop(bytes.splice(at..at, again));
        }
    }
}

/// A number written in digits becomes one that is seldom thought of.
fn number(bytes: &mut Vec<u8>, at: usize, random: &mut SeededRandom) {
    const SELDOM: [&str; 8] =
        ["0", "-1", "9223372036854775807", "-9223372036854775808", "1e308", "65536", "null", "[]"];
    let Some(from) = bytes.iter().skip(at).position(u8::is_ascii_digit).map(|found| at + found) else { return };
    let length = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    drop(bytes.splice(from..from + length, SELDOM[below(random, SELDOM.len())].bytes()));
}
