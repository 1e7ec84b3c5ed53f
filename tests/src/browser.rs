//! Real Chromium, driven by its real driver.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long Chromium may take to end.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// A screen the pages must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A cheap phone: 360 × 740.
    Phone,
    /// The station's old PC: 1366 × 768.
    Desktop,
}

impl Screen {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Desktop];

    /// Its name in file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desktop => "desktop",
        }
    }
}

/// How the browser is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Size of the screen.
    pub screen: Screen,
    /// The system asks for dark pages.
    pub dark: bool,
    /// Pages run JavaScript; without it only [`crate::devtools`] can press and type.
    pub scripts: bool,
}

impl From<Screen> for Setting {
    fn from(screen: Screen) -> Self {
        Self { screen, dark: false, scripts: true }
    }
}

/// One browser window; Chromium and its driver end with it.
pub struct Browser {
    driver: Child,
    port: u16,
    /// The window.
    pub window: Client,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a window.
    ///
    /// # Panics
    ///
    /// When Chromium or its driver is not installed or does not start.
    pub async fn open(setting: impl Into<Setting>) -> Self {
        let setting = setting.into();
        // The port it finds free for IPv4 may be taken for IPv6: then it ends without a word, and another is started.
        let (driver, port) = (0..5).find_map(|_| start_driver()).expect("chromedriver prints its port");
        let profile = tempfile::TempDir::new().expect("a temporary folder");
        let window = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(setting, &profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        let browser = Self { driver, port, window, _profile: profile };
        if !setting.scripts {
            browser.stop_scripts().await;
        }
        browser
    }

    /// Goes to `url`.
    ///
    /// # Panics
    ///
    /// When the page does not load.
    pub async fn goto(&self, url: &str) {
        self.window.goto(url).await.expect("the page loads");
    }

    /// Runs a script in the page and returns what it answers.
    ///
    /// # Panics
    ///
    /// When the script fails.
    pub async fn run(&self, script: &str) -> Value {
        self.window.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Keeps a picture of what the window shows, for people to look at, as `tests/shots/<name>.png`.
    ///
    /// # Panics
    ///
    /// When it cannot be taken or written.
    pub async fn shoot(&self, name: &str) {
        let folder: PathBuf = crate::repository().join("tests/shots");
        std::fs::create_dir_all(&folder).expect("tests/shots can be made");
        let picture = self.window.screenshot().await.expect("a screenshot");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("a picture can be written");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is killed leaves its Chromium behind; told to shut down, it ends that first.
        let told = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut stream| {
            stream.set_read_timeout(Some(LAST_WORDS))?;
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
            stream.read_to_end(&mut Vec::new())
        });
        if told.is_err() {
            let _ = self.driver.kill();
        }
        let _ = self.driver.wait();
    }
}

/// A driver and its port; `None` when it ended before it had one.
fn start_driver() -> Option<(Child, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is installed (make test does it)");
    let mut lines = BufReader::new(driver.stdout.take().expect("stdout is piped")).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, rest) = line.split_once("successfully on port ")?;
        rest.trim_end_matches('.').parse::<u16>().ok()
    });
    let Some(port) = port else {
        let _ = driver.wait();
        return None;
    };
    std::thread::spawn(move || lines.for_each(drop));
    Some((driver, port))
}

fn capabilities(setting: Setting, profile: &tempfile::TempDir) -> Capabilities {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--disable-quic".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--hide-scrollbars".into(),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    if setting.dark {
        arguments.push("--force-dark-mode".into());
    }
    let phone = setting.screen == Screen::Phone;
    let (width, height) = if phone { (360, 740) } else { (1366, 768) };
    let metrics = json!({ "width": width, "height": height, "pixelRatio": 1.0, "touch": phone, "mobile": phone });
    let options = json!({ "args": arguments, "mobileEmulation": { "deviceMetrics": metrics } });
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".into(), options);
    capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
    capabilities
}
