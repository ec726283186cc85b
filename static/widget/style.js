// The dialog's face: the desk's own tokens, inside a shadow root. The host's CSS reaches no further than the element
// that carries it, and what is !important here wins over what is there.
const CSS = `
:host {
  all: initial !important;
  display: block !important;
}

dialog {
  color-scheme: light dark;
  --bg: #f7f6f3;
  --surface: #fff;
  --sunken: #efede8;
  --line: #dcd8cf;
  --ink: #1d2430;
  --muted: #56606f;
  --accent: #0b5f6b;
  --on-accent: #fff;
  --danger: #b42318;
  --good: #1e7a45;
  --edge: color-mix(in srgb, var(--muted) 55%, var(--line));
}

@media (prefers-color-scheme: dark) {
  dialog {
    --bg: #12161c;
    --surface: #1a2029;
    --sunken: #0d1116;
    --line: #2c3541;
    --ink: #e8ebef;
    --muted: #a3adba;
    --accent: #5cc4d0;
    --on-accent: #07262b;
    --danger: #ff8a7a;
    --good: #7fd49f;
  }
}

* { box-sizing: border-box; }
[hidden] { display: none !important; }

dialog {
  border: 0;
  padding: 0;
  margin: auto 24px auto auto;
  width: min(600px, calc(100vw - 48px));
  max-height: min(920px, calc(100dvh - 48px));
  border-radius: 12px;
  background: var(--surface);
  color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  box-shadow: 0 12px 48px #0006;
  overflow-wrap: anywhere;
  overscroll-behavior: contain;
}

dialog[open] {
  display: flex;
  flex-direction: column;
}

dialog.wide {
  width: min(1180px, calc(100vw - 48px));
  margin-inline: auto;
}

dialog::backdrop { background: #12161c80; }

:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}

.head {
  display: flex;
  align-items: center;
  gap: 4px;
  padding: 12px 12px 12px 24px;
  border-bottom: 1px solid var(--line);
}

h2,
h3 {
  margin: 0;
  line-height: 1.25;
  font-weight: 650;
  text-wrap: balance;
}

h2 {
  font-size: 18px;
  flex: 1;
}

h3 {
  font-size: 20px;
  margin-bottom: 8px;
}

p { margin: 0 0 12px; }

.body {
  overflow: auto;
  padding: 20px 24px 24px;
}

fieldset {
  border: 0;
  padding: 0;
  margin: 0;
  min-width: 0;
}

.field { margin: 0 0 16px; }

.two {
  display: grid;
  grid-template-columns: 1fr 1fr;
  gap: 0 16px;
}

label,
.label {
  display: block;
  font-weight: 600;
  margin: 0 0 4px;
}

.hint,
.sub {
  color: var(--muted);
  font-size: 13px;
  font-weight: 400;
}

.hint { margin: 4px 0 0; }

input,
select,
textarea,
button {
  font: inherit;
  color: inherit;
}

input:not([type=checkbox], [type=file]),
select,
textarea {
  width: 100%;
  min-height: 42px;
  padding: 8px 12px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  background: var(--surface);
}

textarea {
  min-height: 116px;
  resize: vertical;
}

[aria-invalid=true] {
  border-color: var(--danger) !important;
  box-shadow: inset 3px 0 var(--danger);
}

.error {
  color: var(--danger);
  font-weight: 550;
  font-size: 14px;
  margin: 4px 0 0;
}

.error::before { content: "▲ "; }

button {
  cursor: pointer;
  min-height: 40px;
  padding: 7px 14px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
  font-weight: 550;
}

button:hover { border-color: var(--accent); }

button:disabled {
  opacity: .55;
  cursor: default;
}

button.primary {
  background: var(--accent);
  border-color: var(--accent);
  color: var(--on-accent);
}

button.plain {
  border-color: transparent;
  background: none;
  color: var(--accent);
  padding-inline: 6px;
  text-decoration: underline;
  text-underline-offset: 3px;
}

button.icon {
  border-color: transparent;
  width: 44px;
  min-height: 44px;
  padding: 0;
  font-size: 18px;
  line-height: 1;
}

a { color: var(--accent); }

.row {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  align-items: center;
}

.actions {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  justify-content: flex-end;
  align-items: center;
  margin-top: 20px;
}

.actions .start { margin-right: auto; }

.chip {
  min-height: 30px;
  padding: 2px 12px;
  border-radius: 15px;
  background: var(--sunken);
  font-size: 13px;
}

.dots {
  letter-spacing: 2px;
  color: var(--accent);
}

.box {
  border: 1px solid var(--line);
  border-left: 4px solid var(--accent);
  border-radius: 8px;
  padding: 12px 16px;
  margin: 0 0 16px;
  background: var(--bg);
}

.box.bad { border-color: var(--danger); }
.box > :last-child { margin-bottom: 0; }
form > div > .box { margin-top: 16px; }

.box ul {
  margin: 4px 0 0;
  padding-left: 20px;
}

.drop {
  border: 1px dashed var(--edge);
  border-radius: 8px;
  padding: 12px;
}

.over .drop {
  border-color: var(--accent);
  background: var(--sunken);
}

.list {
  list-style: none;
  margin: 8px 0 0;
  padding: 0;
}

.list li {
  display: flex;
  gap: 8px;
  align-items: center;
  border-top: 1px solid var(--line);
  padding: 2px 0;
}

.list li > :first-child {
  flex: 1;
  min-width: 0;
}

.list progress {
  width: 96px;
  accent-color: var(--accent);
}

details {
  border-top: 1px solid var(--line);
  padding-top: 8px;
}

summary {
  cursor: pointer;
  min-height: 28px;
  font-weight: 550;
}

pre {
  max-height: 200px;
  overflow: auto;
  margin: 8px 0;
  padding: 12px;
  border-radius: 8px;
  background: var(--sunken);
  font: 12px/1.5 ui-monospace, monospace;
  white-space: pre-wrap;
}

.check {
  display: flex;
  gap: 8px;
  align-items: center;
  font-weight: 400;
  min-height: 32px;
}

.check input {
  width: 20px;
  height: 20px;
  accent-color: var(--accent);
}

.folio {
  font-size: 34px;
  font-weight: 700;
  line-height: 1.2;
  font-variant-numeric: tabular-nums;
}

.done {
  text-align: center;
  padding: 24px 0;
}

.done::before {
  content: "✓";
  display: block;
  width: 56px;
  margin: 0 auto 16px;
  border-radius: 50%;
  font-size: 32px;
  line-height: 56px;
  color: var(--surface);
  background: var(--good);
}

.visually-hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: in .16s ease-out; }

  @keyframes in {
    from {
      opacity: 0;
      translate: 16px 0;
    }
  }
}

@media (max-width: 600px) {
  dialog,
  dialog.wide {
    margin: 0;
    width: 100vw;
    max-width: 100vw;
    height: 100dvh;
    max-height: 100dvh;
    border-radius: 0;
  }

  .head { padding-left: 16px; }

  .body {
    padding: 16px;
    flex: 1;
  }

  .two { grid-template-columns: minmax(0, 1fr); }
  .actions button { flex: 1 1 auto; }
}`;

export function adopt(root, css = CSS) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
