// What every page does where scripts run: printing, closing of unfolded menus, the focus on what is wrong.
(function () {
  "use strict";
  document.documentElement.classList.add("zh-has-js");

  document.addEventListener("click", function (event) {
    var target = event.target;
    if (target.closest("[data-print]")) {
      window.print();
    }
    var close = target.closest("[data-close]");
    if (close) {
      window.zhiheng.close(close.closest("dialog"));
    }
    document.querySelectorAll("details.zh-drop[open], details.zh-columns[open]").forEach(function (open) {
      if (!open.contains(target)) {
        open.open = false;
      }
    });
  });

  // Older kernels know no <dialog>: then the attribute alone shows and hides it.
  window.zhiheng = {
    open: function (dialog) {
      if (dialog.showModal) {
        dialog.showModal();
      } else {
        dialog.setAttribute("open", "");
      }
    },
    close: function (dialog) {
      if (dialog.close) {
        dialog.close();
      } else {
        dialog.removeAttribute("open");
      }
    },
    word: function (name) {
      var words = document.getElementById("zh-words");
      return words ? words.dataset[name] || "" : "";
    }
  };

  function focusSummary() {
    var summary = document.querySelector("[data-error-summary]");
    if (summary) {
      summary.focus();
    }
  }

  // What is folded away would be missing on paper.
  var unfolded = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.zh-unfold:not([open])").forEach(function (folded) {
      folded.open = true;
      unfolded.push(folded);
    });
  });
  window.addEventListener("afterprint", function () {
    unfolded.splice(0).forEach(function (folded) {
      folded.open = false;
    });
  });

  // A link of the error summary goes to its field, inside a fold as well.
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".zh-summary a");
    var field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      var folded = field.closest("details:not([open])");
      if (folded) {
        folded.open = true;
      }
      event.preventDefault();
      field.focus();
    }
  });

  // Where the menu slides in, the focus goes along, and back to the page when it closes.
  window.addEventListener("hashchange", function () {
    if (window.location.hash === "#menu") {
      document.getElementById("menu").focus();
    }
  });

  focusSummary();
  document.addEventListener("htmx:afterSwap", focusSummary);
})();
