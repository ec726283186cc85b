// A text that was not sent yet outlives the page's other buttons, a reload and «back»; it ends with the tab.
const form = document.querySelector("#escribir");
const text = form?.elements.body;

if (text) {
  const key = `sin-enviar:${location.pathname}`;
  let sending = false;
  try {
    if (!text.value) text.value = sessionStorage.getItem(key) || "";
    form.addEventListener("submit", () => { sending = true; });
    window.addEventListener("pageshow", () => { sending = false; });
    window.addEventListener("pagehide", () => {
      // What was sent comes back from the server if something is wrong with it.
      if (sending || !text.value.trim()) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text.value);
    });
  } catch {
    // No storage allowed: as without a script.
  }
}
