// The keyboard: / search, ? help, g i inbox, j k rows, Enter open, e edit, Ctrl+S save, Ctrl+Enter submit, Esc back.
(function () {
  "use strict";
  var waitingForSecondKey = false;
  var here = null;

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link) {
      link.click();
    }
    return Boolean(link);
  }

  function rows() {
    return Array.prototype.slice.call(document.querySelectorAll("main table.zh-table tbody tr"));
  }

  function goToRow(step) {
    var all = rows();
    if (!all.length) {
      return;
    }
    var place = all.indexOf(here) + step;
    if (here === null || all.indexOf(here) < 0) {
      place = step > 0 ? 0 : all.length - 1;
    }
    place = Math.max(0, Math.min(all.length - 1, place));
    if (here) {
      here.classList.remove("zh-here");
    }
    here = all[place];
    here.classList.add("zh-here");
    var link = here.querySelector("a[href]");
    if (link) {
      link.focus({ preventScroll: true });
    }
    here.scrollIntoView({ block: "nearest" });
  }

  // The form that is written in, or the only one that saves: those of the bar at the top are no matter of the page.
  function formOf(target) {
    return target.closest("form[method=post]") || document.querySelector("main form[method=post]");
  }

  function submit(form, selector) {
    var button = form && (form.querySelector(selector) || form.querySelector("button[type=submit], button:not([type])"));
    if (button) {
      button.click();
    }
    return Boolean(button);
  }

  function goBack() {
    var open = document.querySelector("details.zh-drop[open], details.zh-columns[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (window.location.hash === "#menu") {
      window.location.hash = "#content";
    } else {
      var up = document.querySelectorAll(".zh-crumbs a");
      if (up.length) {
        up[up.length - 1].click();
      }
    }
  }

  function onControlKey(event) {
    var form = formOf(event.target);
    var done = false;
    if (event.key === "s" || event.key === "S") {
      done = submit(form, "[data-save], .btn-primary");
    } else if (event.key === "Enter") {
      done = submit(form, "[data-submit], .btn-primary");
    }
    if (done) {
      event.preventDefault();
    }
  }

  function onPlainKey(event) {
    var afterG = waitingForSecondKey;
    waitingForSecondKey = false;
    switch (event.key) {
      case "/":
        var box = document.getElementById("zh-search");
        if (box) {
          event.preventDefault();
          box.focus();
          box.select();
        }
        break;
      case "?":
        event.preventDefault();
        window.zhiheng.open(document.getElementById("zh-keys"));
        break;
      case "g":
        waitingForSecondKey = true;
        break;
      case "i":
        var top = document.querySelector("[data-inbox]");
        if (afterG && top) {
          window.location.assign(top.dataset.inbox);
        }
        break;
      case "j":
        goToRow(1);
        break;
      case "k":
        goToRow(-1);
        break;
      case "e":
        follow("[data-edit]");
        break;
      case "Enter":
        if (here && event.target === document.body) {
          var link = here.querySelector("a[href]");
          if (link) {
            link.click();
          }
        }
        break;
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.defaultPrevented) {
      return; // An input method is at work, or a grid has taken the key.
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      onControlKey(event);
    } else if (event.key === "Escape") {
      if (isTyping(event.target)) {
        event.target.blur();
      } else if (!document.querySelector("dialog[open]")) {
        goBack();
      }
    } else if (!event.altKey && !isTyping(event.target) && !document.querySelector("dialog[open]")) {
      onPlainKey(event);
    }
  });
})();
