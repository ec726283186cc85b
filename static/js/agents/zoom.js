// A picture enlarged in place; without this module the link opens it.
const dialog = document.querySelector("#zoom");

if (dialog) {
  const picture = dialog.querySelector("img");
  for (const link of document.querySelectorAll("[data-zoom]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      picture.src = link.href;
      picture.alt = link.textContent.trim();
      dialog.showModal();
    });
  }
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
