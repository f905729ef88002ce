/* The portal's own script: every page works without it. It puts the focus on the error summary, which saves the reader
   a search, and asks before a page with unsaved changes is left. */
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
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
})();
