// What the picture does to the dialog: an editor in it, and out of the way while the screen is taken.
import { enter } from './layout.js';

// Show an editor in the dialog and answer what was made.
export async function edit(session, editor) {
  const { state, view } = session;
  const at = view.main.scrollTop;
  state.editing = editor;
  enter(session, 'editor');
  view.place.replaceChildren(editor.element);
  editor.start();
  const result = await editor.done;
  state.editing = null;
  enter(session, 'form');
  view.main.scrollTop = at;
  return result;
}

// Out of the picture while it is taken, and back.
export function suspend({ ctx, state, view }) {
  state.phase = 'capturing';
  ctx.launcher.dataset.fuera = '';
  view.dialog.close();
}

export function resume(session) {
  delete session.ctx.launcher.dataset.fuera;
  session.view.dialog.showModal();
  enter(session, 'form');
}
