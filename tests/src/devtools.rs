//! The window through Chromium's own tools: pages with scripts switched off, real typing into them, and what the console says.
//!
//! With scripts off the driver's own clicks never come back (they run a script in the page), so a press here is the mouse
//! itself and typing is the keyboard itself. What a test asks about the page still runs: the tools may always look.

use std::time::Duration;

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::browser::Browser;

/// A command of Chromium's driver beside the standard ones.
#[derive(Debug)]
struct Extra {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// Asks Chromium's tools for `command`.
    ///
    /// # Panics
    ///
    /// When the tools refuse.
    pub async fn tools(&self, command: &str, parameters: Value) -> Value {
        self.try_tools(command, parameters).await.unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    async fn try_tools(&self, command: &str, parameters: Value) -> Result<Value, String> {
        let body = json!({ "cmd": command, "params": parameters });
        let command = Extra { path: "goog/cdp/execute", body };
        self.window.issue_cmd(command).await.map_err(|why| why.to_string())
    }

    /// Pages run no script from now on.
    pub async fn stop_scripts(&self) {
        self.tools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// What an expression is worth in the page, scripts or not.
    pub async fn look_up(&self, expression: &str) -> Value {
        let found = self.tools("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true })).await;
        assert!(found.get("exceptionDetails").is_none(), "{expression}: {found}");
        found["result"]["value"].clone()
    }

    /// Waits until the page has an element.
    ///
    /// # Panics
    ///
    /// When it does not come.
    pub async fn wait_for(&self, css: &str) {
        for _ in 0..100 {
            if self.node(css).await.is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{css} does not come: {}", self.look_up("location.href + ' ' + document.body.innerText").await);
    }

    /// Types into the first field of this selector with the keyboard.
    pub async fn keyboard(&self, css: &str, text: &str) {
        self.wait_for(css).await;
        let node = self.node(css).await;
        self.tools("DOM.focus", json!({ "nodeId": node })).await;
        self.tools("Input.insertText", json!({ "text": text })).await;
    }

    /// Presses the middle of the first element of this selector with the mouse.
    ///
    /// # Panics
    ///
    /// When it is not there or has no size.
    pub async fn mouse(&self, css: &str) {
        self.wait_for(css).await;
        let node = self.node(css).await;
        self.tools("DOM.scrollIntoViewIfNeeded", json!({ "nodeId": node })).await;
        let quads = self.tools("DOM.getContentQuads", json!({ "nodeId": node })).await;
        let corner = |at: usize| quads["quads"][0][at].as_f64().expect("the element has a size");
        let (x, y) = (f64::midpoint(corner(0), corner(4)), f64::midpoint(corner(1), corner(5)));
        for kind in ["mousePressed", "mouseReleased"] {
            let press = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.tools("Input.dispatchMouseEvent", press).await;
        }
    }

    /// Presses a key of the keyboard, as the tools name it: `Tab`, `Enter`.
    pub async fn key(&self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Space" => (32, " "),
            other => panic!("{other} is no key known here"),
        };
        let name = if key == "Space" { " " } else { key };
        for kind in ["keyDown", "keyUp"] {
            let mut press = json!({ "type": kind, "key": name, "code": key, "windowsVirtualKeyCode": code });
            if !text.is_empty() && kind == "keyDown" {
                press["text"] = text.into();
            }
            self.tools("Input.dispatchKeyEvent", press).await;
        }
    }

    /// What the console said since it was last asked, one line a message.
    ///
    /// # Panics
    ///
    /// When the driver keeps no log.
    pub async fn console(&self) -> Vec<String> {
        let command = Extra { path: "se/log", body: json!({ "type": "browser" }) };
        let said = self.window.issue_cmd(command).await.expect("the driver keeps a log");
        let lines = said.as_array().expect("a list of messages").iter();
        lines.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    async fn node(&self, css: &str) -> Option<u64> {
        // Between two pages there is no document, and an old one's nodes are gone: both mean "not yet".
        let document = self.try_tools("DOM.getDocument", json!({ "depth": 0 })).await.ok()?;
        let asked = json!({ "nodeId": document["root"]["nodeId"], "selector": css });
        let found = self.try_tools("DOM.querySelector", asked).await.ok()?;
        found["nodeId"].as_u64().filter(|node| *node != 0)
    }
}
