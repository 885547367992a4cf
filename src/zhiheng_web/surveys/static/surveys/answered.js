/* A soft reminder on this device alone that it has answered: nothing is sent, and it can be ignored. */
(function () {
  "use strict";
  var place = document.querySelector("[data-survey]");
  if (!place) { return; }
  var name = "zhiheng.survey." + place.dataset.survey;
  try {
    if (place.dataset.answered === "yes") {
      window.localStorage.setItem(name, "1");
    } else if (window.localStorage.getItem(name)) {
      place.hidden = false;
    }
  } catch (refused) {
    return;
  }
})();
