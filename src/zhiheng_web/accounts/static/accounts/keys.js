// Joins the buttons of the pages to the security keys of the browser; what went wrong is said on the page.
(function () {
  "use strict";
  document.querySelectorAll("[data-key-form]").forEach(function (button) {
    window.allauth.webauthn.forms[button.dataset.keyForm]({
      ids: { add: button.id, authenticate: button.id, credential: button.dataset.credential, data: "js_data" }
    });
  });
  document.addEventListener("allauth.error", function (event) {
    var words = document.querySelector("[data-key-error]");
    if (words) {
      words.hidden = false;
      event.preventDefault();
    }
  });
})();
