// Drafts that save themselves, one message a click, and what is left of the time to undo.
const form = document.querySelector("[data-composer]");

if (form) {
  const text = form.querySelector("textarea[name=text]");
  const saved = form.querySelector("[data-saved]");
  let written = text.value;
  let timer = 0;
  let leaving = false;

  form.querySelector("[data-save]").hidden = true; // it saves itself

  const save = async () => {
    if (leaving || text.value === written) return;
    const value = text.value;
    const data = new FormData(form);
    data.delete("attachments");
    data.set("verb", "save");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data });
      if (answer.redirected || answer.status === 403) { // signed out, or signed in anew in another tab
        saved.textContent = "Tu sesión terminó: tu texto sigue aquí. Oprime el botón de enviar y entra de nuevo; te espera.";
        return;
      }
      if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
      const said = await answer.json();
      saved.textContent = said.saved || said.problem;
      if (answer.ok) written = value;
    } catch {
      saved.textContent = "Sin conexión: tu texto sigue aquí y lo volvemos a intentar.";
      timer = setTimeout(save, 10000);
    }
  };

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  form.addEventListener("submit", (event) => {
    if (leaving) event.preventDefault();
    leaving = true;
    clearTimeout(timer);
  });
  // Back from the next page by the history: the form may be sent again.
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && text.value !== written) event.preventDefault();
  });
}

// Messages on their way: once they have left, the page shows what became of them.
for (const notice of document.querySelectorAll("[data-leaves-at]")) {
  const left = new Date(notice.dataset.leavesAt) - Date.now();
  if (left < 120000) {
    setTimeout(() => {
      if (form) notice.remove(); else location.reload();
    }, Math.max(left, 0) + 2500);
  }
}
