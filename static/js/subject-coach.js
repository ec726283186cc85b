// The subject's coach on our own form: what the dialog of the «Soporte» button does, from the same rules.
// Without this script the server asks its one question on sending.
import { score } from "../widget/coach.js";

const PAUSE = 700; // ms of quiet before the hint speaks
const CHIPS = 4;
const box = document.querySelector("[data-coach]");

function coach(input, rules) {
  const dots = document.createElement("span");
  const hint = document.createElement("span");
  const chips = document.createElement("div");
  const advice = document.createElement("div");
  dots.className = "dots";
  dots.setAttribute("aria-hidden", "true");
  hint.setAttribute("role", "status");
  chips.className = "chips";
  chips.setAttribute("role", "group");
  chips.setAttribute("aria-label", "Agregar aseguradora");
  advice.className = "coach";
  advice.append(dots, " ", hint, chips);
  box.querySelector(".mb-3, .field")?.after(advice);
  let timer;

  function chip(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      input.value = `${input.value.trim()} con ${name}`;
      input.focus();
      advise();
    });
    return button;
  }

  function advise() {
    const text = input.value.trim();
    const { points, hint: said, named, missing } = score(text, rules);
    dots.textContent = text && "●".repeat(points) + "○".repeat(3 - points);
    hint.textContent = text && said;
    chips.hidden = !text || named || missing !== "name" || !rules.chips.length;
    chips.replaceChildren(...(chips.hidden ? [] : rules.chips.slice(0, CHIPS).map(chip)));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(advise, PAUSE);
  });
  advise();
}

if (box) {
  try {
    const response = await fetch(box.dataset.coach);
    if (response.ok) coach(box.querySelector("input[name=subject]"), await response.json());
  } catch {
    // Offline for a moment: the server asks.
  }
}
