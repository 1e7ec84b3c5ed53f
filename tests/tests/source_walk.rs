//! From every figure on a page to its row: each link leads to a row that stands in `data/`, and shows what stands there.

use std::collections::{BTreeMap, BTreeSet};

use nep_tests::http::Reader;
use nep_tests::repository;
use nep_tests::site::Site;

/// Pages that show figures of every kind.
const PAGES: &[&str] = &[
    "/growth?sex=girl&birth=8/9/2024&on=14/6/2026&weight=8,1&length=76,4&posture=lying&muac=121&head=44&as=worker\
     &e_on=14/5/2026&e_weight=8,2&e_length=76,0&e_posture=lying",
    "/growth?sex=boy&birth=1/2/2025&on=1/6/2026&weight=6,1&length=75&posture=lying&muac=108&oedema=yes",
    "/growth?sex=boy&birth=1/2/2026&weeks=31&on=1/8/2026&weight=5,4&length=58,5&posture=lying&as=worker",
    "/pregnancy?lmp=1/12/2025&height=155&before=48&weight=51,2&on=14/6/2026&muac=225&e_on=14/5/2026&e_weight=50,9",
    "/pregnancy?lmp=&due=1/9/2026&height=152&before=66&weight=74&on=14/6/2026&age=17",
    "/menus/pregnant-t2-north-1",
    "/menus/lactating-0-6-south-1",
    "/menus/child-9-11-central-1",
    "/menus/child-36-60-north-2",
    "/dishes/canh-cua-rau-day-mong-toi",
    "/dishes/com-trang",
];

/// Tables that some figure on those pages must lead to.
const KINDS: &[&str] = &[
    "data/guidelines/growth-classes-2006/growth_classes.tsv",
    "data/guidelines/weight-gain-2017/gwg.tsv",
    "data/guidelines/rni-2016/rni.tsv",
    "data/guidelines/balance-2026/balance.tsv",
    "data/foods/vtn-2007/foods.tsv",
    "data/foods/nin-online-2026/foods.tsv",
    "data/dishes/nep-2026/prices.tsv",
];

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    file: String,
    line: usize,
    column: Option<String>,
    address: String,
}

fn links(html: &str) -> BTreeSet<Link> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|address| address.starts_with("/sources/row?"))
        .map(|address| {
            let address = address.replace("&amp;", "&");
            let pairs: BTreeMap<String, String> = address["/sources/row?".len()..]
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.replace("%2F", "/")))
                .collect();
            Link {
                file: pairs["file"].clone(),
                line: pairs["line"].parse().expect("a line is a number"),
                column: pairs.get("column").cloned(),
                address,
            }
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn every_figure_leads_to_the_row_it_stands_in() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let mut all = BTreeSet::new();
    for page in PAGES {
        let answer = reader.get(page);
        assert_eq!(answer.status, 200, "{page}");
        let found = links(&answer.body);
        assert!(!found.is_empty(), "{page} shows no source");
        all.extend(found);
    }
    for kind in KINDS {
        assert!(all.iter().any(|link| link.file == *kind), "no figure leads to {kind}");
    }
    println!("{} different rows", all.len());
    for link in &all {
        let text = std::fs::read_to_string(repository().join(&link.file)).expect("the table stands in the repository");
        let header: Vec<&str> = text.lines().next().expect("a header").split('\t').collect();
        let row = text.lines().nth(link.line - 1).unwrap_or_else(|| panic!("{link:?}: no such line"));
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(header.len(), cells.len(), "{link:?}");
        assert!(link.line > 1, "{link:?} is the header");
        let shown = reader.get(&link.address);
        assert_eq!(shown.status, 200, "{link:?}");
        for cell in cells.iter().filter(|cell| !cell.is_empty()) {
            assert!(shown.body.contains(&escaped(cell)), "{link:?} does not show “{cell}”");
        }
        if let Some(column) = &link.column {
            let index = header.iter().position(|name| name == column);
            let index = index.unwrap_or_else(|| panic!("{link:?}: no such column"));
            let marked = format!("<mark>{}</mark>", escaped(cells[index]));
            assert!(!cells[index].is_empty(), "{link:?}: the cell is empty");
            assert!(shown.body.contains(&marked), "{link:?} does not mark “{}”", cells[index]);
        }
    }
}
