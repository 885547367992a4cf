// An enhancement only: without it every fold opens by hand. It opens what a link points at, and everything for print.
(function () {
  "use strict";
  function reveal() {
    var id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (fault) { return; }
    var target = id && document.getElementById(id);
    if (!target) { return; }
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  addEventListener("DOMContentLoaded", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    // A second click on the same link changes no hash, yet the fold may have been closed since.
    if (link && link.hash === location.hash) { setTimeout(reveal, 0); }
  });
  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (fold) { fold.open = true; });
  });
  addEventListener("afterprint", function () {
    closed.forEach(function (fold) { fold.open = false; });
  });
  function speak() {
    var english = document.getElementById("lang-en").checked;
    var title = document.querySelector("title");
    document.documentElement.lang = english ? "en" : "zh-CN";
    document.title = title.getAttribute(english ? "data-en" : "data-zh");
  }
  ["lang-zh", "lang-en"].forEach(function (id) {
    document.getElementById(id).addEventListener("change", speak);
  });
  addEventListener("DOMContentLoaded", speak);
  addEventListener("pageshow", speak);
})();
