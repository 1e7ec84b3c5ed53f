//! The pages of a station over a made-up commune: villages, families, one family whole, the hand-over.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::http::{Method, StatusCode};
use nep_app::invented::{self, Size};
use nep_app::station::Station;
use nep_core::access::passphrase::{Cost, Opener};
use nep_core::growth::{Indicator, Options, Severity, assess_child};
use nep_core::log::{DocId, ScopeId, SystemRandom};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::mother::Mother;
use nep_core::records::{LengthMm, Sitting, WeightG, Who};
use nep_core::vault::{Locked, Vault, circles};
use nep_tests::commune::{day, morning};
use nep_tests::pages::{Pages, is_in_order, links, text, today};

const KEY: [u8; 32] = [3; 32];

/// One small commune for all tests: the pages only read.
static STATION: LazyLock<Arc<Station>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let path = folder.join("records.nep");
    let lock = (Opener::Platform(&KEY), Cost { memory: 8, passes: 1, lanes: 1 });
    let made = invented::make(&path, lock, Size::SMALL, today(), &mut || Box::new(SystemRandom), &mut |_, _| {});
    made.expect("room");
    let mut vault = Locked::open(&path)
        .and_then(|locked| locked.unlock(Opener::Platform(&KEY), Box::new(SystemRandom)))
        .expect("its key");
    vault.digest(usize::MAX).expect("readable");
    Station::new(vault, None)
});

fn pages() -> Pages {
    Pages::of_station(Arc::clone(&STATION))
}

/// The first family for which it is so.
fn family_where(is_so: impl Fn(&Vault, DocId) -> bool) -> DocId {
    let vault = STATION.vault();
    let mut families = vault.index().documents().map(|(place, _)| place).filter(|place| circles::is_family(*place));
    families.find(|place| is_so(&vault, place.doc)).expect("some family").doc
}

#[tokio::test]
async fn every_page_of_the_records_is_in_order_in_both_languages() {
    let pages = pages();
    let mut addresses = vec!["/families".to_owned(), "/families?q=gao".to_owned(), "/handover".to_owned()];
    let front = pages.page("/families").await;
    addresses.extend(links(&front, "/families?village="));
    for address in addresses.clone() {
        let html = pages.page(&address).await;
        addresses.extend(links(&html, "/families/"));
    }
    addresses.sort();
    addresses.dedup();
    assert!(addresses.len() > 16, "{addresses:?}");
    for address in addresses {
        let with = if address.contains('?') { "&lang=en" } else { "?lang=en" };
        for address in [format!("{address}{with}"), address] {
            is_in_order(&pages.page(&address).await, &address);
        }
    }
}

#[tokio::test]
async fn a_name_is_found_without_its_marks_and_leads_to_the_family() {
    let someone = {
        let vault = STATION.vault();
        let child = vault.index().people(None).find(|one| one.person.who == Who::Child && !one.person.name.is_ascii());
        let found = child.expect("a child with marks");
        (found.person.name.clone(), found.document.doc)
    };
    let plain = nep_core::foods::fold(&someone.0).trim().replace(' ', "+");
    let html = pages().page(&format!("/families?q={plain}")).await;
    assert!(html.contains(&someone.0), "{plain}: {}", text(&html));
    assert!(links(&html, "/families/").any(|link| link.ends_with(&someone.1.to_string())));
    let html = pages().page("/families?q=khong+co+ai+ten+nhu+vay").await;
    assert!(text(&html).contains("Không có ai tên"), "{}", text(&html));
}

