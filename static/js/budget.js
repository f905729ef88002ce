/* The budget's page while one types: the server answers the figures (hx-post), this puts what is wrong at its control,
   says what matters, and spreads what is pasted from a spreadsheet over the cells. Without it the button Räkna om does
   the same. Nothing that a person has typed is ever changed here, but for what she pastes. */
(() => {
  "use strict";

  const answer = document.querySelector("[data-budget-answer]");
  if (!answer) return;
  const form = answer.closest("form");
  const told = document.querySelector("[data-budget-told]");
  let wrong = new Map();

  const say = (text) => {
    if (told && told.textContent !== text) told.textContent = text;
  };

  const isAmount = (control) => control.matches(".money--form td input:not([type=hidden])");

  const unmark = (control) => {
    document.getElementById(`${control.id}_error`)?.remove();
    control.removeAttribute("aria-invalid");
    control.classList.remove("is-invalid");
    control.closest("td")?.classList.remove("is-wrong-cell");
    control.closest(".field")?.classList.remove("field--error");
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ");
    const help = ids.filter((id) => id.endsWith("_helptext") && document.getElementById(id));
    if (help.length) control.setAttribute("aria-describedby", help.join(" "));
    else control.removeAttribute("aria-describedby");
  };

  const mark = (control, { text, ids }) => {
    const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (text) {
      const error = document.createElement("span");
      error.className = "invalid-feedback";
      error.id = `${control.id}_error`;
      error.textContent = text;
      control.before(error);
      described.add(error.id);
    }
    for (const id of ids) described.add(id);
    control.setAttribute("aria-invalid", "true");
    control.classList.add("is-invalid");
    control.closest("td")?.classList.add("is-wrong-cell");
    if (!isAmount(control)) control.closest(".field")?.classList.add("field--error");
    if (described.size) control.setAttribute("aria-describedby", [...described].join(" "));
  };

  /* A fault is told when the control is left, not in the middle of a word. */
  const markAll = () => {
    const controls = form.querySelectorAll("input:not([type=hidden]), select, textarea");
    for (const control of controls) {
      const isOurs = isAmount(control) || control.closest(".staff");
      const fault = wrong.get(control.id);
      if (control === document.activeElement) {
        if (!fault && isOurs) unmark(control);
      } else if (isOurs) {
        unmark(control);
        if (fault) mark(control, fault);
      }
    }
  };

  /* The summary tells the sums of the last save, and the table those of now: say which is which, once and in silence. */
  const outdate = (summary) => {
    if (!summary || summary.querySelector("[data-outdated]")) return;
    const note = document.createElement("p");
    note.dataset.outdated = "";
    note.textContent = "Ni har ändrat sedan listan gjordes. Välj Räkna om, så ser ni vad som är kvar.";
    summary.removeAttribute("role");
    summary.querySelector("ul").before(note);
  };

  answer.addEventListener("htmx:afterSettle", () => {
    wrong = new Map(
      [...answer.querySelectorAll("[data-wrong] > li")].map((row) => [
        row.dataset.for,
        { text: row.textContent.trim(), ids: (row.dataset.told ?? "").split(" ").filter(Boolean) },
      ]),
    );
    const said = answer.querySelector("[data-said]")?.textContent ?? "";
    outdate(document.querySelector(".error-summary"));
    answer.textContent = "";
    markAll();
    say(said);
  });
  form.addEventListener("focusout", () => setTimeout(() => window.portalBeside.afterPress(markAll)));

  /* What has the focus is never taken away. */
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.contains(document.activeElement) && event.detail.target !== document.activeElement) {
      event.detail.shouldSwap = false;
    }
  });

  /* Paste: rows by new lines, columns by tabs, from the cell with the focus to the right and down in its table. */
  const help = document.querySelector("[data-paste-help]");
  if (help) help.hidden = false;

  const cellsOf = (text) => {
    const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    return rows.map((row) => row.split("\t").map((cell) => cell.trim()));
  };

  form.addEventListener("paste", (event) => {
    const from = event.target;
    if (!(from instanceof HTMLInputElement) || !isAmount(from)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = [...from.closest("tbody").rows].filter((row) => row.querySelector("td input:not([type=hidden])"));
    const first = rows.indexOf(from.closest("tr"));
    const column = from.closest("td").cellIndex;
    let filled = 0;
    let left = 0;
    cellsOf(text).forEach((cells, down) => {
      cells.forEach((cell, right) => {
        const control = rows[first + down]?.cells[column + right]?.querySelector("input:not([type=hidden])");
        if (control) {
          control.value = cell;
          control.dispatchEvent(new Event("input", { bubbles: true }));
          control.dispatchEvent(new Event("change", { bubbles: true }));
          filled += 1;
        } else if (cell) {
          left += 1;
        }
      });
    });
    const one = filled === 1 ? "En ruta är ifylld" : `${filled} rutor är ifyllda`;
    say(left ? `${one}. ${left} av värdena fick inte plats.` : `${one}.`);
  });
})();
