// «Tomar foto de la pantalla» beside the picture's file input: the same capture and editor as the «Soporte» button.
// Here the screen to show is another window or tab, so the page itself is not preferred.
import { decode, shoot } from "../widget/capture.js";
import { editor } from "../widget/editor.js";
import { button, h } from "../widget/fields.js";
import { adopt } from "../widget/style.js";

const box = document.querySelector("[data-uploads]");
const zone = document.querySelector('[data-drop="one"]');
const says = document.querySelector("[data-uploads-says]");

const announce = (text) => { says.textContent = text; };

/** Show the editor over the page; answers {blob, canvas}, "remove", or nothing. */
async function edit(canvas, note) {
  const host = h("div");
  const root = host.attachShadow({ mode: "open" });
  const tool = editor(canvas, note, announce);
  const onKey = (event) => tool.key(event);
  const dialog = h("dialog", { class: "wide", "aria-label": "Tu imagen" }, h("div", { class: "body" }, tool.element));
  adopt(root);
  root.append(dialog);
  document.body.append(host);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    tool.cancel();
  });
  dialog.addEventListener("keydown", onKey);
  dialog.showModal();
  tool.start();
  const made = await tool.done;
  dialog.close();
  host.remove();
  return made;
}

function setFiles(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
}

function addTools(input) {
  const captures = Boolean(navigator.mediaDevices?.getDisplayMedia);
  const take = button("Tomar foto de la pantalla", () => shootOne(), { class: "button", hidden: !captures });
  const change = button("Editar imagen", () => editChosen(), { class: "button", hidden: true });
  const hint = h("span", { class: "hint" });
  zone.after(h("p", { class: "picture-tool" }, take, " ", change, " ", hint));

  const ask = async (canvas, note, opener) => {
    const made = await edit(canvas, note);
    if (made?.blob) setFiles(input, [new File([made.blob], "captura.webp", { type: made.blob.type })]);
    change.hidden = !input.files.length;
    opener.focus();
  };

  async function shootOne() {
    hint.textContent = "";
    try {
      const { canvas, note } = await shoot(false);
      await ask(canvas, note, take);
    } catch {
      hint.textContent = "No se tomó la foto. Pega una captura o elige el archivo.";
    }
  }

  async function editChosen() {
    try {
      await ask(await decode(input.files[0], JSON.parse(box.dataset.uploads)), "", change);
    } catch (problem) {
      hint.textContent = problem.sentence;
    }
  }

  input.addEventListener("change", () => { change.hidden = !input.files.length; });
  zone.addEventListener("click", () => setTimeout(() => { change.hidden = !input.files.length; }));
}

if (zone) addTools(zone.querySelector("input[type=file]"));
