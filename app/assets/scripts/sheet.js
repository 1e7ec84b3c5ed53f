// A sheet over the page: the page behind rests, Tab stays in the sheet, Esc and its cross close it. Without this the sheet is
// a page of its own.
(function () {
  "use strict";
  var from = null;

  function laid() {
    var sheet = document.querySelector("#sheet.sheet");
    return sheet && !sheet.closest(".alone") ? sheet : null;
  }

  function behind(sheet, act) {
    for (var at = sheet; at !== document.body; at = at.parentNode) {
      Array.prototype.forEach.call(at.parentNode.children, function (other) {
        if (other !== at) act(other);
      });
    }
  }

  function lie() {
    var sheet = laid();
    if (!sheet) return;
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-modal", "true");
    behind(sheet, function (other) { other.setAttribute("inert", ""); });
    var title = sheet.querySelector("h2");
    if (title && !sheet.contains(document.activeElement)) title.focus();
  }

  function close() {
    var sheet = laid();
    if (!sheet) return false;
    behind(sheet, function (other) { other.removeAttribute("inert"); });
    var empty = document.createElement("div");
    empty.id = "sheet";
    sheet.parentNode.replaceChild(empty, sheet);
    if (from && document.contains(from)) from.focus();
    return true;
  }

  function keep(event, sheet) {
    var all = sheet.querySelectorAll("a[href],button:not([disabled]),input,select,textarea,summary");
    if (!all.length) return;
    var first = all[0], last = all[all.length - 1], now = document.activeElement;
    if (!sheet.contains(now) || now === (event.shiftKey ? first : last) || (event.shiftKey && now.tagName === "H2")) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (!laid()) from = event.target;
  });
  document.addEventListener("htmx:afterSettle", lie);
  document.addEventListener("keydown", function (event) {
    var sheet = laid();
    if (!sheet) return;
    if (event.key === "Escape") close();
    if (event.key === "Tab") keep(event, sheet);
  });
  document.addEventListener("click", function (event) {
    var cross = event.target.closest && event.target.closest("#sheet .ib");
    if (cross && close()) event.preventDefault();
  });
})();
