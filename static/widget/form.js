// The dialog as the loader knows it: made once, opened and closed. What changes stands in `session`; the parts are functions of it.
import { draftOf, identityFrom, newAttempt } from './desk.js';
import { fold } from './coach.js';
import { enter, layout } from './layout.js';
import { restore, save } from './written.js';
import { lookUp, showIdentity } from './requester.js';
import { acceptFiles, usePicture, withPicture } from './attaching.js';
import { insurer, start } from './sending.js';

// The host's own handlers never see what happens in the dialog; its keys the loader holds back.
const HELD_BACK = 'input change paste copy cut drop dragover dragenter dragleave click mousedown mouseup pointerdown pointerup submit focusin focusout'.split(' ');

const newState = () => ({
  phase: '', // see enter() of layout.js
  attempt: newAttempt(), // the same ticket however often it is sent
  asked: new Set(), // questions already put: each once
  given: {}, // by the host on opening
  busy: false, // from «Enviar» to its answer
  opener: null, // takes the focus back
  editing: null, // the editor that is shown
  request: null, // the upload on its way
  timer: 0, // of the draft
});

function choose({ ctx, view }, process) {
  const wanted = ctx.config.processes.find((each) => each.some((text) => fold(text) === fold(process)));
  if (wanted) view.written.process.value = wanted[0];
}

async function open(session, options, from) {
  const { ctx, state, view, identity } = session;
  const { subject, email } = view.written;
  if (view.dialog.open) return;
  state.opener = from;
  state.given = { ...state.given, ...options };
  if (!state.phase) restore(session);
  if (!state.busy) enter(session, 'form');
  subject.value = subject.value || options.asunto || '';
  choose(session, options.proceso || '');
  view.dialog.showModal();
  showIdentity(session);
  subject.advise();
  (email.value ? subject : email).focus();
  ctx.emit('abierto');
  await identity.fresh();
  showIdentity(session);
  if (view.root.activeElement === email.control && identity.email) subject.focus();
  lookUp(session);
}

function cancelled({ state, view }, event) {
  if (event.target !== view.dialog || !state.editing) return;
  event.preventDefault();
  state.editing.cancel();
}

function closed(session) {
  const { state, view: { written, files } } = session;
  if (state.phase === 'capturing') return;
  state.editing?.cancel();
  session.ctx.launcher.mark(!!(written.subject.value || written.description.value || files.files.length || session.picture.tool?.blob));
  if (state.opener?.isConnected) state.opener.focus();
  session.ctx.emit('cerrado');
}

export function create(ctx) {
  const session = {
    ctx, state: newState(), identity: identityFrom(ctx.script.dataset.tokenUrl), draft: draftOf(ctx.site), picture: { tool: null, coming: null, tries: 0 },
  };
  const { state } = session;
  const view = session.view = layout(ctx, {
    save: () => save(session), submit: () => start(session), email: () => lookUp(session), insurer: () => insurer(session),
    picture: (kind) => withPicture(session, (tool) => tool.get(kind)), nearPicture: () => usePicture(session).catch(() => {}),
    cancel: (event) => cancelled(session, event), closed: () => closed(session),
  });
  document.body.append(view.host);
  HELD_BACK.forEach((type) => view.host.addEventListener(type, (event) => event.stopPropagation()));
  acceptFiles(session);
  return {
    open: (given, from) => open(session, given, from),
    close: () => view.dialog.close(),
    isOpen: () => view.dialog.open,
    key: (event) => { if (state.editing && event.type === 'keydown') state.editing.key(event); },
    destroy() { state.request?.cancel(); state.phase = 'capturing'; view.dialog.close(); view.host.remove(); },
  };
}
