// Items of a card by number, id, initials or words: offered below the cell while it is typed, filled in when chosen.
(function () {
  "use strict";
  var card = window.zhCard;
  if (!card) {
    return;
  }
  var ITEMS = JSON.parse(document.getElementById("card-items").textContent);
  var MOST = 9;
  var list = document.createElement("ul");
  var shown = [];
  var at = -1;
  var owner = null;
  list.className = "zh-item-list";
  list.id = "card-item-choices";
  list.setAttribute("role", "listbox");
  list.hidden = true;

  card.items = ITEMS;
  card.item = function (id) {
    return ITEMS.find(function (one) {
      return one.id === id;
    });
  };

  function plain(typed) {
    return typed.normalize("NFKC").trim().toLowerCase().replace("。", ".");
  }

  function fitting(typed) {
    var wanted = plain(typed);
    var tests = [
      function (one) { return one.number === wanted || one.id.toLowerCase() === wanted; },
      function (one) { return one.number.indexOf(wanted) === 0 || one.id.toLowerCase().indexOf(wanted) === 0; },
      function (one) { return one.initials.indexOf(wanted) === 0; },
      function (one) { return one.words.indexOf(wanted) >= 0; }
    ];
    var found = [];
    tests.forEach(function (test) {
      ITEMS.forEach(function (one) {
        if (wanted && found.indexOf(one) < 0 && test(one)) {
          found.push(one);
        }
      });
    });
    return found;
  }

  // What the server would understand too: exact first, else the only one that fits by initials or by words.
  card.find = function (typed) {
    var wanted = plain(typed);
    var exact = ITEMS.find(function (one) {
      return wanted && (one.number === wanted || one.id.toLowerCase() === wanted);
    });
    if (exact || !wanted) {
      return exact;
    }
    var ways = [
      function (one) { return one.initials.indexOf(wanted) === 0; },
      function (one) { return one.words.indexOf(wanted) >= 0; }
    ];
    for (var way = 0; way < ways.length; way += 1) {
      var found = ITEMS.filter(ways[way]);
      if (found.length === 1) {
        return found[0];
      }
    }
    return undefined;
  };

  card.settle = function (row) {
    var item = card.find(card.value(row, "item"));
    var name = row.querySelector("[data-item-name]");
    row.dataset.rule = item ? item.rule : "";
    row.dataset.kind = item ? { basic: "basic", good: "good", range: "problem" }[item.kind] : "";
    if (!item) {
      name.textContent = "";
      return;
    }
    card.set(row, "item", item.id);
    name.textContent = item.name + (item.low ? " " + item.low + "–" + item.high : "");
    if (row.dataset.item === item.id) {
      return; // It has brought its clause and its usual deduction already; what was cleared stays cleared.
    }
    row.dataset.item = item.id;
    if (!card.value(row, "clause").trim()) {
      card.set(row, "clause", item.clause);
    }
    if (item.kind !== "range") {
      card.set(row, "deduction", "");
    } else if (!card.value(row, "deduction").trim()) {
      card.set(row, "deduction", item.usual);
    }
    document.dispatchEvent(new CustomEvent("card:changed", { detail: row }));
  };

  function close() {
    list.hidden = true;
    at = -1;
    if (owner) {
      owner.setAttribute("aria-expanded", "false");
      owner.removeAttribute("aria-activedescendant");
    }
  }

  function open(cell) {
    owner = cell;
    shown = fitting(cell.value).slice(0, MOST);
    list.textContent = "";
    shown.forEach(function (one, place) {
      var line = document.createElement("li");
      line.id = "card-item-choice-" + place;
      line.setAttribute("role", "option");
      line.textContent = one.number + " " + one.id + " " + one.name;
      list.appendChild(line);
    });
    if (!shown.length) {
      close();
      return;
    }
    cell.parentNode.appendChild(list);
    list.hidden = false;
    cell.setAttribute("aria-expanded", "true");
    point(-1);
  }

  function point(place) {
    at = place;
    Array.from(list.children).forEach(function (line, number) {
      line.setAttribute("aria-selected", String(number === at));
    });
    if (at >= 0) {
      owner.setAttribute("aria-activedescendant", "card-item-choice-" + at);
    } else {
      owner.removeAttribute("aria-activedescendant");
    }
  }

  function choose(place) {
    owner.value = shown[place].id;
    close();
    card.settle(owner.closest("tr"));
    owner.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function isItem(target) {
    var place = target.closest && target.closest('[data-column="item"]');
    return Boolean(place) && target.tagName === "INPUT";
  }

  card.table.addEventListener("input", function (event) {
    if (isItem(event.target) && document.activeElement === event.target && !event.isComposing) {
      open(event.target);
    }
  });
  card.table.addEventListener("keydown", function (event) {
    if (!isItem(event.target) || list.hidden || event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      point(Math.max(0, Math.min(shown.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(at);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" || event.key === "Tab") {
      close();
    }
  }, true);
  card.table.addEventListener("focusout", function (event) {
    if (isItem(event.target)) {
      window.setTimeout(close, 120);
      card.settle(event.target.closest("tr"));
    }
  });
  list.addEventListener("mousedown", function (event) {
    event.preventDefault();
    choose(Array.from(list.children).indexOf(event.target.closest("li")));
  });

  function prepare(row) {
    var cell = card.cell(row, "item");
    cell.removeAttribute("list"); // The browser's own list would take the arrow keys.
    cell.setAttribute("role", "combobox");
    cell.setAttribute("aria-expanded", "false");
    cell.setAttribute("aria-autocomplete", "list");
    cell.setAttribute("aria-controls", list.id);
    row.dataset.item = cell.value;
  }
  card.table.parentNode.appendChild(list);
  card.rows().forEach(prepare);
  document.addEventListener("card:row", function (event) {
    prepare(event.detail);
  });
  document.addEventListener("card:pasted", function (event) {
    card.settle(event.detail);
  });
})();
