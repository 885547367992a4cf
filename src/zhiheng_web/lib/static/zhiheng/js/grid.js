// Scoring sheets (table with data-grid): arrows move between the inputs, Enter goes down, a column can be pasted.
(function () {
  "use strict";

  function cellsOf(table) {
    return Array.from(table.tBodies).reduce(function (all, body) {
      return all.concat(Array.from(body.rows));
    }, []).map(function (row) {
      return Array.from(row.cells).map(function (cell) {
        return cell.querySelector("input:not([type=hidden]):not([type=checkbox]), select");
      });
    });
  }

  function placeOf(cells, input) {
    for (var row = 0; row < cells.length; row += 1) {
      var column = cells[row].indexOf(input);
      if (column >= 0) {
        return { row: row, column: column };
      }
    }
    return null;
  }

  // The next input that way; rows without one in this column (heads of groups) are passed over.
  function next(cells, place, step) {
    var row = place.row + step.row;
    var column = place.column + step.column;
    while (cells[row] && column >= 0 && column < cells[row].length) {
      var found = cells[row][column];
      if (found && !found.disabled && !found.readOnly) {
        return found;
      }
      row += step.row;
      column += step.column;
    }
    return null;
  }

  var STEPS = {
    ArrowUp: { row: -1, column: 0 },
    ArrowDown: { row: 1, column: 0 },
    Enter: { row: 1, column: 0 },
    ArrowLeft: { row: 0, column: -1 },
    ArrowRight: { row: 0, column: 1 }
  };

  // Left and right move the caret until it stands at the edge, as in a spreadsheet that is being edited.
  function isAtEdge(input, key) {
    if (input.tagName === "SELECT" || input.selectionStart === null) {
      return input.tagName !== "SELECT";
    }
    var whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    return whole || (key === "ArrowLeft" ? input.selectionEnd === 0 : input.selectionStart === input.value.length);
  }

  document.addEventListener("keydown", function (event) {
    var table = event.target.closest && event.target.closest("table[data-grid]");
    var step = STEPS[event.key];
    if (!table || !step || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    if (event.target.tagName === "SELECT" && event.key !== "Enter") {
      return;
    }
    if (step.column && !isAtEdge(event.target, event.key)) {
      return;
    }
    var cells = cellsOf(table);
    var place = placeOf(cells, event.target);
    var found = place && next(cells, place, event.key === "Enter" && event.shiftKey ? STEPS.ArrowUp : step);
    if (place) {
      event.preventDefault(); // Enter in a sheet never sends the form.
    }
    if (found) {
      found.focus();
      if (found.select) {
        found.select();
      }
    }
  });

  document.addEventListener("paste", function (event) {
    var table = event.target.closest && event.target.closest("table[data-grid]");
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    var lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    if (!table || (lines.length < 2 && text.indexOf("\t") < 0)) {
      return;
    }
    event.preventDefault();
    var cells = cellsOf(table);
    var start = placeOf(cells, event.target);
    if (!start) {
      return;
    }
    var row = start.row;
    lines.forEach(function (line) {
      while (cells[row] && !cells[row][start.column]) {
        row += 1;
      }
      line.split("\t").forEach(function (value, offset) {
        var input = cells[row] && cells[row][start.column + offset];
        if (input && !input.disabled && !input.readOnly) {
          input.value = value.trim();
          input.dispatchEvent(new Event("input", { bubbles: true }));
          input.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
      row += 1;
    });
  });
})();
