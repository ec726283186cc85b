// «Tomar foto de la pantalla» beside the picture's file input: the same capture and editor as the «Soporte» button.
// Here the screen to show is another window or tab, so the page itself is not preferred.
import { decode, shoot } from "../widget/capture.js";
import { editor } from "../widget/editor.js";
import { adopt } from "../widget/style.js";

const box = document.querySelector("[data-uploads]");
const zone = document.querySelector('[data-drop="one"]');
const says = document.querySelector("[data-uploads-says]");

const announce = (text) => { says.textContent = text; };

/** Show the editor over the page; answers {blob, canvas}, "remove", or nothing. */
async function edit(canvas, note) {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const dialog = document.createElement("dialog");
  const body = document.createElement("div");
  const tool = editor(canvas, note, announce);
  const onKey = (event) => tool.key(event);
  adopt(root);
  dialog.className = "wide";
  dialog.setAttribute("aria-label", "Tu imagen");
  body.className = "body";
  body.append(tool.element);
  dialog.append(body);
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

function hand(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
}

function button(text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  return made;
}

function equip(input) {
  const captures = Boolean(navigator.mediaDevices?.getDisplayMedia);
  const row = document.createElement("p");
  const take = button("Tomar foto de la pantalla");
  const change = button("Editar imagen");
  const hint = document.createElement("span");
  hint.className = "hint";
  row.className = "picture-tool";
  take.hidden = !captures;
  change.hidden = true;
  row.append(take, " ", change, " ", hint);
  zone.after(row);

  const ask = async (canvas, note, opener) => {
    const made = await edit(canvas, note);
    if (made?.blob) hand(input, [new File([made.blob], "captura.webp", { type: made.blob.type })]);
    change.hidden = !input.files.length;
    opener.focus();
  };

  take.addEventListener("click", async () => {
    hint.textContent = "";
    try {
      const { canvas, note } = await shoot(false);
      await ask(canvas, note, take);
    } catch {
      hint.textContent = "No se tomó la foto. Pega una captura o elige el archivo.";
    }
  });
  change.addEventListener("click", async () => {
    try {
      await ask(await decode(input.files[0], JSON.parse(box.dataset.uploads)), "", change);
    } catch (problem) {
      hint.textContent = problem.sentence;
    }
  });
  input.addEventListener("change", () => { change.hidden = !input.files.length; });
  zone.addEventListener("click", () => setTimeout(() => { change.hidden = !input.files.length; }));
}

if (zone) equip(zone.querySelector("input[type=file]"));
