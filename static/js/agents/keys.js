// Shortcuts of the workspace. The page leaves this module out for agents who switched them off.
const help = document.querySelector("#ayuda-teclas");
const rows = document.querySelector("#filas");
const composer = document.querySelector("[data-composer]");

function move(step) {
  const all = [...rows.querySelectorAll("tr[data-ticket]")];
  if (!all.length) return;
  const at = all.findIndex((row) => "current" in row.dataset);
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  all.forEach((row) => delete row.dataset.current);
  next.dataset.current = "";
  next.querySelector(".subject a").focus();
}

const current = () => rows?.querySelector("[data-current]");

function write(tab, verb) {
  const radio = document.querySelector(`#tab-${tab}`);
  if (!radio) return;
  radio.checked = true;
  composer.dataset.verb = verb || "";
  const text = composer.querySelector("textarea[name=text]");
  text.scrollIntoView({ block: "center" });
  text.focus();
}

/** The button that Ctrl+Enter means: the verb chosen by its key, else the only or primary one that shows. */
function send() {
  const showing = [...composer.querySelectorAll("button[name=verb]")].filter((button) => button.offsetParent);
  const wanted = showing.find((button) => button.value === composer.dataset.verb);
  (wanted || showing.find((button) => button.classList.contains("primary")) || showing.at(-1))?.click();
}

function openAssignee() {
  const details = document.querySelector("#datos");
  if (!details) return;
  details.open = true;
  details.querySelector("select[name=assignee]")?.focus();
}

const everywhere = {
  "?": () => help?.showModal(),
  "/": () => document.querySelector("#buscar")?.focus(),
};
const inQueue = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("input[name=id]").click(),
};
const inTicket = {
  r: () => write("responder", "reply"),
  i: () => write("responder", "ask"),
  e: () => write("responder", "resolve"),
  n: () => write("nota"),
  a: openAssignee,
  m: () => document.querySelector("[data-key=m]")?.click(),
  u: () => document.querySelector("[data-back]")?.click(),
};
const keys = { ...everywhere, ...(rows ? inQueue : {}), ...(composer ? inTicket : { u: inTicket.u, a: openAssignee, m: inTicket.m }) };

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && composer?.contains(event.target)) {
    event.preventDefault();
    send();
    return;
  }
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
