// The queue: rows that refresh themselves, and what appears once some are chosen.
const rows = document.querySelector("#filas");
const bulk = document.querySelector(".bulk");
const count = document.querySelector("[data-chosen-count]");
const all = document.querySelector("[data-choose-all]");
let etag = "";

const boxes = () => [...rows.querySelectorAll("input[name=id]")];
const chosen = () => boxes().filter((box) => box.checked);

function show() {
  const number = chosen().length;
  if (bulk) bulk.hidden = number === 0;
  if (count) count.textContent = number ? `(${number})` : "";
  if (all) {
    all.checked = number > 0 && number === boxes().length;
    all.indeterminate = number > 0 && !all.checked;
  }
}

if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = all.checked; });
    show();
  });
}
rows.addEventListener("change", show);
show();

// Rows are left alone while some are chosen, or while nobody looks.
rows.addEventListener("htmx:beforeRequest", (event) => {
  if (chosen().length || document.hidden) event.preventDefault();
});
rows.addEventListener("htmx:configRequest", (event) => {
  if (etag) event.detail.headers["If-None-Match"] = etag;
});
rows.addEventListener("htmx:afterRequest", (event) => {
  etag = event.detail.xhr?.getResponseHeader("ETag") || etag;
});
let current = "";
rows.addEventListener("htmx:beforeSwap", () => {
  current = rows.querySelector("[data-current]")?.dataset.ticket || "";
});
rows.addEventListener("htmx:afterSwap", () => {
  const row = [...rows.rows].find((candidate) => candidate.dataset.ticket === current);
  if (row) row.dataset.current = "";
  show();
});
