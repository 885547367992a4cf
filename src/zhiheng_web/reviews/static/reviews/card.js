// The keys of a card, its live sums, its basic items, the findings offered, turning the file to a page.
(function () {
  "use strict";
  var card = window.zhCard;
  if (!card) {
    return;
  }
  var form = card.form;

  // Hundredths as whole numbers: a sum of decimals without the errors of binary fractions.
  function hundredths(text) {
    var found = /^(\d{1,5})(?:\.(\d{1,2}))?$/.exec(text.normalize("NFKC").trim());
    return found ? Number(found[1]) * 100 + Number(((found[2] || "") + "00").slice(0, 2)) : 0;
  }

  function told(sum) {
    return Math.floor(sum / 100) + "." + String(sum % 100).padStart(2, "0");
  }

  function addUp() {
    var sums = { "": 0 };
    var failed = new Set();
    card.rows().forEach(function (row) {
      if (row.dataset.kind === "problem") {
        var points = hundredths(card.value(row, "deduction"));
        sums[row.dataset.rule] = (sums[row.dataset.rule] || 0) + points;
        sums[""] += points;
      } else if (row.dataset.kind === "basic") {
        failed.add(card.value(row, "item"));
      }
    });
    document.querySelectorAll("[data-total]").forEach(function (place) {
      (place.querySelector("strong") || place).textContent = told(sums[place.dataset.total] || 0);
    });
    document.querySelectorAll("[data-basic]").forEach(function (line) {
      var isFailed = failed.has(line.dataset.basic);
      line.querySelector("[data-basic-failed]").hidden = !isFailed;
      line.querySelector("[data-basic-passed]").hidden = isFailed;
    });
  }

  function turnTo(row) {
    var page = /\d+/.exec(card.value(row, "page").normalize("NFKC"));
    var jump = document.querySelector("[data-viewer-jump]");
    if (page && jump) {
      jump.elements.page.value = String(Number(page[0]));
      jump.requestSubmit();
    }
  }

  function newRow() {
    var rows = card.rows();
    var last = rows[rows.length - 1];
    card.focus(last && card.isBlank(last) ? last : card.add(), "item");
  }

  function sign() {
    card.flush().then(function () {
      if (card.isClean()) {
        form.querySelector("[data-card-sign]").click();
      }
    });
  }

  function help() {
    window.zhiheng.open(document.getElementById("card-keys"));
  }

  function nextRegion(isBack) {
    var regions = Array.from(document.querySelectorAll("[data-card-region]"));
    var now = regions.findIndex(function (one) {
      return one.contains(document.activeElement);
    });
    var next = regions[(now + (isBack ? -1 : 1) + regions.length) % regions.length];
    var first = next.querySelector("tbody input:not([type=hidden]), [data-offer], select, textarea, a[href], button");
    (first || next).focus();
  }

  function isTyping(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";
  }

  function onControl(event) {
    var row = event.target.closest && event.target.closest("tr[data-row]");
    if ((event.key === "s" || event.key === "S") && !event.shiftKey) {
      card.flush();
    } else if (event.key === "Enter") {
      (event.shiftKey ? sign : newRow)();
    } else if (event.key === "Delete" && row) {
      card.remove(row);
    } else {
      return false;
    }
    return true;
  }

  function onPlain(event) {
    var row = event.target.closest && event.target.closest("tr[data-row]");
    if (event.key === "F1" || (event.key === "?" && !isTyping(event.target))) {
      help();
    } else if (event.key === "F6") {
      nextRegion(event.shiftKey);
    } else if (event.altKey && (event.key === "p" || event.key === "P") && row) {
      turnTo(row);
    } else {
      return false;
    }
    return true;
  }

  // Before all others: the keys of the frame mean the form as a whole.
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.ctrlKey || event.metaKey ? onControl(event) : onPlain(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.querySelectorAll("[data-offer]").forEach(function (offer) {
    offer.addEventListener("keydown", function (event) {
      if (event.target !== offer) {
        return;
      }
      var isDown = event.key === "ArrowDown";
      if (event.key === "a" && offer.querySelector("[data-offer-take]")) {
        event.preventDefault();
        card.flush().then(function () {
          offer.querySelector("[data-offer-take]").click();
        });
      } else if (event.key === "d" && offer.querySelector("[data-offer-reason]")) {
        event.preventDefault();
        offer.querySelector("[data-offer-reason]").focus();
      } else if (isDown || event.key === "ArrowUp") {
        var next = isDown ? offer.nextElementSibling : offer.previousElementSibling;
        if (next) {
          event.preventDefault();
          next.focus();
        }
      }
    });
  });

  form.addEventListener("click", function (event) {
    var add = event.target.closest("[data-basic-add]");
    var out = event.target.closest("[data-card-remove]");
    if (add) {
      var rows = card.rows();
      var last = rows[rows.length - 1];
      var row = last && card.isBlank(last) ? last : card.add();
      card.set(row, "item", add.dataset.basicAdd);
      card.settle(row);
      card.mark(row);
      card.focus(row, "page");
    } else if (out) {
      event.preventDefault();
      card.remove(out.closest("tr"));
    } else if (event.target.closest("[data-card-add]")) {
      event.preventDefault();
      newRow();
    } else if (event.target.closest("[data-save]")) {
      event.preventDefault();
      card.flush();
    } else if (event.target.closest("[data-card-sign]") && !card.isClean()) {
      event.preventDefault();
      sign();
    }
  });
  document.querySelectorAll("[data-card-help]").forEach(function (button) {
    button.addEventListener("click", help);
  });
  card.table.addEventListener("change", function (event) {
    if (event.target.closest('[data-column="page"]')) {
      turnTo(event.target.closest("tr"));
    }
    addUp();
  });
  card.table.addEventListener("input", addUp);
  document.addEventListener("card:changed", addUp);
  addUp();
})();
