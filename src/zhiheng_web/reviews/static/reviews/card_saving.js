// A card saved as it is typed: a row when it is left or after a pause, the opinion likewise; two windows never overwrite.
(function () {
  "use strict";
  var card = window.zhCard;
  if (!card) {
    return;
  }
  var form = card.form;
  var PAUSE = 1500;
  var AGAIN = 5000;
  var dirty = new Set();
  var timers = new Map();
  var work = Promise.resolve();
  var open = 0;

  function time() {
    return new Date().toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  }

  function tell(text, isBad) {
    var place = form.querySelector("[data-card-state]");
    place.textContent = text;
    place.classList.toggle("zh-error", Boolean(isBad));
  }

  function send(url, told) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", form.querySelector('input[name="csrfmiddlewaretoken"]').value);
    Object.keys(told).forEach(function (name) {
      data.append(name, told[name]);
    });
    return fetch(url, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "autosave" } }).then(function (answer) {
      var isJson = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
      if (answer.redirected || !isJson) {
        throw new Error("refused");
      }
      return answer.json().then(function (body) {
        return { status: answer.status, body: body };
      });
    });
  }

  function blame(row, faults) {
    row.querySelectorAll("[data-wrong]").forEach(function (place) {
      place.textContent = "";
    });
    row.querySelectorAll("[aria-invalid]").forEach(function (cell) {
      cell.removeAttribute("aria-invalid");
      cell.classList.remove("is-invalid");
    });
    row.classList.toggle("zh-row-wrong", faults.length > 0);
    faults.forEach(function (fault) {
      var cell = card.cell(row, fault.column);
      if (!cell) {
        return;
      }
      var place = cell.closest("[data-column]").querySelector("[data-wrong]");
      place.id = cell.id + "-wrong";
      place.textContent = fault.said;
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", place.id);
      cell.classList.add("is-invalid");
    });
  }

  function wordsOf(row) {
    var told = { key: row.dataset.row, seen: row.dataset.seen, position: row.dataset.position };
    card.cells(row).forEach(function (cell) {
      var column = cell.closest("[data-column]").dataset.column;
      if (cell.type !== "checkbox") {
        told[column] = cell.value;
      } else if (cell.checked) {
        told[column] = "1";
      }
    });
    return told;
  }

  function seen(row, mark) {
    row.dataset.seen = mark;
    var hidden = row.querySelector('input[name$="-seen"]');
    if (hidden) {
      hidden.value = mark;
    }
  }

  // Both are shown side by side; who types decides which one stays.
  function conflict(place, body, mine, take) {
    place.textContent = "";
    var box = document.createElement("div");
    box.className = "zh-theirs";
    box.setAttribute("role", "alert");
    var words = document.createElement("p");
    words.textContent = body.removed ? card.word("removed") : card.word("theirs") + Object.keys(body.theirs).map(function (name) {
      return body.theirs[name];
    }).filter(Boolean).join(" · ");
    box.appendChild(words);
    [["mine", mine], ["take", take]].forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline-secondary";
      button.textContent = card.word(choice[0]);
      button.addEventListener("click", function () {
        place.textContent = "";
        choice[1]();
      });
      box.appendChild(button);
    });
    place.appendChild(box);
  }

  function version(body) {
    if (body.version) {
      form.querySelector('input[name="version"]').value = body.version;
    }
  }

  function saved() {
    tell(card.word("saved") + " " + time());
  }

  function onRow(row, sent, got) {
    if (got.status === 409) {
      tell(got.body.said, true);
      conflict(row.querySelector("[data-row-told]"), got.body, function () {
        if (got.body.removed) {
          card.rekey(row, "n" + row.dataset.position);
        }
        seen(row, got.body.removed ? "" : got.body.seen);
        mark(row);
        flush();
      }, function () {
        if (got.body.removed) {
          row.remove();
          card.number();
          return;
        }
        Object.keys(got.body.theirs).forEach(function (name) {
          card.set(row, name, got.body.theirs[name]);
        });
        seen(row, got.body.seen);
        card.settle(row);
      });
      return;
    }
    if (got.status === 422) {
      blame(row, got.body.faults);
      tell(got.body.faults[0].column ? card.word("wrong") : got.body.faults[0].said, true);
      return;
    }
    blame(row, []);
    version(got.body);
    if (got.body.key) {
      card.rekey(row, got.body.key);
      seen(row, got.body.seen);
      // Only what was not typed over in the meantime is put right: the item by its id, the clause it brought.
      Object.keys(got.body.words).forEach(function (name) {
        if (card.value(row, name) === sent[name]) {
          card.set(row, name, got.body.words[name]);
        }
      });
    }
    saved();
  }

  function saveRow(row) {
    dirty.delete(row);
    var sent = wordsOf(row);
    return send(form.dataset.rowUrl, sent).then(function (got) {
      onRow(row, sent, got);
    });
  }

  function saveHead(section) {
    dirty.delete(section);
    var told = { head_seen: form.querySelector('input[name="head_seen"]').value };
    section.querySelectorAll("select[name], textarea[name]").forEach(function (field) {
      told[field.name] = field.value;
    });
    return send(form.dataset.headUrl, told).then(function (got) {
      if (got.status === 409) {
        tell(got.body.said, true);
        conflict(section.querySelector("[data-head-told]"), got.body, function () {
          form.querySelector('input[name="head_seen"]').value = got.body.seen;
          mark(section);
          flush();
        }, function () {
          Object.keys(got.body.theirs).forEach(function (name) {
            var field = section.querySelector('[name="' + name + '"]');
            if (field) {
              field.value = got.body.theirs[name];
            }
          });
          form.querySelector('input[name="head_seen"]').value = got.body.seen;
        });
      } else if (got.status === 422) {
        tell(got.body.faults[0].said, true);
      } else {
        form.querySelector('input[name="head_seen"]').value = got.body.seen;
        version(got.body);
        saved();
      }
    });
  }

  function saveAnswer(row) {
    dirty.delete(row);
    var told = { problem: row.dataset.problem, seen: row.dataset.seen, mended: row.querySelector("select").value, text: row.querySelector("input.form-control").value };
    if (!told.mended) {
      return Promise.resolve();
    }
    return send(form.dataset.answerUrl, told).then(function (got) {
      if (got.status === 409) {
        tell(got.body.said, true);
        seen(row, got.body.seen);
        mark(row);
      } else if (got.status === 422) {
        tell(got.body.faults[0].said, true);
      } else {
        row.dataset.seen = got.body.seen;
        row.querySelector('input[type="hidden"]').value = got.body.seen;
        version(got.body);
        saved();
      }
    });
  }

  function save(place) {
    if (place.matches("[data-card-opinion]")) {
      return saveHead(place);
    }
    return place.dataset.problem ? saveAnswer(place) : saveRow(place);
  }

  // One after the other: a new row is there before it is changed, and the version grows in order.
  function queue(place) {
    open += 1;
    tell(card.word("saving"));
    work = work.then(function () {
      return dirty.has(place) ? save(place) : null;
    }).catch(function () {
      dirty.add(place);
      tell(card.word("failed"), true);
      timers.set(place, window.setTimeout(queue, AGAIN, place));
    }).then(function () {
      open -= 1;
      noteClean();
    });
    return work;
  }

  function noteClean() {
    form.toggleAttribute("data-clean", card.isClean());
  }

  function mark(place) {
    dirty.add(place);
    noteClean();
    window.clearTimeout(timers.get(place));
    timers.set(place, window.setTimeout(queue, PAUSE, place));
  }

  function flush() {
    dirty.forEach(function (place) {
      window.clearTimeout(timers.get(place));
      queue(place);
    });
    return work;
  }

  function placeOf(target) {
    return target.closest && target.closest("tr[data-row], tr[data-problem], [data-card-opinion]");
  }

  card.mark = mark;
  card.flush = flush;
  card.isClean = function () {
    return dirty.size === 0 && open === 0;
  };
  card.remove = function (row) {
    var told = { key: row.dataset.row, do: "remove" };
    var rows = card.rows();
    var next = rows[rows.indexOf(row) + 1] || rows[rows.indexOf(row) - 1];
    window.clearTimeout(timers.get(row));
    dirty.delete(row);
    row.remove();
    card.focus(next || card.add(), "item");
    card.number();
    document.dispatchEvent(new CustomEvent("card:changed", { detail: null }));
    // Behind a save that may be under way: by then the row has its number.
    work = work.then(function () {
      told.key = row.dataset.row;
      return told.key.charAt(0) === "l" ? send(form.dataset.rowUrl, told).then(function (got) {
        version(got.body);
        saved();
      }) : null;
    }).catch(function () {
      tell(card.word("failed"), true);
    });
    work.then(noteClean);
  };

  form.addEventListener("input", function (event) {
    var place = placeOf(event.target);
    if (place && event.target.name !== "basics_checked") {
      mark(place);
    }
  });
  form.addEventListener("change", function (event) {
    var place = placeOf(event.target);
    if (place) {
      mark(place);
    }
  });
  form.addEventListener("focusout", function (event) {
    var place = placeOf(event.target);
    if (place && dirty.has(place) && !place.contains(event.relatedTarget)) {
      window.clearTimeout(timers.get(place));
      // After the item has been settled, which happens on the same event.
      window.setTimeout(queue, 0, place);
    }
  });
  noteClean();
  window.addEventListener("beforeunload", function (event) {
    if (!card.isClean() && !form.dataset.sent) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
})();
