/* Counts the characters of texts with a limit, as the server counts them (applications/forms/fields.py): code points, a
   new line as one, without the white space around. Nothing is ever cut. Said aloud when the person pauses near the end. */
(() => {
  "use strict";

  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // what Python strips
  const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
  const NEAR = 0.9;
  const count = (text) => Array.from(text.replaceAll("\0", "").replace(AROUND, "").replaceAll("\r\n", "\n")).length;
  const figure = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  const told = (length, limit) => length <= limit
    ? `${figure(length)} av ${figure(limit)} tecken`
    : `Texten är ${figure(length)} tecken. Högst ${figure(limit)} tecken får plats. Ta bort minst ${figure(length - limit)} tecken.`;
  window.portalCount = Object.freeze({ count, told });

  const teller = document.createElement("p");
  teller.className = "visually-hidden";
  teller.setAttribute("aria-live", "polite");
  let telling = 0;

  const show = (control, isTyped) => {
    const line = document.getElementById(`${control.id}_counter`);
    if (!line) return;
    const limit = Number(control.dataset.limit);
    const length = count(control.value);
    line.textContent = told(length, limit);
    line.classList.toggle("counter--over", length > limit);
    line.hidden = control.tagName === "INPUT" && length <= limit / 2; // a name needs no count, and a page has many
    window.clearTimeout(telling);
    if (isTyped && length > limit * NEAR) telling = window.setTimeout(() => { teller.textContent = line.textContent; }, 1500);
  };

  const limited = [...document.querySelectorAll("[data-limit]")];
  if (limited.length) document.querySelector("main")?.append(teller);
  for (const control of limited) {
    const line = document.getElementById(`${control.id}_counter`);
    if (line) control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
    show(control, false);
  }
  const again = (event) => {
    if (event.target.dataset?.limit) show(event.target, event.type === "input");
  };
  document.addEventListener("input", again);
  document.addEventListener("change", again);
})();
