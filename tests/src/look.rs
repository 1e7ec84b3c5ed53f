//! What every page must be, whatever it says: nothing overflows, readable, one way forward.

use serde_json::Value;

use crate::browser::Browser;

/// What the page sticks out by, and every element that sticks out of the window.
const OVERFLOW: &str = "
  const wide = document.documentElement.clientWidth;
  const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement) {
    const o = getComputedStyle(p).overflowX; if (o === 'auto' || o === 'scroll' || o === 'hidden') return true; } return false; };
  return [...document.body.querySelectorAll('*')]
    .filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && (r.right > wide + 1 || r.left < -1)
      && !inside(e) && !e.closest('svg') && getComputedStyle(e).position !== 'absolute'; })
    .map((e) => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right))
    .concat(document.documentElement.scrollWidth > wide + 1 ? ['page ' + document.documentElement.scrollWidth] : []);
";

/// Text cut off by its own box.
const CUT: &str = "
  return [...document.body.querySelectorAll('h1,h2,h3,p,a,button,label,td,th,li,dt,dd,span,strong')]
    .filter((e) => e.children.length === 0 && e.textContent.trim() && getComputedStyle(e).overflowX === 'hidden'
      && !e.closest('.sr-only, .visually-hidden') && e.getBoundingClientRect().width > 2 && e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.tagName + ' ' + e.textContent.trim().slice(0, 60));
";

/// Placeholders wider than their field, in folded parts too.
const PLACEHOLDERS: &str = "
  const pen = document.createElement('canvas').getContext('2d');
  const shut = [...document.querySelectorAll('details:not([open])')];
  shut.forEach((e) => { e.open = true; });
  const found = [...document.querySelectorAll('input[placeholder]:not([placeholder=\"\"])')]
    .filter((e) => { const o = getComputedStyle(e), p = getComputedStyle(e, '::placeholder');
      pen.font = p.fontWeight + ' ' + p.fontSize + ' ' + p.fontFamily;
      const room = e.clientWidth - parseFloat(o.paddingLeft) - parseFloat(o.paddingRight);
      return e.clientWidth > 0 && !e.value && pen.measureText(e.placeholder).width > room + 1; })
    .map((e) => e.name + ' ' + e.placeholder);
  shut.forEach((e) => { e.open = false; });
  return found;
";

/// Things to press that are too small for a thumb.
const SMALL: &str = "
  return [...document.querySelectorAll('button, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), summary, a.btn, a.leaf, a.item, a.tap, a.logo, a.danger, a.lang, nav a')]
    .filter((e) => { const r = (e.closest('label') || e).getBoundingClientRect(); return r.width > 0 && r.height > 0 && r.height < 44; })
    .map((e) => e.tagName + ' ' + (e.textContent || e.name).trim().slice(0, 40) + ' ' + Math.round(e.getBoundingClientRect().height));
";

/// Everything wrong with how the page stands in the window now.
pub async fn faults(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, script) in
        [("overflows", OVERFLOW), ("is cut", CUT), ("is cut while empty", PLACEHOLDERS), ("is small to press", SMALL)]
    {
        faults.extend(strings(&browser.run(script).await).into_iter().map(|what| format!("{name}: {what}")));
    }
    let page = browser
        .run("return [document.querySelectorAll('h1').length, document.documentElement.lang, document.title, document.querySelectorAll('main').length]")
        .await;
    if page[0] != 1 {
        faults.push(format!("{} h1 headings", page[0]));
    }
    if page[3] != 1 {
        faults.push(format!("{} main elements", page[3]));
    }
    if page[2].as_str().is_none_or(str::is_empty) {
        faults.push("no title".into());
    }
    faults
}

/// What axe finds against WCAG 2.1 A and AA (contrast among it).
pub async fn accessibility_faults(browser: &Browser) -> Vec<String> {
    let axe = std::fs::read_to_string(crate::repository().join("app/node_modules/axe-core/axe.min.js"));
    browser.run(&axe.expect("axe-core is installed (make test does it)")).await;
    let found = browser
        .window
        .execute_async(
            "const done = arguments[arguments.length - 1];
             axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((r) => done(
               r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' (' + v.impact + '): ' + n.target.join(' ') + ' ' + (n.any[0] ? n.any[0].message : '')))));",
            Vec::new(),
        )
        .await
        .expect("axe runs");
    strings(&found)
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
}
