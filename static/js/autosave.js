/* Saves each field as it is typed, and loses nothing: what the server has not acknowledged lies in this browser, by
   person, page and field, and is offered when the page is opened again. Without this script the form's own button saves. */
(() => {
  "use strict";

  const PAUSE = 2000; // after the last key
  const LONGEST_HOLD = 10000; // that the button waits for what is being saved
  const LONGEST_WAIT = 60000; // between attempts when there is no contact
  const KEPT_DAYS = 30;
  const KEEPALIVE = 60000; // characters that a browser lets a leaving page send
  const person = document.getElementById("session")?.dataset.person;

  const clockTime = (at) => new Date(at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const beside = window.portalBeside;
  const local = (act) => {
    try {
      return act(window.localStorage);
    } catch {
      return undefined; // a browser that keeps nothing: the person is warned before the page is left
    }
  };

  // One form

  class Keeper {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.save ?? "";
      this.prefix = `unsaved:${person}:${location.pathname}:`;
      this.status = form.querySelector("[data-save-status]");
      this.dirty = new Map(); // control → when it was typed in
      this.touched = new Set();
      this.waiting = new Map(); // control → its fault, told when the control has been left
      this.clashes = new Set();
      this.timer = 0;
      this.isSending = false;
      this.isLeaving = false;
      this.isHeld = false; // the button waits for what is being saved
      this.goes = false;
      this.failures = 0;
      this.known = Object.fromEntries((form.elements.bas?.value ?? "").split(" ").filter(Boolean).map((pair) => {
        const at = pair.lastIndexOf("=");
        return [pair.slice(0, at), pair.slice(at + 1)];
      }));
      form.addEventListener("input", (event) => this.typed(event.target));
      form.addEventListener("change", (event) => this.typed(event.target));
      form.addEventListener("focusout", (event) => this.left(event.target));
      window.addEventListener("submit", (event) => { if (event.target === form) this.sentWhole(event); }, { capture: true });
      document.addEventListener("visibilitychange", () => {
        if (document.hidden) this.send(true);
        else if (this.dirty.size) this.soon(0);
      });
      window.addEventListener("online", () => { if (this.dirty.size) this.soon(0); });
      window.addEventListener("focus", () => { if (this.failures) this.soon(0); });
      window.addEventListener("pageshow", (event) => { if (event.persisted) this.returned(); });
      this.offer();
      this.restored();
    }

    // What is in the form

    controls(name) {
      const found = this.form.elements.namedItem(name);
      if (!found) return [];
      return found instanceof RadioNodeList ? [...found].filter((one) => one.name === name) : [found];
    }

    isKept(control) {
      return Boolean(control.name) && control.form === this.form && !control.name.startsWith("val-")
        && !["hidden", "file", "submit", "button", "password"].includes(control.type ?? "");
    }

    values(name) {
      return this.controls(name).flatMap((control) => {
        if (control.type === "checkbox" || control.type === "radio") return control.checked ? [control.value] : [];
        return control.multiple ? [...control.selectedOptions].map((one) => one.value) : [control.value];
      });
    }

    set(name, values) {
      for (const control of this.controls(name)) {
        if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
        else control.value = values[0] ?? "";
      }
      this.controls(name)[0]?.dispatchEvent(new Event("change", { bubbles: true })); // the page's other scripts
    }

    label(name) {
      const control = this.controls(name)[0];
      const group = control?.closest("fieldset")?.querySelector("legend");
      const isChoice = control?.type === "radio" || control?.type === "checkbox";
      const own = isChoice && group ? group : control?.labels?.[0];
      return (own?.textContent ?? control?.getAttribute("aria-label") ?? name).replace(/\s+/g, " ").replace(/\(obligatorisk.*\)/, "").trim();
    }

    place(name) {
      const control = this.controls(name)[0];
      return control?.closest(".field") ?? control?.closest("td") ?? control?.parentElement;
    }

    same(one, other) {
      return JSON.stringify(one.map((text) => text.replaceAll("\r\n", "\n"))) === JSON.stringify(other.map((text) => text.replaceAll("\r\n", "\n")));
    }

    // Typing

    typed(control) {
      if (!this.isKept(control) || this.isSetting) return;
      const name = control.name;
      this.dirty.set(name, Date.now());
      this.touched.add(name);
      this.waiting.delete(name); // of what stood there before
      this.copy(name);
      this.soon(PAUSE);
    }

    left(control) {
      if (!control.name) return;
      if (this.waiting.has(control.name)) this.fault(control.name, this.waiting.get(control.name));
      if (this.dirty.has(control.name) && !this.failures) this.soon(0);
    }

    copy(name) {
      local((store) => store.setItem(this.prefix + name, JSON.stringify({ at: Date.now(), values: this.values(name) })));
    }

    letGo(name) {
      local((store) => store.removeItem(this.prefix + name));
    }

    soon(wait) {
      if (!this.url) return;
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.send(false), wait);
    }

    // Sending: one request at a time, the control's newest text each time

    async send(isLeaving, isByItself = false) {
      if (!this.url || this.isSending || this.isLeaving) return;
      const name = [...this.dirty.keys()].find((one) => !this.clashes.has(one));
      if (name === undefined) return;
      this.isSending = true;
      const sent = this.snapshot();
      const body = new URLSearchParams();
      for (const [key, values] of sent) values.forEach((value) => body.append(key, value));
      body.set("vem", this.form.elements.vem?.value ?? "");
      body.set("bas", Object.entries(this.known).map(([unit, mark]) => `${unit}=${mark}`).join(" "));
      body.set("falt", name);
      try {
        const headers = { "X-CSRFToken": cookie("csrftoken"), "X-Requested-With": "autosave" };
        if (isByItself) headers["X-By-Itself"] = "1";
        const keepalive = isLeaving && body.toString().length < KEEPALIVE;
        const answer = await fetch(this.url, { method: "POST", headers, body, keepalive, redirect: "error" });
        if (answer.status === 401) this.signedOut();
        else if (answer.status === 404) this.say("Den här delen går inte att spara nu. Det du skriver finns kvar här i webbläsaren.", true);
        else if (!answer.ok) this.noContact();
        else this.answered(name, sent, await answer.json(), isByItself);
      } catch {
        this.noContact();
      } finally {
        this.isSending = false;
      }
      if (this.isHeld) this.go();
      else if (!this.failures && [...this.dirty.keys()].some((one) => !this.clashes.has(one))) this.soon(this.waitsFor());
    }

    waitsFor() {
      const last = Math.max(...this.dirty.values());
      return Math.max(0, last + PAUSE - Date.now());
    }

    snapshot() {
      const names = new Set([...this.form.elements].filter((one) => one.name && one.type !== "file" && one.type !== "submit" && one.type !== "button").map((one) => one.name));
      ["csrfmiddlewaretoken", "version", "last_saved", "bas", "vem"].forEach((name) => names.delete(name));
      return new Map([...names].map((name) => [name, this.controls(name).some((one) => one.type === "hidden") ? this.controls(name).map((one) => one.value) : this.values(name)]));
    }

    answered(name, sent, answer, isByItself) {
      this.failures = 0;
      if (!isByItself) document.dispatchEvent(new CustomEvent("saving:used"));
      if (answer.refused || answer.unknown) {
        this.dirty.delete(name);
        this.say(answer.refused ?? "Sidan har ändrats sedan du öppnade den. Det du skrev finns kvar. Ladda om sidan.", true);
        return;
      }
      if (answer.clash) {
        this.clash(name, answer);
        return;
      }
      for (const control of new Set([name, ...answer.controls])) {
        if (!this.same(this.values(control), sent.get(control) ?? [])) continue;
        this.dirty.delete(control);
        if (!answer.faulty) this.letGo(control);
      }
      this.remember(answer.unit, answer.marks);
      this.faults(answer.errors ?? {});
      if (answer.faulty) this.say("Ett fält går inte att spara som det står. Rätta det så sparas det.", true);
      else if (!this.dirty.size) this.saved(answer.at);
    }

    remember(unit, marks) {
      // Only what was saved: the rest of the page is as old as it was, and must be told from what others have written.
      if (unit && marks[unit] !== undefined) this.known[unit] = marks[unit];
      if (this.form.elements.bas) this.form.elements.bas.value = Object.entries(this.known).map(([key, mark]) => `${key}=${mark}`).join(" ");
    }

    saved(at) {
      this.say(`Sparat ${at}`, false);
      const top = document.querySelector("[data-saved-at]");
      if (top) top.textContent = `Sparat ${at}`;
      this.form.dispatchEvent(new CustomEvent("saving:saved", { bubbles: true }));
    }

    say(text, isWrong, link) {
      if (!this.status || this.status.dataset.text === text) return;
      this.status.dataset.text = text;
      this.status.classList.toggle("save-status--wrong", isWrong);
      this.status.textContent = text;
      if (link) this.status.append(" ", link);
    }

    noContact() {
      this.failures += 1;
      this.say("Ingen kontakt – det du skriver finns kvar här och sparas när kontakten är tillbaka.", true);
      this.again();
    }

    signedOut() {
      this.failures += 1;
      const link = beside.make("a", "", "Logga in igen i ett nytt fönster");
      link.href = `/logga-in/?next=${encodeURIComponent("/mitt-konto/")}`;
      link.target = "_blank";
      link.rel = "noopener";
      this.say("Du är utloggad. Det du skriver finns kvar här, och sparas när du har loggat in igen.", true, link);
      this.again();
    }

    again() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.send(false, true), Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
    }

    /* The form is sent as a whole: nothing more of it in bits. What is on its way arrives first, or the server would
       take it for another's text, saved after this page was read. */
    sentWhole(event) {
      if (this.isSending && !this.goes) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (this.isHeld) return; // a second press
        const { submitter } = event;
        const timer = window.setTimeout(() => this.go(), LONGEST_HOLD);
        this.isHeld = true;
        this.go = () => {
          window.clearTimeout(timer);
          this.isHeld = false;
          this.goes = true;
          this.form.requestSubmit(submitter);
          this.goes = false;
        };
        return;
      }
      this.isLeaving = true;
      window.clearTimeout(this.timer);
      window.setTimeout(() => { this.isLeaving = false; }, 10000); // unless it never went
    }

    // Faults, beside the control when it has been left

    faults(told) {
      this.waiting.clear();
      const shown = [...this.form.querySelectorAll("[aria-invalid=true]")].map((one) => one.name);
      for (const name of new Set([...shown, ...Object.keys(told)])) {
        const text = told[name] ?? "";
        if (text && !this.touched.has(name) && !shown.includes(name)) continue; // not come to yet
        if (text && this.controls(name).includes(document.activeElement)) this.waiting.set(name, text);
        else this.fault(name, text);
      }
    }

    fault(name, text) {
      const place = this.place(name);
      if (place) beside.afterPress(() => beside.fault(this.controls(name), place, text));
    }

    choice(name, title, text, buttons) {
      const place = this.place(name);
      if (place) beside.choice(this.controls(name), place, this.label(name), title, text, buttons);
    }

    // Both texts, to choose among

    clash(name, answer) {
      const controls = Object.keys(answer.clash.controls);
      const unit = answer.unit;
      this.clashes.add(name);
      const whose = answer.by ? `${answer.by} sparade den här texten kl. ${answer.at}` : `En annan text sparades kl. ${answer.at}`;
      this.say("Två har skrivit i samma fält. Välj vilken text som ska gälla.", true);
      const known = () => {
        this.clashes.delete(name);
        this.remember(unit, answer.marks);
      };
      const rows = !this.controls(unit).length && unit !== name; // a list of rows is taken whole, by reading the page anew
      this.choice(name, whose, answer.clash.saved, [
        ["Behåll min", () => { known(); this.soon(0); }],
        ["Ta den sparade", () => {
          known();
          this.dirty.delete(name);
          this.letGo(name);
          if (rows) {
            this.form.dispatchEvent(new CustomEvent("saving:saved", { bubbles: true }));
            location.reload();
            return;
          }
          this.isSetting = true;
          for (const control of new Set([name, ...controls])) {
            this.set(control, answer.clash.controls[control] ?? []);
            this.dirty.delete(control);
            this.letGo(control);
          }
          this.isSetting = false;
          if (!this.dirty.size) this.saved(answer.at);
        }],
      ]);
    }

    // Coming back to the page

    kept() {
      return local((store) => Object.keys(store).filter((key) => key.startsWith(this.prefix)).map((key) => {
        try {
          return [key.slice(this.prefix.length), JSON.parse(store.getItem(key))];
        } catch {
          return [key.slice(this.prefix.length), null];
        }
      })) ?? [];
    }

    offer() {
      for (const [name, copy] of this.kept()) {
        const isOld = !copy || !Array.isArray(copy.values) || Date.now() - copy.at > KEPT_DAYS * 86400000;
        if (isOld || this.same(copy.values, this.values(name))) {
          this.letGo(name);
          continue;
        }
        if (!this.controls(name).length) continue; // a row that is not on the page any longer
        this.choice(name, `Det här skrev du kl. ${clockTime(copy.at)} men det hann inte sparas`, this.words(name, copy.values), [
          ["Använd", () => {
            this.set(name, copy.values);
            this.typed(this.controls(name)[0]);
            this.soon(0);
          }],
          ["Släng", () => this.letGo(name)],
        ]);
      }
    }

    words(name, values) {
      const controls = this.controls(name);
      const named = values.map((value) => {
        const one = controls.find((control) => control.value === value && (control.type === "radio" || control.type === "checkbox"));
        const option = controls[0]?.options && [...controls[0].options].find((each) => each.value === value);
        return one?.labels?.[0]?.textContent.trim() ?? option?.textContent.trim() ?? value;
      });
      return named.join(", ");
    }

    /* The browser itself may have put back what stood in the fields when the page was left. */
    restored() {
      if (!this.url) return;
      const back = [...this.form.elements].filter((control) => this.isKept(control) && (
        control.type === "checkbox" || control.type === "radio" ? control.checked !== control.defaultChecked
          : control.options ? false : control.value !== control.defaultValue));
      if (back.length) this.returned();
      back.forEach((control) => this.typed(control));
    }

    /* The page comes out of the browser's memory: what it shows may be older than what is saved. */
    async returned() {
      this.isLeaving = false;
      if (!this.url) return;
      try {
        const answer = await fetch(this.url, { headers: { "X-Requested-With": "autosave" }, redirect: "error" });
        if (!answer.ok) return;
        const stands = await answer.json();
        const changed = Object.keys(this.known).filter((unit) => stands.marks[unit] !== undefined && stands.marks[unit] !== this.known[unit]);
        if (!changed.length) return;
        const link = beside.make("a", "", "Visa det som är sparat nu");
        link.href = location.pathname;
        const who = stands.by ? ` av ${stands.by}` : "";
        this.say(`Sidan är gammal: delen sparades kl. ${stands.at}${who}. Det som är nyare skrivs inte över.`, true, link);
      } catch {
        // No contact: the next thing typed tells of it.
      }
    }
  }

  if (person) document.querySelectorAll("form[data-keep]").forEach((form) => new Keeper(form));
})();
