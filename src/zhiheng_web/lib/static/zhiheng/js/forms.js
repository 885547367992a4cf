// Forms: drafts saved by themselves (data-autosave="address"), a warning before unsaved words are left behind, and no
// second submit by a second click.
(function () {
  "use strict";
  var EVERY = 20000;
  var unsaved = new Set();

  function told(form) {
    var place = form.querySelector(".zh-saved");
    if (!place) {
      place = document.createElement("p");
      place.className = "zh-saved";
      place.setAttribute("role", "status");
      var buttons = form.querySelector(".zh-form-buttons");
      (buttons || form).appendChild(place);
    }
    return place;
  }

  function time(instant) {
    return instant.toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }

  // The files of a form are no part of a draft: they go up when the form is sent.
  function draftOf(form) {
    var draft = new FormData(form);
    Array.from(draft.keys()).forEach(function (name) {
      if (draft.get(name) instanceof File) {
        draft.delete(name);
      }
    });
    return draft;
  }

  function save(form) {
    if (!unsaved.has(form) || form.dataset.saving) {
      return;
    }
    form.dataset.saving = "yes";
    unsaved.delete(form);
    told(form).textContent = window.zhiheng.word("saving");
    fetch(form.dataset.autosave, { method: "POST", body: draftOf(form), credentials: "same-origin", headers: { "X-Requested-With": "autosave" } })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) {
          throw new Error("refused");
        }
        told(form).textContent = window.zhiheng.word("saved") + " " + time(new Date());
      })
      .catch(function (wrong) {
        unsaved.add(form);
        told(form).textContent = window.zhiheng.word(wrong instanceof TypeError ? "offline" : "notSaved");
      })
      .then(function () {
        delete form.dataset.saving;
      });
  }

  function watched(target) {
    return target.closest("form[data-autosave], form[data-warn]");
  }

  document.addEventListener("input", function (event) {
    var form = watched(event.target);
    if (form) {
      unsaved.add(form);
    }
  });
  document.addEventListener("change", function (event) {
    var form = watched(event.target);
    if (form) {
      unsaved.add(form);
    }
  });
  document.addEventListener("focusout", function (event) {
    var form = event.target.closest && event.target.closest("form[data-autosave]");
    if (form) {
      save(form);
    }
  });
  window.setInterval(function () {
    unsaved.forEach(function (form) {
      if (form.dataset.autosave && document.contains(form)) {
        save(form);
      }
    });
  }, EVERY);

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    // Not disabled: the pressed button must go along. A page that comes back from the cache may be sent again.
    form.dataset.sent = "yes";
    unsaved.delete(form);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form");
    if (form) {
      delete form.dataset.sent;
    }
  });

  // Days are typed or picked: where the browser can show its calendar, a button beside the field opens it.
  var CALENDAR = '<svg class="zh-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3"/></svg>';

  function addPicker(field) {
    var picker = document.createElement("input");
    picker.type = "date";
    if (field.closest(".zh-with-picker") || !picker.showPicker) {
      return;
    }
    var around = document.createElement("span");
    around.className = "zh-with-picker";
    field.parentNode.insertBefore(around, field);
    around.appendChild(field);
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    var button = document.createElement("button");
    button.type = "button";
    button.innerHTML = CALENDAR;
    button.setAttribute("aria-label", window.zhiheng.word("pick"));
    button.addEventListener("click", function () {
      picker.value = /^\d{4}-\d{2}-\d{2}$/.test(field.value) ? field.value : "";
      picker.showPicker();
    });
    picker.addEventListener("change", function (event) {
      event.stopPropagation();
      field.value = picker.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
    around.appendChild(picker);
    around.appendChild(button);
  }

  function addPickers() {
    document.querySelectorAll("input.zh-date").forEach(addPicker);
  }
  addPickers();
  document.addEventListener("htmx:afterSwap", addPickers);

  window.addEventListener("beforeunload", function (event) {
    var waiting = Array.from(unsaved).some(function (form) {
      return document.contains(form);
    });
    if (waiting) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
})();
