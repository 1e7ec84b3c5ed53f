//! `nep sync` against a real station and a real server: what it brings, and what it says when it cannot.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use nep_core::access::Code;
use nep_core::log::Document;
use nep_core::records::mother::Mother;
use nep_tests::commune::{Commune, Device, Running, eventually, free_port, interrupt, morning, weighing};
use nep_tests::pages::text;
use nep_tests::slow_line::SlowLine;

/// What a sync complains of, its exit code and the code of its problem.
fn complaint(device: &Device, arguments: &[&str]) -> (String, Option<i32>) {
    let output = device.nep(&[&["sync", "--repetitions", "0"], arguments].concat());
    (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code())
}

#[test]
fn a_phone_and_a_station_exchange_what_is_new_and_the_second_time_there_is_nothing() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let phone = commune.collaborator("phone.nep", 0);
    let at_station = commune.station();
    let (doc, _) =
        at_station.add_family(commune.villages[0], ["Lò Thị Nếp", "Lò Bảo Gạo"], "2025-03-17", morning("2026-05-04"));
    let station = commune.start_station(&[]);
    let told = phone.syncs(&station);
    assert_eq!((told["finished"].as_bool(), told["problem"].as_str()), (Some(true), None));
    assert_eq!(told["refused"].as_array().map(Vec::len), Some(0));
    assert!(told["pulled"].as_u64() >= Some(3), "keys and the family: {told}");
    let child = phone.open().family(doc).expect("hers now").children[0].id;
    phone
        .open()
        .record(doc, morning("2026-06-04"), |sitting| sitting.add(&weighing(child, "2026-06-04", 9_450)))
        .expect("hers");
    let told = phone.syncs(&station);
    assert_eq!(told["pushed"].as_u64(), Some(1), "one sitting is one entry: {told}");
    assert_eq!(told["round_trips"].as_u64(), Some(1), "{told}");
    let told = phone.syncs(&station);
    assert_eq!(told["pushed"].as_u64(), Some(0), "{told}");
    let page = station.page(&format!("/families/{doc}"));
    assert!(
        page.contains("9,45") && page.contains("4/6/2026"),
        "the station's page shows what arrived: {}",
        text(&page)
    );
    station.stop();
    assert_eq!(at_station.open().family(doc).expect("readable").measurements.len(), 1);
}

#[test]
fn the_stations_code_is_enough_once_and_an_invitation_may_carry_it() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let phone = commune.collaborator("phone.nep", 0);
    let (told, code) = complaint(&phone, &[]);
    assert!(code == Some(2) && told.contains("chưa biết đồng bộ với đâu"), "{code:?} {told}");
    let station = commune.start_station(&[]);
    let code = station.said("Mã của trạm: ").expect("it says its code").to_owned();
    let synced = |arguments: &[&str]| {
        let output = phone.nep(&[&["sync", "--json"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    synced(&["--to", &code]);
    synced(&[]);
    let page = station.page("/handover");
    assert!(page.contains("h1v1h-1z"), "the code to scan is drawn: {}", text(&page));
    station.stop();
    let invited = commune.station().nep(&["enrol", "--village", "Bản Nà Tâu", "--hub", &code]);
    let invitation = String::from_utf8(invited.stdout).expect("UTF-8");
    let Ok(Code::Invitation(invitation)) = Code::from_text(invitation.trim()) else { panic!("{invitation}") };
    assert_eq!(invitation.hubs, phone.open().hubs());
    let refused = commune.station().nep(&["enrol", "--village", "Bản Nà Tâu", "--hub", "NEP:XYZ."]);
    assert_eq!(refused.status.code(), Some(2), "cut short");
}

#[test]
fn a_station_and_a_server_exchange_what_is_new_and_the_server_holds_no_name() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let at_station = commune.station();
    let names = ["Lò Thị Nếp", "Lò Bảo Gạo"];
    let _ = at_station.add_family(commune.villages[0], names, "2025-03-17", morning("2026-05-04"));
    let server = commune.start_server("127.0.0.1:0");
    let told = at_station.syncs(&server);
    assert!(told["pushed"].as_u64() >= Some(5), "{told}");
    server.stop();
    let held = std::fs::read(commune.server_log()).expect("a file");
    for name in names {
        assert!(!held.windows(name.len()).any(|bytes| bytes == name.as_bytes()), "{name} stands in the server's file");
    }
}

#[test]
fn a_station_that_syncs_over_a_server_confirms_what_came_in_the_same_call() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let phone = commune.collaborator("phone.nep", 0);
    let server = commune.start_server("127.0.0.1:0");
    let at_station = commune.station();
    at_station.syncs(&server);
    phone.syncs(&server);
    let (village, clock) = (commune.villages[0], morning("2026-05-20"));
    let _ = phone.add_family(village, ["Lò Thị Nếp", "Lò Bảo Gạo"], "2025-03-17", clock);
    assert_eq!(phone.syncs(&server)["months"][0]["complete"], false);
    let told = at_station.syncs(&server);
    assert_eq!((told["receipts"].as_u64(), told["pushed"].as_u64()), (Some(1), Some(1)), "{told}");
    let month = &phone.syncs(&server)["months"][0];
    assert_eq!((month["month"].as_str(), month["complete"].as_bool()), (Some("2026-05"), Some(true)), "{month}");
}

#[test]
fn a_station_writes_snapshots_by_itself_and_who_comes_late_takes_those() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let (phone, late) = (commune.collaborator("phone.nep", 0), commune.collaborator("late.nep", 0));
    let (village, clock) = (commune.villages[0], morning("2026-05-04"));
    let (doc, child) = phone.add_family(village, ["Lò Thị Nếp", "Lò Bảo Gạo"], "2025-03-17", clock);
    let mut vault = phone.open();
    for grams in 0..20 {
        let weighing = weighing(child, "2026-05-04", 8_400 + grams);
        vault.record(doc, clock, |sitting| sitting.add(&weighing)).expect("hers");
    }
    drop(vault);
    let station = commune.start_station(&[]);
    phone.syncs(&station);
    let place = Document { scope: village, doc };
    eventually(Duration::from_secs(30), "the station writes a snapshot", || {
        phone.syncs(&station);
        let vault = phone.open();
        !vault.store().snapshots(vault.space(), place).expect("readable").is_empty()
    });
    let pulled = late.syncs(&station)["pulled"].as_u64();
    assert!(pulled < Some(15), "keys, receipts and a snapshot in place of 21 entries: {pulled:?}");
    station.stop();
    let family = commune.station().open().family(doc).expect("readable");
    assert_eq!(family.measurements.len(), 20);
    for device in [&phone, &late] {
        assert_eq!(device.open().family(doc).expect("hers").measurements, family.measurements);
        assert_eq!(device.nep(&["verify"]).status.code(), Some(0));
    }
    let again = commune.station().nep(&["compact"]);
    assert_eq!(String::from_utf8_lossy(&again.stdout), "đã gộp 0 hồ sơ\n");
}