#[tokio::test]
async fn a_familys_page_shows_every_figure_with_its_score_and_who_wrote_it() {
    let doc = family_where(|vault, doc| vault.family(doc).expect("readable").measurements.len() > 5);
    let family = STATION.vault().family(doc).expect("readable");
    let html = pages().page(&format!("/families/{doc}")).await;
    let said = text(&html);
    for child in &family.children {
        assert!(said.contains(&child.value.name), "{said}");
        for (held, visit) in family.visits_of(child) {
            let day = held.value.on.date().format("%-d/%-m/%Y").to_string();
            assert!(said.contains(&day), "{day}");
            let weight = held.value.weight_g.expect("everybody was weighed").quantity().get();
            assert!(said.contains(&format!("{weight:.2}").replace('.', ",")), "{weight}");
            let assessed = assess_child(&visit, None, Options::default());
            let z = assessed.classes.of(Indicator::WeightForAge).z().expect("weight and age");
            let z = format!("{:.2}", z.get()).replace('.', ",").replace('-', "−");
            assert!(said.contains(&z), "{z}");
        }
    }
    let collaborators: Vec<String> = {
        let vault = STATION.vault();
        let place = vault.index().place(doc).expect("here");
        let village = vault.village(circles::village_document(place.scope)).expect("readable");
        village.members.into_iter().map(|held| held.value.name).collect()
    };
    assert!(collaborators.iter().any(|name| said.contains(name.as_str())), "who wrote it is named: {collaborators:?}");
}

#[tokio::test]
async fn who_should_go_now_is_said_before_anything_else() {
    let doc = family_where(|vault, doc| {
        let summary = vault.index().summary(doc).expect("here");
        summary.family.people.iter().any(|one| one.who == Who::Child && one.severity == Some(Severity::Severe))
            && is_very_thin(vault, doc)
    });
    let html = pages().page(&format!("/families/{doc}")).await;
    let (danger, first_card) = (html.find("note gac"), html.find("card p"));
    assert!(danger.is_some() && danger < first_card, "{}", text(&html));
    assert!(text(&html).contains("Chuyển"), "{}", text(&html));
}

/// Is the latest weight for length of a child below −3?
fn is_very_thin(vault: &Vault, doc: DocId) -> bool {
    let family = vault.family(doc).expect("readable");
    let child = &family.children[0];
    let latest = family.visits_of(child).filter(|(held, _)| !family.is_repeated(held)).last();
    let scored = latest.map(|(_, visit)| assess_child(&visit, None, Options::default()));
    scored.is_some_and(|scored| scored.classes.of(Indicator::WeightForLength).z().is_some_and(|z| z.get() < -3.0))
}

#[tokio::test]
async fn what_is_told_differently_is_shown_with_every_value_and_what_may_be_written_twice_is_said() {
    let disputed = family_where(|vault, doc| vault.family(doc).expect("readable").disputes() > 0);
    let said = text(&pages().page(&format!("/families/{disputed}")).await);
    let family = STATION.vault().family(disputed).expect("readable");
    let told = family.children.iter().find_map(|child| child.told.get("birth")).expect("a birth date");
    assert_eq!(told.current.len(), 2);
    for one in &told.current {
        let number = one.value.as_i64().expect("a day");
        let day = nep_core::records::Day::try_from(number).expect("a day").date().format("%-d/%-m/%Y").to_string();
        assert!(said.contains(&day), "{day}: {said}");
    }
    assert!(said.contains("Nên chọn") && said.contains("Cả hai đều được giữ"), "{said}");

    let front = pages().page("/families").await;
    let mut twice = 0;
    for village in links(&front, "/families?village=") {
        let html = pages().page(&village).await;
        twice += usize::from(text(&html).contains("có thể là cùng một người"));
    }
    assert!(twice > 0, "some village has a child written down twice");
}

