/* What every page does with JavaScript: moves focus to the error summary, which saves the reader a search, asks before
   a page with unsaved changes is left, and lets go of the texts kept in the browser (autosave.js) when they are saved,
   sent in, or when the person signs out. */
(() => {
  "use strict";

  const focusSummary = (root) => root.querySelector(".error-summary")?.focus();
  focusSummary(document);
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));

  const unsaved = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-warn-unsaved]");
    if (form) unsaved.add(form);
  });
  document.addEventListener("saving:saved", (event) => unsaved.delete(event.target));
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  // Texts kept in the browser: unsaved:<person>:<path>:<control>

  const PREFIX = "unsaved:";
  const SENT = "ip-sent";
  const attempt = (act) => {
    try {
      act();
    } catch {
      // A browser that keeps nothing has nothing to let go of.
    }
  };
  const letGo = (begins) => attempt(() => {
    Object.keys(localStorage).filter((key) => key.startsWith(begins)).forEach((key) => localStorage.removeItem(key));
  });
  const person = document.getElementById("session")?.dataset.person;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    const fresh = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice("csrftoken=".length);
    if (token && fresh) token.value = fresh; // the person may have signed in anew in another window
    if (person && form.matches("[action$='/logga-ut/']")) letGo(`${PREFIX}${person}:`);
    if (form.matches("form[data-keep]") && !event.defaultPrevented) {
      attempt(() => sessionStorage.setItem(SENT, `${PREFIX}${person}:${location.pathname}:`));
    }
  });

  // The page after a form was sent: the server has the texts, in what is saved or in the page that asks for more.
  attempt(() => {
    const sent = sessionStorage.getItem(SENT);
    const answer = performance.getEntriesByType("navigation")[0];
    if (sent && person && (answer?.responseStatus ?? 200) < 400) {
      letGo(sent);
      sessionStorage.removeItem(SENT);
    }
  });
  const done = document.querySelector("[data-let-go]");
  if (done && person) letGo(`${PREFIX}${person}:${done.dataset.letGo}`);
})();