#[test]
fn what_a_person_can_do_about_it_is_said_for_each_way_to_fail() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let phone = commune.collaborator("phone.nep", 0);
    let nobody = format!("https://127.0.0.1:{}", free_port());
    let (said, code) = complaint(&phone, &["--to", &nobody, "--fingerprint", &"00".repeat(32)]);
    assert!(said.contains("không tới được địa chỉ này") && said.contains("vẫn còn nguyên"), "{said}");
    assert_eq!(code, Some(2));

    let station = commune.start_station(&[]);
    let (said, code) = complaint(&phone, &["--to", &station.url, "--fingerprint", &"00".repeat(32)]);
    assert!(said.contains("không có khóa như trạm đã đưa"), "{said}");
    assert_eq!(code, Some(2));
    let (said, _) = complaint(&phone, &["--to", &station.url]);
    assert!(said.contains("không ai chứng thực"), "{said}");
    let (said, _) = complaint(&phone, &["--to", "http://192.168.1.20:8443"]);
    assert!(said.contains("qua https"), "{said}");
    let (said, _) = complaint(&phone, &["--to", "trạm"]);
    assert!(said.contains("không phải là địa chỉ"), "{said}");
    let (said, _) = complaint(&phone, &["--to", &station.url, "--fingerprint", "abc"]);
    assert!(said.contains("--fingerprint"), "{said}");

    let wifi = login_page();
    let (said, code) = complaint(&phone, &["--to", &wifi]);
    assert!(said.contains("đăng nhập"), "{said}");
    assert_eq!(code, Some(2));

    let fingerprint = station.fingerprint.clone().expect("a station has a key");
    let (said, _) = complaint(&commune.station(), &["--to", &station.url, "--fingerprint", &fingerprint]);
    assert!(said.contains("đang mở tệp hồ sơ"), "the station's own file is in use: {said}");
}

/// A Wi-Fi that answers every request with its login page.
fn login_page() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let page =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlogin";
            let _ = stream.write_all(page.as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn a_device_of_another_commune_and_one_that_was_put_back_are_told_so_or_served() {
    let (commune, other) = (Commune::begin(&["Bản Nà Tâu"]), Commune::begin(&["Bản Pá Khoang"]));
    let phone = commune.collaborator("phone.nep", 0);
    let stranger = other.collaborator("phone.nep", 0);
    let station: Running = commune.start_station(&[]);
    let told = stranger.sync(&station);
    assert_eq!((told.told["problem"].as_str(), told.code), (Some("other-commune"), Some(2)), "{}", told.error);
    let copy = commune.folder().join("copy.nep");
    let _ = phone.syncs(&station);
    std::fs::copy(&phone.path, &copy).expect("room");
    let _ = phone.syncs(&station);
    // A copy put back counts from where it was: the station says where it is, and it jumps ahead.
    std::fs::copy(&copy, &phone.path).expect("room");
    let told = phone.syncs(&station);
    assert_eq!(told["finished"].as_bool(), Some(true), "{told}");
}

#[test]
fn a_sync_that_somebody_ends_loses_nothing_and_the_next_goes_on() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let phone = commune.collaborator("phone.nep", 0);
    let mut vault = phone.open();
    for nth in 0..40 {
        let mother = Mother { name: format!("Lò Thị Nếp {nth}"), ..Mother::default() };
        vault.add_family(commune.villages[0], morning("2026-05-04"), |sitting| sitting.add(&mother)).expect("hers");
    }
    drop(vault);
    let station = commune.start_station(&[]);
    let (line, port) = (SlowLine::away(), free_port());
    line.appears(port, station.url.trim_start_matches("https://"), 16_000);
    let (slow, fingerprint) = (format!("https://127.0.0.1:{port}"), station.fingerprint.clone().expect("a key"));
    let mut sync = phone.command(&["sync", "--to", &slow, "--fingerprint", &fingerprint]);
    let sync = sync.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("nep starts");
    eventually(Duration::from_secs(20), "something is on the way", || line.carried() > 3_000);
    interrupt(&sync);
    let output = sync.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("đã dừng theo ý bạn"), "{said}");
    assert_eq!(output.status.code(), Some(2));
    line.goes();
    let told = phone.syncs(&station);
    assert!(told["pushed"].as_u64() >= Some(80), "a key and a sitting of each: {told}");
    station.stop();
    let vault = commune.station().open();
    assert_eq!(vault.index().people(None).count(), 40);
}
