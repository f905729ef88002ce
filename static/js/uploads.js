/* Puts in files one by one as they are chosen or dropped, each with its own row, progress and result; what failed stays
   and can be tried again while the others stay. Without this script the form's own button puts them in. */
(() => {
  "use strict";

  const OLD_PAGE = 403; // the token of the form is no longer good
  const PRECISION = 10;
  const MEGABYTE = 1024 * 1024;
  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const make = (tag, css, text) => {
    const made = document.createElement(tag);
    if (css) made.className = css;
    if (text) made.textContent = text;
    return made;
  };
  const megabytes = (size) => `${(Math.ceil(size * PRECISION / MEGABYTE) / PRECISION).toLocaleString("sv-SE")} MB`;
  const size = (bytes) => {
    if (bytes < 1000) return `${bytes} byte`;
    return bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("sv-SE")} kB` : megabytes(bytes);
  };
  const newKey = () => {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = [...window.crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    return bytes.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const inputs = []; // every control of the page that puts in files by itself
  const isBusy = () => inputs.some((one) => one.isBusy());

  // One chosen file

  class Chosen {
    constructor(file, owner) {
      this.file = file;
      this.owner = owner;
      this.key = newKey(); // the same at each attempt, so that a file that came in without an answer is kept once
      this.state = "waiting";
      this.row = make("li", "file file--sending");
      this.what = make("div", "file__what");
      this.told = make("span", "file-state");
      this.told.id = `fel-${this.key}`;
      this.bar = make("progress", "file__progress");
      this.bar.max = 100;
      this.bar.setAttribute("aria-label", `Lägger in ${file.name}`);
      const name = make("span", "file__name", `${file.name} `);
      name.append(make("span", "small soft", size(file.size)));
      this.what.append(name, this.bar, this.told);
      this.acts = make("div", "file__acts");
      this.row.append(this.what, this.acts);
    }

    button(text, act, css) {
      const made = make("button", css, text);
      made.type = "button";
      made.append(make("span", "visually-hidden", ` ${this.file.name}`));
      made.addEventListener("click", act);
      return made;
    }

    wait() {
      this.state = "waiting";
      this.row.classList.remove("file--failed");
      this.bar.hidden = false;
      this.bar.value = 0;
      this.told.className = "file-state";
      this.told.textContent = "Väntar på sin tur";
      this.acts.replaceChildren(this.button("Avbryt", () => this.cancel(), "linklike"));
    }

    send(done) {
      this.state = "sending";
      this.told.textContent = "Läggs in";
      const request = new XMLHttpRequest();
      this.request = request;
      const body = new FormData();
      Object.entries(this.owner.extra).forEach(([name, value]) => body.append(name, value));
      body.append("nyckel", this.key);
      body.append("fil", this.file, this.file.name);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const share = Math.floor((event.loaded / event.total) * 100);
        this.bar.value = share;
        this.told.textContent = share < 100 ? `${share} procent skickat` : "Kontrolleras";
      });
      request.addEventListener("load", () => { this.answered(request); done(); });
      request.addEventListener("error", () => { this.fail("Kontakten bröts innan filen kom fram. Försök igen när du har nät."); done(); });
      request.addEventListener("abort", done);
      request.open("POST", this.owner.url);
      request.setRequestHeader("X-CSRFToken", cookie("csrftoken"));
      request.setRequestHeader("X-Requested-With", "autosave");
      request.send(body);
    }

    answered(request) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A page of words: the status says enough.
      }
      if (request.status === 200 && answer.row) this.keep(answer);
      else if (request.status === 401) this.fail("Du är utloggad. Logga in igen i ett nytt fönster och försök sedan igen.");
      else if (answer.errors) this.fail(answer.errors.join(" "));
      else if (request.status === 404) this.fail("Det går inte att lägga in filer här nu. Ladda om sidan.");
      else if (request.status === OLD_PAGE) this.fail("Sidan är gammal. Ladda om den och välj filen igen.");
      else if (request.status === 413) this.fail("Filen är för stor. Dela upp den eller spara den med mindre bilder.");
      else this.fail("Något gick fel hos oss. Försök igen om en stund.");
    }

    keep(answer) {
      this.state = "kept";
      const held = this.row.contains(document.activeElement);
      const there = document.getElementById(answer.id);
      const holder = document.createElement("template");
      holder.innerHTML = answer.row;
      const fresh = holder.content.firstElementChild;
      if (there) {
        there.replaceWith(fresh);
        this.row.remove();
      } else {
        this.row.replaceWith(fresh);
      }
      this.owner.forget(this);
      this.owner.update(answer);
      if (held) (fresh.querySelector("[data-remove]") ?? this.owner.input).focus();
      const remark = fresh.querySelector(".file-state")?.textContent.trim() ?? "";
      this.owner.say(`${this.file.name} är inlagd. ${remark}`.trim());
    }

    fail(text) {
      this.state = "failed";
      const held = this.row.contains(document.activeElement);
      this.bar.hidden = true;
      this.row.classList.add("file--failed");
      this.told.className = "file-state file-state--wrong";
      this.told.textContent = text;
      const again = this.button("Försök igen", () => this.again(), "linklike");
      again.setAttribute("aria-describedby", this.told.id);
      this.acts.replaceChildren(again, this.button("Ta bort", () => this.leave(), "linklike linklike--danger"));
      if (held) again.focus();
      this.owner.say(`${this.file.name} är inte inlagd. ${text}`);
    }

    again() {
      this.owner.say(`Försöker igen med ${this.file.name}`);
      this.wait();
      this.acts.querySelector("button").focus();
      this.owner.next();
    }

    cancel() {
      const wasSending = this.state === "sending";
      this.leave();
      if (wasSending) this.request.abort();
    }

    leave() {
      this.state = "left";
      this.row.remove();
      this.owner.forget(this);
      this.owner.say(`${this.file.name} är borttagen ur listan.`);
      this.owner.input.focus();
    }
  }

  // One control

  class Input {
    constructor(box) {
      this.box = box;
      this.url = box.dataset.upload;
      this.input = box.querySelector("input[type=file]");
      this.status = box.querySelector("[data-upload-status]");
      this.zone = box.querySelector("[data-upload-zone]");
      this.most = Number(box.dataset.maxBytes);
      this.extra = {};
      for (const [name, value] of Object.entries(box.dataset)) {
        if (name.startsWith("send")) this.extra[name.slice(4).toLowerCase()] = value;
      }
      this.list = document.querySelector(`[data-files-of="${this.input.id}"]`);
      this.chosen = [];
      box.querySelectorAll("[data-upload-hint]").forEach((one) => { one.hidden = false; });
      if (this.url) {
        box.querySelectorAll("[data-upload-button], [data-upload-later]").forEach((one) => { one.hidden = true; });
        this.input.addEventListener("input", (event) => event.stopPropagation()); // nothing is left to save by the button
        this.input.addEventListener("change", () => this.take([...this.input.files]));
        this.list?.addEventListener("click", (event) => this.remove(event));
      }
      this.drops();
    }

    drops() {
      const over = (is) => this.zone.classList.toggle("upload__zone--over", is);
      this.zone.addEventListener("dragover", (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        over(true);
      });
      this.zone.addEventListener("dragleave", (event) => { if (!this.zone.contains(event.relatedTarget)) over(false); });
      this.zone.addEventListener("drop", (event) => {
        event.preventDefault();
        over(false);
        if (this.url) this.take([...event.dataTransfer.files]);
        else this.add(event.dataTransfer.files);
      });
    }

    /* Without an address of its own the control is filled as if the files had been chosen in it. */
    add(files) {
      const all = new DataTransfer();
      [...this.input.files, ...files].forEach((one) => all.items.add(one));
      this.input.files = all.files;
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.say(`${files.length === 1 ? "En fil är vald" : `${files.length} filer är valda`}.`);
    }

    take(files) {
      this.input.value = "";
      if (!files.length || !this.list) return;
      for (const file of files) {
        const one = new Chosen(file, this);
        this.chosen.push(one);
        this.list.append(one.row);
        if (file.size > this.most) one.fail(`Filen är ${megabytes(file.size)}. Högst ${megabytes(this.most)} får plats. Dela upp den eller spara den med mindre bilder.`);
        else if (!file.size) one.fail("Filen är tom, eller en mapp. Kontrollera att du valde rätt fil.");
        else one.wait();
      }
      this.next();
    }

    isBusy() {
      return this.chosen.some((one) => one.state === "waiting" || one.state === "sending");
    }

    next() {
      if (this.chosen.some((one) => one.state === "sending")) return;
      const one = this.chosen.find((each) => each.state === "waiting");
      if (one) one.send(() => this.next());
      else this.box.dispatchEvent(new CustomEvent("uploads:done", { bubbles: true }));
    }

    forget(one) {
      this.chosen = this.chosen.filter((each) => each !== one);
    }

    async remove(event) {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("li");
      const name = row.querySelector("a")?.textContent ?? "Filen";
      button.disabled = true;
      let text = "Filen är kvar. Försök igen om en stund.";
      try {
        const headers = { "X-CSRFToken": cookie("csrftoken"), "X-Requested-With": "autosave" };
        const answer = await fetch(button.dataset.remove, { method: "POST", headers, redirect: "error" });
        const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
        if (answer.ok && !told.errors) {
          row.remove();
          document.querySelectorAll(`[data-twin="${row.id}"]`).forEach((one) => one.remove());
          this.update(told);
          this.say(`${name} är borttagen.`);
          this.input.focus();
          return;
        }
        if (told.errors) text = told.errors.join(" ");
        else if (answer.status === 401) text = "Du är utloggad. Logga in igen i ett nytt fönster och försök sedan igen.";
      } catch {
        text = "Kontakten bröts. Filen är kvar. Försök igen när du har nät.";
      }
      button.disabled = false;
      let told = row.querySelector("[data-not-removed]");
      if (!told) {
        told = make("span", "file-state file-state--wrong");
        told.dataset.notRemoved = "";
        row.querySelector(".file__what").append(told);
      }
      told.textContent = text;
      this.say(text);
      button.focus();
    }

    /* What else of the page a file changes, by id; the summary goes when nothing is wrong any longer. */
    update(answer) {
      for (const [id, html] of Object.entries(answer.parts ?? {})) {
        const place = document.getElementById(id);
        if (place) place.innerHTML = html;
      }
      if (answer.is_faulty === false) document.querySelector(".error-summary")?.remove();
      this.input.classList.remove("is-invalid");
      this.input.removeAttribute("aria-invalid");
      document.getElementById(`${this.input.id}_error`)?.remove();
    }

    say(text) {
      this.status.textContent = text;
    }
  }

  // The form waits for its files, and the page asks before it is left

  const wait = (event) => {
    if (!isBusy()) return;
    const { target: form, submitter } = event;
    event.preventDefault();
    event.stopImmediatePropagation();
    inputs[0].say("Filerna läggs in först. Sedan sparas sidan.");
    const go = () => {
      if (isBusy()) return;
      document.removeEventListener("uploads:done", go);
      if (!inputs.some((one) => one.chosen.length)) form.requestSubmit(submitter);
    };
    document.addEventListener("uploads:done", go);
  };

  document.querySelectorAll("[data-upload]").forEach((box) => inputs.push(new Input(box)));
  if (inputs.length) {
    window.addEventListener("submit", wait, { capture: true });
    window.addEventListener("beforeunload", (event) => { if (isBusy()) event.preventDefault(); });
    // A file dropped beside a zone must not make the browser leave the page for it.
    ["dragover", "drop"].forEach((name) => document.addEventListener(name, (event) => {
      if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
    }));
  }
})();
