/* Warns before the session ends, and lets the person stay. Time is counted from the last thing that any window did, by
   the wall clock, so that a closed lid counts too. While somebody is typing the warning waits: it must not take the keys. */
(() => {
  "use strict";

  const dialog = document.getElementById("session");
  if (!dialog || !dialog.showModal) return;
  const { idle, whole, warning, person } = dialog.dataset;
  const USED = `ip-use:${person}`;
  const end = Date.now() + whole * 1000;
  const heading = document.getElementById("h-session");
  const text = document.getElementById("session-text");
  const minutes = document.getElementById("session-minutes");
  const form = dialog.querySelector("form");
  const [stay, again] = [form.querySelector("button[type=submit]"), form.querySelector("a")];
  let typed = 0;
  let waved = 0; // the end that the person has been warned of and closed the warning for

  const store = (change) => {
    try {
      return change(window.localStorage);
    } catch {
      return null; // a browser that keeps nothing: this window counts by itself
    }
  };
  let own = Date.now();
  const used = () => Math.max(own, Number(store((kept) => kept.getItem(USED)) ?? 0));
  const use = () => {
    own = Date.now();
    store((kept) => kept.setItem(USED, String(own)));
  };
  const over = () => Math.min(used() + idle * 1000, end);
  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

  use();
  document.addEventListener("saving:used", use);
  document.addEventListener("input", () => { typed = Date.now(); });

  const words = (left) => {
    const many = Math.max(1, Math.ceil(left / 60000));
    return many === 1 ? "en minut" : `${many} minuter`;
  };

  const show = (left) => {
    const isOver = left <= 0;
    const isWhole = end <= used() + idle * 1000;
    heading.textContent = isOver ? "Du är utloggad" : "Du loggas snart ut";
    if (isOver) text.textContent = "Det du har skrivit finns kvar på sidan. Logga in igen, så kan du spara det.";
    else if (isWhole) text.textContent = `Om ${words(left)} måste du logga in igen. Så är det en gång per arbetsdag. Spara det du har skrivit.`;
    else text.textContent = `Om ${words(left)} loggar vi ut dig, för att ingen annan ska komma åt det du gör. Det du har skrivit finns kvar.`;
    stay.hidden = isOver || isWhole;
    again.hidden = !isOver;
    const told = isOver ? "" : `${words(left)} kvar`;
    if (dialog.open && minutes.textContent !== told) minutes.textContent = told;
    if (!dialog.open) {
      dialog.showModal();
      heading.focus();
    }
  };

  const look = () => {
    const left = over() - Date.now();
    if (left > warning * 1000) {
      waved = 0;
      if (dialog.open) dialog.close();
    } else if (dialog.open) show(left);
    else if (Date.now() - typed > 3000 && waved !== (left > 0 ? 1 : 2)) show(left);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-CSRFToken": cookie("csrftoken") ?? "", "X-Requested-With": "autosave" },
      });
      if (answer.ok) {
        use();
        dialog.close();
      } else {
        own = 0;
        store((kept) => kept.removeItem(USED));
        show(0);
      }
    } catch {
      text.textContent = "Vi når inte portalen just nu. Kontrollera att du har nät och tryck igen.";
    }
  });
  dialog.addEventListener("close", () => { waved = over() > Date.now() ? 1 : 2; });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  window.setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  window.addEventListener("storage", (event) => { if (event.key === USED) look(); });
})();
