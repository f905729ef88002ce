/* Shows a question only while the answer that it depends on is given. Without the script all of them stand in the page,
   each with a line that says when to answer it. What is typed in a hidden question is still sent, and kept. */
(() => {
  "use strict";

  const questions = [...document.querySelectorAll(".question")];
  const answer = (name) => {
    const controls = [...document.getElementsByName(name)];
    const chosen = controls.find((control) => (control.type === "radio" ? control.checked : true));
    return chosen ? chosen.value : "";
  };
  const isHidden = (name) => document.getElementsByName(name)[0]?.closest(".question")?.hidden ?? false;

  const update = () => {
    for (const question of questions) {
      const by = question.dataset.askedBy;
      if (by) question.hidden = isHidden(by) || answer(by) !== question.dataset.askedValue;
      else if ("notAsked" in question.dataset) question.hidden = true;
    }
  };

  document.addEventListener("change", update);
  update();
})();
