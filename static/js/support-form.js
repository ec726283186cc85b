// What the support form does earlier with a script than without: asks the name of who is new while they type,
// and sends once. Everything here the server does as well.

const form = document.querySelector("[data-support-form]");
const address = form?.querySelector("[data-known-url]");

/** Show «Nombre» when the address is not registered. A failure shows nothing: the server asks on sending. */
async function askForName() {
  const email = form.elements.email;
  const name = address.querySelector("[data-name]");
  if (!name.hidden || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.value.trim())) return;
  const body = new URLSearchParams({ email: email.value.trim(), csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  try {
    const response = await fetch(address.dataset.knownUrl, { method: "POST", body });
    if (response.ok && (await response.json()).nombre) name.hidden = false;
  } catch {
    // Offline for a moment.
  }
}

/** The second click of a double click does nothing; «back» gives the button its life again. */
function sendOnce() {
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) event.preventDefault();
    sending = true;
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    form.removeAttribute("aria-busy");
  });
}

if (form) sendOnce();
if (address) {
  form.elements.email.addEventListener("change", askForName);
  if (form.elements.email.value) askForName();
}
