// The sheet of a card: moving between its cells, new rows, pasting a column or a block. Nothing is saved here.
(function () {
  "use strict";
  var form = document.querySelector("form[data-card]");
  var table = form && form.querySelector("table[data-card-grid]");
  if (!table) {
    return;
  }
  var body = table.querySelector("[data-card-rows]");
  var blank = document.querySelector("template[data-card-blank]");
  var card = (window.zhCard = { form: form, table: table, body: body });

  card.word = function (name) {
    return document.getElementById("card-words").dataset[name] || "";
  };
  card.rows = function () {
    return Array.from(body.rows);
  };
  card.cell = function (row, column) {
    var place = row.querySelector('[data-column="' + column + '"]');
    return place ? place.querySelector("input, textarea") : null;
  };
  card.cells = function (row) {
    return Array.from(row.querySelectorAll("[data-column]")).map(function (place) {
      return place.querySelector("input, textarea");
    });
  };
  card.value = function (row, column) {
    var cell = card.cell(row, column);
    return cell ? cell.value : "";
  };
  card.set = function (row, column, value) {
    var cell = card.cell(row, column);
    if (cell && cell.value !== value) {
      cell.value = value;
      grow(cell);
    }
  };
  card.isBlank = function (row) {
    return card.cells(row).every(function (cell) {
      return cell.type === "checkbox" || cell.value.trim() === "";
    });
  };

  card.number = function () {
    card.rows().forEach(function (row, place) {
      row.querySelector("[data-row-number]").textContent = String(place + 1);
      row.setAttribute("aria-label", card.word("row").replace("#", String(place + 1)));
    });
  };

  // Names and ids follow the key of the row, so that the form says the same when it is sent as a whole.
  card.rekey = function (row, key) {
    row.dataset.row = key;
    row.querySelector('input[name="row"]').value = key;
    row.querySelectorAll("[data-name]").forEach(function (input) {
      input.name = key + "-" + input.dataset.name;
      input.id = input.type === "hidden" ? "" : input.name;
    });
    row.querySelector("[data-card-remove]").value = "remove-" + key;
  };

  card.add = function () {
    var last = card.rows().reduce(function (most, row) {
      return Math.max(most, Number(row.dataset.position) || 0);
    }, 0);
    var row = blank.content.querySelector("tr").cloneNode(true);
    row.dataset.position = String(last + 1);
    card.rekey(row, "n" + (last + 1));
    body.appendChild(row);
    prepare(row);
    card.number();
    document.dispatchEvent(new CustomEvent("card:row", { detail: row }));
    return row;
  };

  function grow(cell) {
    if (cell.tagName === "TEXTAREA") {
      cell.style.height = "auto";
      cell.style.height = cell.scrollHeight + 2 + "px";
    }
  }

  function prepare(row) {
    row.querySelectorAll("input[id], textarea[id]").forEach(function (input) {
      input.dataset.name = input.dataset.name || input.name.slice(row.dataset.row.length + 1);
    });
    row.querySelectorAll('input[type="hidden"]').forEach(function (input) {
      if (input.name && input.name !== "row") {
        input.dataset.name = input.name.slice(row.dataset.row.length + 1);
      }
    });
    row.querySelectorAll('input[type="checkbox"]').forEach(function (input) {
      input.dataset.name = "is_self_corrected";
    });
    row.querySelector("[data-card-remove]").tabIndex = -1; // Ctrl+Delete does it; Tab goes from row to row.
    row.querySelectorAll("textarea").forEach(grow);
  }

  card.focus = function (row, column) {
    var cell = card.cell(row, column);
    if (cell) {
      cell.focus();
      if (cell.select && cell.type !== "checkbox") {
        cell.select();
      }
      row.scrollIntoView({ block: "nearest" });
    }
  };

  function columnOf(cell) {
    return cell.closest("[data-column]").dataset.column;
  }

  function isWhole(cell) {
    return cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  }

  // As in a spreadsheet: what was just entered is taken as a whole and the arrows leave it; while words are being
  // changed they move within them, and leave at the edge.
  function leaves(cell, key) {
    if (cell.type === "checkbox" || isWhole(cell)) {
      return true;
    }
    if (key === "ArrowLeft") {
      return cell.selectionEnd === 0;
    }
    if (key === "ArrowRight") {
      return cell.selectionStart === cell.value.length;
    }
    if (cell.tagName !== "TEXTAREA") {
      return true;
    }
    return key === "ArrowUp" ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length;
  }

  function move(cell, down, across) {
    var rows = card.rows();
    var row = cell.closest("tr");
    var target = rows[rows.indexOf(row) + down];
    if (across) {
      var cells = card.cells(row);
      var next = cells[cells.indexOf(cell) + across];
      if (next) {
        card.focus(row, columnOf(next));
      }
    } else if (target) {
      card.focus(target, columnOf(cell));
    }
    return Boolean(target);
  }

  function isLast(row) {
    var rows = card.rows();
    return rows[rows.length - 1] === row;
  }

  card.enter = function (cell, isUp) {
    var row = cell.closest("tr");
    if (!isUp && isLast(row)) {
      if (!card.isBlank(row)) {
        card.focus(card.add(), "item");
      }
      return;
    }
    move(cell, isUp ? -1 : 1, 0);
  };

  table.addEventListener("keydown", function (event) {
    var cell = event.target;
    if (event.defaultPrevented || event.isComposing || !cell.closest("[data-column]") || event.metaKey) {
      return;
    }
    if (event.key === "Enter" && event.altKey && cell.tagName === "TEXTAREA") {
      event.preventDefault();
      cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
      cell.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    if (event.ctrlKey || event.altKey) {
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      card.enter(cell, event.shiftKey);
      return;
    }
    if (event.key === "Tab" && !event.shiftKey) {
      var cells = card.cells(cell.closest("tr"));
      if (cells[cells.length - 1] === cell && isLast(cell.closest("tr")) && !card.isBlank(cell.closest("tr"))) {
        event.preventDefault();
        card.focus(card.add(), "item");
      }
      return;
    }
    var down = { ArrowUp: -1, ArrowDown: 1 }[event.key] || 0;
    var across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0;
    if ((down || across) && !event.shiftKey && leaves(cell, event.key)) {
      event.preventDefault();
      move(cell, down, across);
    }
  });

  table.addEventListener("input", function (event) {
    grow(event.target);
  });

  // A block of a spreadsheet: tabs between the columns, lines between the rows; quoted cells may hold lines.
  card.blockOf = function (text) {
    var rows = [[]];
    var cell = "";
    var isQuoted = false;
    var plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var at = 0; at < plain.length; at += 1) {
      var sign = plain[at];
      if (isQuoted) {
        if (sign === '"' && plain[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else if (sign === '"') {
          isQuoted = false;
        } else {
          cell += sign;
        }
      } else if (sign === '"' && cell === "") {
        isQuoted = true;
      } else if (sign === "\t" || sign === "\n") {
        rows[rows.length - 1].push(cell);
        cell = "";
        if (sign === "\n") {
          rows.push([]);
        }
      } else {
        cell += sign;
      }
    }
    rows[rows.length - 1].push(cell);
    return rows;
  };

  table.addEventListener("paste", function (event) {
    var cell = event.target;
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    var block = card.blockOf(text);
    if (!cell.closest("[data-column]") || (block.length < 2 && block[0].length < 2)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    var row = cell.closest("tr");
    var first = card.cells(row).indexOf(cell);
    var place = card.rows().indexOf(row);
    block.forEach(function (values, offset) {
      var target = card.rows()[place + offset] || card.add();
      values.forEach(function (value, across) {
        var into = card.cells(target)[first + across];
        if (into && into.type !== "checkbox") {
          into.value = value.trim();
          into.dispatchEvent(new Event("input", { bubbles: true }));
          into.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
      document.dispatchEvent(new CustomEvent("card:pasted", { detail: target }));
    });
    card.focus(row, columnOf(cell));
  });

  card.rows().forEach(prepare);
  card.number();
})();
