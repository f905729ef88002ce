/* What autosave.js tells beside a field: its fault when it has been left, and two texts to choose among. All text is put
   in as text, never as markup. */
(() => {
  "use strict";

  const make = (tag, css, text) => {
    const element = document.createElement(tag);
    if (css) element.className = css;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const describe = (element, id, isOn) => {
    const ids = (element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((one) => one && one !== id);
    if (isOn) ids.push(id);
    if (ids.length) element.setAttribute("aria-describedby", ids.join(" "));
    else element.removeAttribute("aria-describedby");
  };

  /* A fault moves what stands below it, and what is being pressed would slip away from under the pointer. */
  let isPressed = false;
  document.addEventListener("pointerdown", () => { isPressed = true; }, { capture: true });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => { isPressed = false; }, { capture: true });
  }
  const afterPress = (act) => {
    if (!isPressed) act();
    else setTimeout(() => afterPress(act), 50);
  };

  /* The same markup as templates/bootstrap5/layout/field_errors_block.html; an empty text takes it away. */
  const fault = (controls, place, text) => {
    const [control] = controls;
    const isGroup = control.type === "radio" || controls.length > 1;
    const id = `${isGroup ? control.id.replace(/_\d+$/, "") : control.id}_error`;
    const told = isGroup ? control.closest("fieldset") ?? control : control;
    let box = document.getElementById(id);
    if (text && !box) {
      box = make("div", "invalid-feedback");
      box.id = id;
      const before = (isGroup ? place.querySelector(".form-check") : control.closest(".form-check")) ?? control;
      before.parentElement.insertBefore(box, before);
    }
    if (text) box.replaceChildren(make("p", "", text));
    else box?.remove();
    describe(told, id, Boolean(text));
    for (const one of controls) {
      one.classList.toggle("is-invalid", Boolean(text));
      if (text) one.setAttribute("aria-invalid", "true");
      else one.removeAttribute("aria-invalid");
    }
    if (place.classList.contains("field")) place.classList.toggle("field--error", Boolean(text));
    else if (!text) place.classList.remove("is-wrong-cell");
  };

  /* `buttons`: the words on each, and what it does. */
  const choice = (controls, place, label, title, text, buttons) => {
    place.querySelector(":scope > .two-texts")?.remove();
    const box = make("div", "two-texts notice notice--warning");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${label}: ${title}`);
    const inner = make("div", "");
    const row = make("p", "two-texts__acts");
    for (const [words, act] of buttons) {
      const button = make("button", "btn btn-secondary", words);
      button.type = "button";
      button.addEventListener("click", () => {
        box.remove();
        act();
        controls[0]?.focus();
      });
      row.append(button);
    }
    inner.append(make("p", "two-texts__title", title), make("div", "two-texts__text", text || "Tomt"), row);
    box.append(inner);
    place.append(box);
  };

  window.portalBeside = Object.freeze({ afterPress, make, fault, choice });
})();
