// Files of a form: drop them, paste a picture anywhere on the page, see them, take them out again.
// Without this script the two file inputs do the same, one dialog at a time.

import { refusal, size } from "../widget/limits.js";

const box = document.querySelector("[data-uploads]");
const live = document.querySelector("[data-uploads-says]");

/** A file input whose files are a list we can change. */
class Zone {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector("input[type=file]");
    this.list = element.querySelector(".picked");
    this.several = element.dataset.drop === "many";
    this.files = [...this.input.files];
    this.refused = [];
    element.classList.add("live");
    element.querySelector(".drop-invites").hidden = false;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    this.show();
  }

  get isFull() {
    return !this.several && this.files.length > 0;
  }

  /** Take files that the person chose, dropped or pasted; a single zone keeps the last one. */
  add(files) {
    this.refused = [];
    for (const file of files) this.#addOne(file);
    this.#handOver();
    this.show();
    say(this.refused.join(" ") || `Se adjuntó: ${files.map((file) => file.name).join(", ")}`);
  }

  #addOne(file) {
    const why = this.#whyNot(file);
    if (why) this.refused.push(why);
    else if (!this.several) this.files = [file];
    else if (!this.files.some((held) => isSame(held, file))) this.files.push(file);
  }

  #whyNot(file) {
    const sentence = refusal(file, this.several ? this.files.length : 0, rules);
    if (sentence || this.several || file.type.startsWith("image/")) return sentence;
    return rules.texts.notAnImage.replace("%s", () => file.name);
  }

  remove(index) {
    const [gone] = this.files.splice(index, 1);
    this.refused = [];
    this.#handOver();
    this.show();
    this.input.focus();
    say(`Se quitó ${gone.name}`);
  }

  /** What the form will send is what the list shows. */
  #handOver() {
    const transfer = new DataTransfer();
    for (const file of this.files) transfer.items.add(file);
    this.input.files = transfer.files;
  }

  show() {
    for (const image of this.list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.list.replaceChildren(
      ...this.files.map((file, index) => this.#row(file, index)),
      ...this.refused.map((sentence) => row(node("span", "refused", sentence))),
    );
    this.list.hidden = !this.list.children.length;
  }

  #row(file, index) {
    const name = node("span", "name", `${file.name} `);
    name.append(node("span", "sub", size(file.size)));
    const button = node("button", "", "Quitar");
    button.type = "button";
    button.append(node("span", "visually-hidden", ` ${file.name}`));
    button.addEventListener("click", () => this.remove(index));
    return file.type.startsWith("image/") ? row(preview(file), name, button) : row(name, button);
  }
}

function preview(file) {
  const image = node("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  return image;
}

function row(...children) {
  const item = node("li");
  item.append(...children);
  return item;
}

function node(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function isSame(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

function say(text) {
  live.textContent = text;
}

/** A pasted picture is always «image.png»: a name that tells two of them apart. */
function named(file) {
  if (file.name && file.name !== "image.png") return file;
  const clock = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
  return new File([file], `captura-${clock}.png`, { type: file.type, lastModified: Date.now() });
}

function whereTo(file, zones) {
  const [picture, files] = zones;
  return file.type.startsWith("image/") && !picture.isFull ? picture : files;
}

function wireDrop(zone) {
  const { element } = zone;
  element.addEventListener("dragover", (event) => {
    event.preventDefault();
    element.classList.add("over");
  });
  element.addEventListener("dragleave", () => element.classList.remove("over"));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    element.classList.remove("over");
    if (event.dataTransfer.files.length) zone.add([...event.dataTransfer.files]);
  });
}

const rules = JSON.parse(box?.dataset.uploads ?? "{}"); // limits, and the sentences of the server

if (box) {
  const zones = [...box.querySelectorAll("[data-drop]")].map((element) => new Zone(element));
  zones.forEach(wireDrop);
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    for (const file of files.map(named)) whereTo(file, zones).add([file]);
  });
  // A file dropped beside a zone would replace the page, and everything typed with it.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
}
