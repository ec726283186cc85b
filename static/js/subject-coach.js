// The subject's coach on our own form: what the dialog of the «Soporte» button does, from the same rules.
// Without this script the server asks its one question on sending.
import { adviser } from "../widget/advice.js";
import { h } from "../widget/fields.js";

const box = document.querySelector("[data-coach]");

function coach(input, rules) {
  const { dots, hint, chips, advise } = adviser(input, rules, { row: "chips" });
  box.querySelector(".mb-3, .field")?.after(h("div", { class: "coach" }, dots, " ", hint, chips));
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
