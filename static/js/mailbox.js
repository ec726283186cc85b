// The mailbox looks again by itself: what arrived meanwhile takes the place of what is shown. Without this, «Actualizar».
const EVERY = 4000; // milliseconds

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const shown of document.querySelectorAll("[data-refresh]")) {
    const next = fresh.getElementById(shown.id);
    if (!next || next.isEqualNode(shown) || shown.contains(document.activeElement)) continue;
    shown.replaceChildren(...document.importNode(next, true).childNodes);
  }
}

setInterval(() => look().catch(() => {}), EVERY);
