// The documents beside a page: which one is open, the way to the next by key, a page by its number. Without scripts
// the links and the form open in the frame by themselves.
(function () {
  "use strict";

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function links(viewer) {
    return Array.prototype.slice.call(viewer.querySelectorAll("[data-viewer-document]"));
  }

  function mark(viewer, chosen) {
    links(viewer).forEach(function (link) {
      if (link === chosen) {
        link.setAttribute("aria-current", "true");
        link.parentElement.scrollIntoView({ block: "nearest" });
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }

  function step(viewer, by) {
    var all = links(viewer);
    var place = all.findIndex(function (link) { return link.hasAttribute("aria-current"); });
    var next = all[Math.max(0, Math.min(all.length - 1, place + by))];
    if (next) {
      next.click();
    }
  }

  document.addEventListener("click", function (event) {
    var viewer = event.target.closest("[data-viewer]");
    if (!viewer) {
      return;
    }
    var link = event.target.closest("[data-viewer-document]");
    var button = event.target.closest("[data-viewer-step]");
    if (link) {
      mark(viewer, link);
    } else if (button) {
      step(viewer, Number(button.dataset.viewerStep));
    }
  });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-viewer-jump]")) {
      return;
    }
    var page = Number(event.target.elements.page.value);
    var viewer = event.target.closest("[data-viewer]");
    links(viewer).forEach(function (link) {
      var from = Number(link.dataset.from);
      if (page >= from && page < from + Number(link.dataset.pages)) {
        mark(viewer, link);
      }
    });
  });

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link) {
      link.click();
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    var viewer = document.querySelector("[data-viewer]");
    var back = event.key === "[" || event.key === "【";
    if (back || event.key === "]" || event.key === "】") {
      if (viewer) {
        step(viewer, back ? -1 : 1);
      } else {
        follow(back ? "[data-document-before]" : "[data-document-after]");
      }
    } else if (viewer && event.key === "P") {
      event.preventDefault();
      viewer.querySelector("[data-viewer-jump] input").focus();
    }
  });
})();
