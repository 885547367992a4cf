// The field page: what is entered goes into a queue of the device (IndexedDB) and from there to the server, at once or
// when the connection is back. Every entry has a key made here: sent twice, it is entered once. Photos are kept as taken.
(function () {
  "use strict";
  var form = document.querySelector("form[data-field]");
  var queue = document.getElementById("queue");
  if (!form || !queue || !window.indexedDB || !window.fetch) {
    return; // The plain form does everything but the queue.
  }
  var EVERY = 30000;
  var words = queue.dataset;
  var account = location.pathname; // entries of another inspection stay where they are
  var sending = false;
  var kept = []; // photos taken one after the other: a camera input forgets the one before

  function open() {
    return new Promise(function (resolve, reject) {
      var asked = window.indexedDB.open("zhiheng-field", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("entries", { keyPath: "key" });
      };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = function () { reject(asked.error); };
    });
  }

  function inStore(mode, deed) {
    return open().then(function (base) {
      return new Promise(function (resolve, reject) {
        var step = base.transaction("entries", mode);
        var asked = deed(step.objectStore("entries"));
        // The transaction is waited for, not the request: only then is it on the disk.
        step.oncomplete = function () { base.close(); resolve(asked.result); };
        step.onabort = step.onerror = function () { base.close(); reject(step.error); };
      });
    });
  }

  function entries() {
    return inStore("readonly", function (store) { return store.getAll(); }).then(function (all) {
      return all.filter(function (one) { return one.address === account; })
        .sort(function (one, other) { return one.at - other.at; });
    });
  }

  function put(entry) {
    return inStore("readwrite", function (store) { return store.put(entry); });
  }

  function drop(key) {
    return inStore("readwrite", function (store) { return store.delete(key); });
  }

  function newKey() {
    if (window.crypto && window.crypto.randomUUID) {
      return window.crypto.randomUUID();
    }
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes).map(function (one) { return one.toString(16).padStart(2, "0"); }).join("");
  }

  function paragraph(text) {
    var line = document.createElement("p");
    line.textContent = text;
    queue.appendChild(line);
    return line;
  }

  function button(text, deed) {
    var one = document.createElement("button");
    one.type = "button";
    one.className = "btn btn-outline-secondary";
    one.textContent = text;
    one.addEventListener("click", deed);
    queue.appendChild(one);
  }

  function show(message, tone) {
    return entries().then(function (all) {
      queue.textContent = "";
      queue.hidden = !all.length && !message;
      queue.dataset.tone = tone || (all.length ? "warn" : "");
      if (message) {
        paragraph(message);
      }
      if (all.length) {
        paragraph(words.waiting.replace("#", all.length));
      }
      all.filter(function (one) { return one.why; }).forEach(function (one) {
        queue.dataset.tone = "bad";
        paragraph(words.refused + " " + valueOf(one, "note") + " — " + one.why.join(" "));
        button(words.edit, function () { refill(one); });
        button(words.drop, function () { drop(one.key).then(function () { show(); }); });
      });
    });
  }

  function valueOf(entry, name) {
    var found = entry.fields.filter(function (pair) { return pair[0] === name; })[0];
    return found ? found[1] : "";
  }

  function refill(entry) {
    entry.fields.forEach(function (pair) {
      if (form.elements[pair[0]] && pair[0] !== "key") {
        form.elements[pair[0]].value = pair[1];
      }
    });
    kept = entry.files.slice();
    listFiles();
    drop(entry.key).then(function () { show(); });
    form.elements.note.focus();
  }

  function entryOf() {
    var fields = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") {
        fields.push([name, name === "key" ? "" : value]);
      }
    });
    var key = newKey();
    fields.forEach(function (pair) {
      if (pair[0] === "key") {
        pair[1] = key;
      }
    });
    return { key: key, address: account, at: Date.now(), fields: fields, files: chosen(), why: null };
  }

  function chosen() {
    var album = Array.from(form.elements.album.files).map(function (file) {
      return { name: file.name, blob: file };
    });
    return kept.concat(album);
  }

  function listFiles() {
    var list = document.getElementById("chosen-files");
    list.textContent = "";
    list.hidden = !kept.length;
    kept.forEach(function (one) {
      var line = document.createElement("li");
      line.textContent = one.name;
      list.appendChild(line);
    });
  }

  function bodyOf(entry) {
    var body = new FormData();
    entry.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    entry.files.forEach(function (one) { body.append("album", one.blob, one.name); });
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return body;
  }

  // Resolves to true where the next entry may be tried.
  function send(entry) {
    return fetch(account, { method: "POST", body: bodyOf(entry), credentials: "same-origin", headers: { "X-Requested-With": "field" } })
      .then(function (answer) {
        var kind = answer.headers.get("Content-Type") || "";
        if (answer.redirected || answer.status === 401 || answer.status === 403) {
          return show(words.signIn, "bad").then(function () { return false; });
        }
        if (kind.indexOf("json") < 0) {
          return show(words.kept, "warn").then(function () { return false; });
        }
        return answer.json().then(function (told) { return settle(entry, told); });
      })
      .catch(function () {
        return show(words.kept, "warn").then(function () { return false; });
      });
  }

  function settle(entry, told) {
    if (told.state === "saved" || told.state === "already") {
      return drop(entry.key).then(function () {
        var twins = told.twins && told.twins.length ? " " + words.twins + told.twins.join("; ") : "";
        return show((told.state === "saved" ? words.saved : words.already) + twins, twins ? "warn" : "");
      }).then(function () { return true; });
    }
    entry.why = told.why || [];
    return put(entry).then(function () { return show(); }).then(function () { return true; });
  }

  function flush() {
    if (sending) {
      return Promise.resolve();
    }
    sending = true;
    return entries().then(function (all) {
      return all.filter(function (one) { return !one.why; }).reduce(function (before, one) {
        return before.then(function (goesOn) { return goesOn ? send(one) : false; });
      }, Promise.resolve(true));
    }).then(function () { sending = false; }, function () { sending = false; });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    window.setTimeout(function () { delete form.dataset.sent; }, 0); // it is sent from the queue, and may be sent again
    var entry = entryOf();
    put(entry).then(function () {
      var body = form.elements.body_id.value;
      form.reset();
      form.elements.body_id.value = body;
      form.elements.occurred_at.value = now();
      kept = [];
      listFiles();
      window.scrollTo(0, 0);
      return flush();
    }, function () {
      show(words.lost, "bad");
    });
  });

  form.elements.photos.addEventListener("change", function () {
    Array.from(form.elements.photos.files).forEach(function (file) {
      kept.push({ name: file.name, blob: file });
    });
    form.elements.photos.value = "";
    listFiles();
  });

  function now() {
    // Beijing time whatever the device is set to; "sv" writes year-month-day.
    return new Date().toLocaleString("sv", { timeZone: "Asia/Shanghai" }).slice(0, 16).replace(" ", "T");
  }

  document.getElementById("position").addEventListener("click", function () {
    if (!navigator.geolocation) {
      show(words.noPosition, "warn");
      return;
    }
    navigator.geolocation.getCurrentPosition(function (found) {
      form.elements.latitude.value = found.coords.latitude.toFixed(6);
      form.elements.longitude.value = found.coords.longitude.toFixed(6);
    }, function () { show(words.noPosition, "warn"); }, { enableHighAccuracy: true, timeout: 20000 });
  });

  // Search of clauses: the list is made anew, for not every browser hides an option.
  var select = form.querySelector("[data-clauses]");
  var every = Array.from(select.options).map(function (one) { return [one.value, one.textContent]; });
  document.getElementById("clause-search").addEventListener("input", function (event) {
    var typed = event.target.value.trim().toLowerCase().split(/\s+/);
    var before = select.value;
    var found = every.filter(function (one) {
      return one[0] === "" || typed.every(function (word) { return one[1].toLowerCase().indexOf(word) >= 0; });
    });
    select.textContent = "";
    found.forEach(function (one) {
      select.add(new Option(one[0] === "" && found.length === 1 ? words.none : one[1], one[0]));
    });
    // One that is left is chosen; what was chosen before stays while it is among those shown.
    var stays = before && found.some(function (one) { return one[0] === before; });
    select.value = stays ? before : found.length === 2 ? found[1][0] : "";
  });

  window.addEventListener("online", flush);
  window.setInterval(flush, EVERY);
  show().then(flush);
})();