#[tokio::test]
async fn the_hand_over_page_names_the_villages_and_a_station_without_a_server_says_so() {
    let said = text(&pages().page("/handover").await);
    for words in ["Bản Mây Trên", "Bản Sương Trên", "không gửi lên máy chủ nào", "chưa giao nhận được ở đây"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test]
async fn without_a_station_there_are_no_records_and_no_way_to_them() {
    let pages = Pages::open();
    for address in ["/families", "/handover", "/families/00000000000000000000000000000000"] {
        assert_eq!(pages.ask(Method::GET, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert!(!pages.page("/").await.contains("/families"));
    let station = self::pages();
    for address in ["/families/00000000000000000000000000000000", "/families/x"] {
        assert_eq!(station.ask(Method::GET, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert!(station.page("/").await.contains("/families"));
}

/// An empty station of one village.
fn station(path: &Path) -> (Vault, ScopeId) {
    let lock = (Opener::Platform(&KEY), Cost { memory: 8, passes: 1, lanes: 1 });
    let made = Vault::create_station(path, lock, morning("2026-05-04"), Box::new(SystemRandom));
    let mut vault = made.expect("room");
    let village = vault.add_village("Bản Mây", morning("2026-05-04")).expect("a station");
    (vault, village)
}

#[tokio::test]
async fn a_weight_and_a_height_told_twice_stand_on_the_page_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, village) = station(&folder.path().join("records.nep"));
    let (clock, on) = (morning("2026-05-04"), day("2026-05-04"));
    let write = |sitting: &mut Sitting| {
        let mother =
            Mother { name: "Lò Thị Nếp".into(), height_mm: LengthMm::try_from(1_520).ok(), ..Mother::default() };
        sitting.add(&mother);
        let child = sitting.add(&Child { name: "Lò Bảo Gạo".into(), ..Child::default() });
        sitting.add(&Measurement { weight_g: WeightG::try_from(8_400).ok(), ..Measurement::new(child, on) });
    };
    let (doc, ()) = vault.add_family(village, clock, write).expect("its village");
    let family = vault.family(doc).expect("readable");
    let (weighed, mother) = (&family.measurements[0], &family.mothers[0]);
    let twice = |sitting: &mut Sitting| {
        for (grams, height) in [(4_800, 1_540), (4_840, 1_550)] {
            let weight_g = WeightG::try_from(grams).ok();
            sitting.correct(weighed, &Measurement { weight_g, ..weighed.value.clone() }).expect("it differs");
            let height_mm = LengthMm::try_from(height).ok();
            sitting.correct(mother, &Mother { height_mm, ..mother.value.clone() }).expect("it differs");
        }
    };
    vault.record(doc, clock, twice).expect("room");
    assert_eq!(vault.family(doc).expect("readable").disputes(), 2);
    let html = Pages::of_station(Station::new(vault, None)).page(&format!("/families/{doc}")).await;
    is_in_order(&html, "a family told twice");
    let said = text(&html);
    for word in ["4,80", "4,84", "154,0", "155,0", "Chiều cao", "Lò Bảo Gạo"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains("_mm") && !said.contains("_g"), "{said}");
}

/// What a page's form holds, the first that sends to this address.
fn form(html: &str, address: &str) -> Vec<(String, String)> {
    let start = html.find(&format!("action=\"{address}\"")).unwrap_or_else(|| panic!("{address}: {}", text(html)));
    let body = html[start..].split("</form>").next().expect("a form ends");
    let field = |part: &str| {
        let (name, rest) = part.split_once('"')?;
        let value = rest.split_once("value=\"")?.1.split_once('"')?.0;
        Some((name.to_owned(), value.to_owned()))
    };
    body.split("name=\"").skip(1).filter_map(field).collect()
}

/// Presses the button of that form, and shows the page one comes to.
async fn press(pages: &Pages, html: &str, address: &str) -> String {
    let fields = form(html, address);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = pages.post(address, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", text(&answer.html));
    pages.page(&answer.location).await
}

#[tokio::test]
async fn a_child_written_down_twice_is_merged_her_birth_settled_both_taken_back_and_the_record_erased() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, village) = station(&folder.path().join("records.nep"));
    let clock = morning("2026-05-04");
    let mut register = |name: &str, birth: &str| {
        let born = Some(day(birth));
        let child =
            Child { name: name.into(), birth: born, mother_name: Some("Lò Thị Nếp".into()), ..Child::default() };
        vault.add_family(village, clock, |sitting| sitting.add(&child)).expect("its village").0
    };
    let (one, other) = (register("Lò Bảo Gạo", "2025-03-17"), register("Lo Bao Gao", "2025-03-19"));
    let pages = Pages::of_station(Station::new(vault, None));

    let village_page = pages.page(&format!("/families?village={village}")).await;
    assert_eq!(links(&village_page, "/families/").count(), 2, "{}", text(&village_page));
    let address = format!("/families/{one}");
    let html = pages.page(&address).await;
    let shown = press(&pages, &html, &format!("{address}/merge")).await;
    assert!(text(&shown).contains("Đã gộp") && text(&shown).contains("được gộp từ 2 hồ sơ"), "{}", text(&shown));
    let village_page = pages.page(&format!("/families?village={village}")).await;
    assert_eq!(links(&village_page, "/families/").count(), 1, "{}", text(&village_page));
    assert!(text(&pages.page(&format!("/families/{other}")).await).contains("được gộp từ 2 hồ sơ"));

    // The births disagree now; the first of the two is the one suggested, and is chosen.
    let shown = press(&pages, &shown, &format!("{address}/settle")).await;
    assert!(text(&shown).contains("Đã chọn") && !text(&shown).contains("được ghi khác nhau"), "{}", text(&shown));
    let shown = press(&pages, &shown, &format!("{address}/take-back")).await;
    assert!(text(&shown).contains("được ghi khác nhau"), "{}", text(&shown));
    let shown = press(&pages, &shown, &format!("{address}/unmerge")).await;
    assert!(text(&shown).contains("có thể là cùng một người"), "{}", text(&shown));
    let shown = press(&pages, &shown, &format!("{address}/keep-apart")).await;
    assert!(!text(&shown).contains("có thể là cùng một người"), "{}", text(&shown));

    let asked = pages.post(&format!("{address}/erase"), &[]).await;
    assert_eq!(asked.status, StatusCode::OK, "without the tick it asks again");
    assert!(text(&asked.html).contains("Hãy đánh dấu vào ô"), "{}", text(&asked.html));
    assert!(pages.page(&address).await.contains("Gạo"));
    let answer = pages.post(&format!("{address}/erase"), &[("sure", "1")]).await;
    assert!(text(&pages.page(&answer.location).await).contains("Đã xóa hồ sơ"), "{}", answer.location);
    assert_eq!(pages.ask(Method::GET, &address).await.status, StatusCode::NOT_FOUND);
    let nonsense = pages.post(&format!("/families/{other}/settle"), &[("record", "x")]).await;
    assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
    let unknown = pages.post(&format!("{address}/erase"), &[("sure", "1")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lost_phone_is_revoked_from_the_list_of_devices_and_the_stations_own_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, village) = station(&folder.path().join("records.nep"));
    let clock = morning("2026-05-04");
    let invitation = vault.invite_collaborator(&[village], &[], clock).expect("a station");
    let lock = (Opener::Platform(&KEY), Cost { memory: 8, passes: 1, lanes: 1 });
    let phone = Vault::create_device(&folder.path().join("phone.nep"), lock, invitation, clock, Box::new(SystemRandom));
    let phone = phone.expect("a fresh invitation");
    let (bundle, _) = phone.export(0, "tay trao tay", clock).expect("readable");
    vault.import(&bundle, clock).expect("room").expect("whole");
    let (own, lost) = (vault.device(), phone.device());
    let pages = Pages::of_station(Station::new(vault, None));

    let html = pages.page("/devices").await;
    assert!(text(&html).contains("Bản Mây") && text(&html).contains("máy này"), "{}", text(&html));
    assert_eq!(links(&html, "/devices/").collect::<Vec<_>>(), [format!("/devices/{lost}")]);
    let asked = pages.post(&format!("/devices/{lost}/revoke"), &[]).await;
    assert!(text(&asked.html).contains("Máy bị thu hồi không đồng bộ được nữa"), "{}", text(&asked.html));
    let shown = pages.post(&format!("/devices/{lost}/revoke"), &[("sure", "1")]).await.location;
    assert!(text(&pages.page(&shown).await).contains("đã thu hồi"));
    assert_eq!(pages.ask(Method::GET, &format!("/devices/{lost}")).await.status, StatusCode::NOT_FOUND, "once only");
    let refused = pages.post(&format!("/devices/{own}/revoke"), &[("sure", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(text(&refused.html).contains("Chưa có gì thay đổi"), "{}", text(&refused.html));
}
