// What was written: kept in the tab while it is, put back after a reload, forgotten once it was sent.
import { newAttempt } from './desk.js';

const PAUSE_OF_DRAFT = 250; // ms after the last key

export const values = ({ written }) => Object.fromEntries(Object.entries(written).map(([key, each]) => [key, each.value]));

export function save({ state, view, draft }) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => draft.write({ ...values(view), attempt: state.attempt, files: view.files.files.length }), PAUSE_OF_DRAFT);
}

export function restore({ ctx, state, view, draft }) {
  const { written, files } = view;
  const kept = draft.read();
  state.attempt = kept.attempt || state.attempt;
  written.process.value = ctx.config.process;
  written.name.element.hidden = !kept.name;
  for (const [key, each] of Object.entries(written)) each.value = kept[key] || each.value;
  if (kept.files) files.complain('Recuperamos tu texto; los archivos hay que adjuntarlos otra vez.');
}

export function forget({ state, view, draft, picture }) {
  const { name, subject, description } = view.written;
  draft.forget();
  clearTimeout(state.timer);
  state.attempt = newAttempt();
  state.asked.clear();
  [name, subject, description].forEach((each) => { each.value = ''; });
  name.element.hidden = true;
  view.files.clear();
  picture.tool?.clear();
  subject.advise();
}
