//! Every link from home, its pages and their results, three steps deep: nothing is missing, nothing is a dead end,
//! nothing is too heavy for a cheap phone, and each page speaks one language.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use nep_tests::http::Reader;
use nep_tests::repository;
use nep_tests::site::Site;

const LARGEST_PAGE: usize = 100_000;
const LARGEST_STYLE: u64 = 32_000;

const STARTS: &[&str] = &[
    "/",
    "/growth?sex=girl&birth=2/8/2024&on=9/6/2026&weight=9,6&length=78,4&posture=lying&muac=138\
     &e_on=8/5/2026&e_weight=9,4&e_length=78,0&e_posture=lying",
    "/growth?as=worker&sex=girl&birth=2/1/2025&on=9/6/2026&weight=8,9&length=76&posture=lying&muac=112",
    "/pregnancy?lmp=6/12/2025&height=152&before=47&weight=51,2&on=9/6/2026",
    "/pregnancy?lmp=6/12/2025&on=9/6/2026&sign=bleeding",
];

/// Addresses a page leads to.
fn ways_on(html: &str) -> BTreeSet<String> {
    ["href=\"", "action=\""]
        .iter()
        .flat_map(|start| html.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|address| address.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned())
        .filter(|address| !address.is_empty() && !address.starts_with("data:"))
        .collect()
}

/// Pages of one kind look alike: the steps past the first are taken once for each kind of address and set of choices.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{} {}", path.split('/').take(2).collect::<Vec<_>>().join("/"), names.join(" "))
}

#[test]
fn every_link_leads_to_a_page_that_leads_on() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let mut waiting: VecDeque<(String, usize)> = STARTS.iter().map(|start| ((*start).to_owned(), 0)).collect();
    let mut seen = BTreeSet::new();
    let mut of_a_kind: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((address, depth)) = waiting.pop_front() {
        let met = of_a_kind.entry(kind(&address)).or_default();
        *met += 1;
        if !seen.insert(address.clone()) || (depth > 1 && *met > 12) {
            continue;
        }
        assert!(address.starts_with('/') && !address.starts_with("//"), "{address} leads away");
        let answer = reader.get(&address);
        assert_eq!(answer.status, 200, "{address}");
        if address.starts_with("/assets/") {
            continue;
        }
        assert!(answer.body.len() <= LARGEST_PAGE, "{address}: {} bytes", answer.body.len());
        let on = ways_on(&answer.body);
        let links = on.iter().filter(|way| !way.starts_with("/assets/")).count();
        assert!(links >= 2, "{address} is a dead end");
        if depth < 3 {
            waiting.extend(on.into_iter().map(|way| (way, depth + 1)));
        }
    }
    println!("{} pages", seen.len());
    assert!(seen.len() > 100, "{} pages", seen.len());
}

#[test]
fn the_style_sheet_stays_small() {
    let folder = std::fs::read_dir(repository().join("app/assets/css")).expect("the style sheets are there");
    let bytes: u64 = folder.map(|file| file.and_then(|file| file.metadata()).expect("a file").len()).sum();
    assert!(bytes > 0 && bytes <= LARGEST_STYLE, "{bytes} bytes");
}

/// What a page says, without its marks.
fn text(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut said = String::new();
    for piece in body.split('<') {
        said.push(' ');
        said.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    said
}

/// Letters that only Vietnamese writes.
fn is_vietnamese(word: &str) -> bool {
    const LETTERS: &str = "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ";
    word.to_lowercase().chars().any(|letter| LETTERS.contains(letter))
}

#[test]
fn english_pages_say_nothing_in_vietnamese() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let more = ["/danger", "/settings", "/growth", "/pregnancy", "/menus", "/menus/search", "/nothing-here"];
    for path in STARTS.iter().chain(&more) {
        let separator = if path.contains('?') { '&' } else { '?' };
        let answer = reader.get(&format!("{path}{separator}lang=en"));
        let said = text(&answer.body).replace("Tiếng Việt", "").replace("Nếp", "");
        let strange: Vec<&str> = said.split_whitespace().filter(|word| is_vietnamese(word)).collect();
        // Names of dishes and decisions stay as they are called.
        let names = *path == "/menus";
        let strange: Vec<&str> = strange.into_iter().filter(|word| !word.contains("QĐ")).collect();
        assert!(names || strange.is_empty(), "{path}: {strange:?}");
    }
}

/// Messages of some words, without anything put into them.
fn sentences(language: &str) -> BTreeSet<String> {
    let mut sentences = BTreeSet::new();
    for file in std::fs::read_dir(repository().join("app/locales").join(language)).expect("the words are there") {
        let words = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        let said = words.lines().filter_map(|line| line.split_once(" = ")).map(|(_, said)| said.trim().to_owned());
        sentences.extend(said.filter(|said| said.contains(' ') && said.len() > 8 && !said.contains('{')));
    }
    sentences
}

#[test]
fn vietnamese_pages_say_nothing_in_english() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let (vietnamese, english) = (sentences("vi"), sentences("en"));
    let sentences: BTreeSet<&String> = english.difference(&vietnamese).collect();
    assert!(sentences.len() > 100);
    let more =
        ["/danger", "/settings", "/growth", "/pregnancy", "/menus", "/menus/pregnant-t2-north-1", "/nothing-here"];
    for path in STARTS.iter().chain(&more) {
        let said = text(&reader.get(path).body);
        let strange: Vec<_> = sentences.iter().filter(|sentence| said.contains(sentence.as_str())).collect();
        assert!(strange.is_empty(), "{path}: {strange:?}");
    }
}
