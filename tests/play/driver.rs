//! A browser of the test's own: Chromium without a window, driven as the W3C's `WebDriver` has it, by JSON over HTTP.
//! The crates that do that bring a second HTTP client or Unicode's segmenter with them.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use reqwest::{Client, Method};
use serde_json::{Value, json};

/// How long the page may take for anything, on a machine with much to do.
const PATIENCE: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_millis(60);

/// How often the driver may find its port taken.
const ATTEMPTS: usize = 5;

/// Keys by their numbers in `WebDriver`.
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";

pub struct Browser {
    driver: Child,
    session: String,
    client: Client,
    /// What the browser remembers, and its profile.
    _home: tempfile::TempDir,
}

impl Browser {
    /// None where there is no Chromium, which is said aloud; in CI that is a failure.
    pub async fn start() -> Option<Self> {
        // Two that begin at once may choose the same port; then one of them ends.
        static ONE_BY_ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        let _turn = ONE_BY_ONE.lock().await;
        if which().is_none() {
            assert!(
                env::var_os("CI").is_none(),
                "Chromium is not installed, and CI insists: apt-get install chromium-driver"
            );
            eprintln!("NOT TESTED: Chromium is not installed (apt-get install chromium-driver)");
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let (driver, port) = (0..ATTEMPTS).find_map(|_| started(home.path())).unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let profile = home.path().join("profile");
        fs::create_dir(&profile).unwrap();
        let args = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--window-size=1280,900".to_owned(),
            format!("--user-data-dir={}", profile.display()),
        ];
        let wanted = json!({ "alwaysMatch": { "goog:chromeOptions": { "args": args } } });
        let client = Client::builder().no_proxy().build().unwrap();
        let mut browser = Self {
            driver,
            session: format!("{address}/session"),
            client,
            _home: home,
        };
        let begun = browser
            .ask(Method::POST, "", json!({ "capabilities": wanted }))
            .await;
        let id = begun["sessionId"].as_str().unwrap();
        browser.session = format!("{address}/session/{id}");
        Some(browser)
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Value {
        let request = self.client.request(method, self.session.clone() + path);
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let answer = request.send().await.unwrap();
        let is_done = answer.status().is_success();
        let told: Value = answer.json().await.unwrap();
        assert!(is_done, "{path}: {told}");
        told["value"].clone()
    }

    pub async fn open(&self, address: &str) {
        self.ask(Method::POST, "/url", json!({ "url": address }))
            .await;
    }

    pub async fn reload(&self) {
        self.ask(Method::POST, "/refresh", json!({})).await;
    }

    pub async fn back(&self) {
        self.ask(Method::POST, "/back", json!({})).await;
    }

    /// Light or dark, as somebody's machine is set.
    pub async fn prefers(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        let body =
            json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": [feature] } });
        self.ask(Method::POST, "/goog/cdp/execute", body).await;
    }

    /// What a script in the page returns.
    pub async fn run(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.ask(Method::POST, "/execute/sync", body).await
    }

    /// Waits until an expression is true in the page.
    pub async fn until(&self, expression: &str) {
        let begun = std::time::Instant::now();
        let script = format!("try {{ return Boolean({expression}) }} catch {{ return false }}");
        while self.run(&script).await != true {
            let page = self.run("return document.body.innerText").await;
            let page = page.as_str().unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "never: {expression}\n{page}");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn element(&self, css: &str) -> String {
        let body = json!({ "using": "css selector", "value": css });
        let found = self.ask(Method::POST, "/element", body).await;
        let mut ids = found.as_object().unwrap().values();
        ids.next().unwrap().as_str().unwrap().to_owned()
    }

    /// Clicks as a mouse does: what is not visible cannot be clicked.
    pub async fn click(&self, css: &str) {
        let element = self.element(css).await;
        let path = format!("/element/{element}/click");
        self.ask(Method::POST, &path, json!({})).await;
    }

    /// Types into what a selector finds, with the keyboard.
    pub async fn keys(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        let path = format!("/element/{element}/value");
        self.ask(Method::POST, &path, json!({ "text": text })).await;
    }

    /// Chooses in a list by the text of its option.
    pub async fn choose(&self, css: &str, label: &str) {
        let label = serde_json::to_string(label).unwrap();
        let option = format!(
            "[...document.querySelector({css:?}).options].find((one) => one.text.startsWith({label}))"
        );
        self.until(&option).await;
        self.run(&format!(
            "const list = document.querySelector({css:?}); list.value = ({option}).value;
             list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ))
        .await;
    }

    pub async fn text(&self, css: &str) -> String {
        let script = format!("return document.querySelector({css:?})?.innerText ?? ''");
        self.run(&script).await.as_str().unwrap().to_owned()
    }
}

fn which() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path).map(|folder| folder.join("chromedriver"));
    folders.find(|program| program.is_file())
}

/// The driver, and the port that it chose; none where another process took that.
fn started(home: &Path) -> Option<(Child, String)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .env("HOME", home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let mut lines = lines.map(Result::unwrap);
    let port = lines.find_map(|line| {
        let (_, port) = line.split_once("successfully on port ")?;
        Some(port.trim_end_matches('.').to_owned())
    });
    if port.is_none() {
        driver.wait().unwrap();
    }
    Some((driver, port?))
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser when it is told to end; a kill would leave that behind.
        let id = self.driver.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.driver.wait();
    }
}
