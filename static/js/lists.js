// The lists of the desk by keyboard: while one stands in the list, j and k go down and up among its rows. Nothing here
// is needed, since every row is a link in reading order; outside the list the keys mean what they usually do.
"use strict";

(function () {
  const list = document.querySelector("[data-list]");
  if (!list) return;

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.key !== "j" && event.key !== "k")) return;
    const rows = Array.from(list.querySelectorAll("a[data-row]"));
    const here = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
    const next = rows[here + (event.key === "j" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
})();
