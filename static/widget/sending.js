// From «Enviar comentarios» to a folio: what is missing, two questions, the upload with its progress, the answer.
import { formData, path } from './desk.js';
import { button, h } from './fields.js';
import { size } from './limits.js';
import { diagnosticsOf } from './diagnostics.js';
import { missing, outcome, shares, signsAnew } from './outcome.js';
import { forget, values } from './written.js';
import { isOwn, showIdentity } from './requester.js';
import { askSimilar, askSubject } from './questions.js';
import { SUBMIT, enter } from './layout.js';

// {done: Promise of {status, …the answer}, cancel()}; status 0 is no connection, -1 cancelled.
// XMLHttpRequest, since fetch tells no upload progress.
function send(address, sent, onprogress) {
  const request = new XMLHttpRequest();
  let cancelled = false;
  const done = new Promise((answer) => {
    request.open('POST', address);
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => onprogress(event.loaded));
    request.addEventListener('loadend', () => answer({ ...request.response, status: cancelled ? -1 : request.status }));
    request.send(formData(sent));
  });
  return { done, cancel() { cancelled = true; request.abort(); } };
}

// The list of what is wrong, with a link to each field; it takes the focus.
function summary(title, sentences, fields) {
  return h('div', { class: 'box bad', role: 'alert', tabindex: '-1' }, h('p', {}, h('strong', {}, title)),
    h('ul', {}, Object.entries(sentences).filter(([name]) => fields[name]).map(([name, sentence]) => h('li', {},
      h('a', { href: '#', onclick: (event) => { event.preventDefault(); fields[name].focus(); } }, `${fields[name].label}: ${sentence}`)))));
}

function complain({ view }, wrong) {
  for (const [key, each] of Object.entries(view.fields)) each.complain(wrong[key]);
}

function refuse(session, sentence, wrong, retry) {
  const { view } = session;
  if (wrong.name) view.written.name.element.hidden = false;
  complain(session, wrong);
  const box = summary(sentence, wrong, view.fields);
  if (retry) box.append(button('Reintentar', () => start(session), { class: 'primary' }));
  view.notice.replaceChildren(box);
  view.main.scrollTop = 0;
  box.focus();
}

// What is sent, beside files and picture.
function message({ ctx, state, identity, view }, appendTo) {
  return {
    ...values(view), insurer: insurer({ ctx, state }), submission_id: state.attempt, identity: identity.token, append_to: appendTo,
    diagnostics: view.consent.checked && JSON.stringify(diagnosticsOf(ctx)),
  };
}

// The insurer that the host named, on opening or in its context.
export const insurer = ({ ctx, state }) => state.given.aseguradora || ctx.context().aseguradora || '';

function showProgress({ state, view }, files) {
  const bars = files.map(({ name = 'Imagen', size: max }) => h('progress', { max, value: 0, 'aria-label': name }));
  view.progress.replaceChildren(h('strong', {}, 'Enviando…'),
    h('ul', { class: 'list' }, files.map((file, at) => h('li', {}, h('span', {}, `${file.name || 'Imagen'} `, h('span', { class: 'sub' }, size(file.size))), bars[at]))),
    button('Cancelar envío', () => state.request.cancel()));
  view.progress.scrollIntoView();
  view.progress.focus();
  return (loaded) => shares(files.map((file) => file.size), loaded).forEach((share, at) => { bars[at].value = share; });
}

async function post(session, appendTo, first) {
  const { ctx, state, identity, view: { files: { files } } } = session;
  const blob = session.picture.tool?.blob;
  enter(session, 'sending');
  const show = showProgress(session, [...files, blob].filter(Boolean));
  state.request = send(path(ctx.base, ctx.site, 'enviar'), { ...message(session, appendTo), attachments: files, screenshot: blob }, show);
  const answer = await state.request.done;
  if (!signsAnew(answer.status, first)) return answer;
  await identity.refresh();
  return identity.token ? post(session, appendTo, false) : answer;
}

function settle(session, answer) {
  const { ctx, identity, view } = session;
  const { phase, sentence, errors, retry, motive } = outcome(answer, ctx.config.texts);
  enter(session, phase);
  if (phase === 'done') {
    thank(session, answer);
  } else if (answer.status < 0) {
    view.submit.focus();
  } else {
    if (answer.status === 401) { identity.drop(); showIdentity(session); }
    refuse(session, sentence, errors, retry);
    if (!view.dialog.open) ctx.launcher.say(sentence);
    ctx.emit('error', { motivo: motive });
  }
}

function thank(session, { folio, due, email, appended }) {
  const { ctx, view } = session;
  const title = appended ? 'Lo agregamos a tu solicitud' : 'Recibimos tu solicitud';
  const heading = h('h3', { tabindex: '-1' }, title);
  forget(session);
  view.place.replaceChildren(h('div', { class: 'done' }, heading, h('p', { class: 'folio' }, `#${folio}`),
    due && h('p', {}, 'Te respondemos a más tardar el ', h('strong', {}, due), '.'), h('p', { class: 'sub' }, `Te escribiremos a ${email}.`)));
  heading.focus();
  if (!view.dialog.open) ctx.launcher.say(`${title} #${folio}.`);
  ctx.emit('enviado', { folio });
}

async function go(session, appendTo) {
  const { ctx, identity, view } = session;
  const again = (folio) => start(session, folio);
  const wrong = missing(view.written, ctx.config.texts);
  if (Object.keys(wrong).length) return refuse(session, 'Falta algo antes de enviar:', wrong);
  complain(session, wrong);
  if (askSubject(session, again)) return;
  await identity.fresh();
  if (identity.token && isOwn(session) && !appendTo && await askSimilar(session, again)) return;
  settle(session, await post(session, appendTo, true));
}

// One sending at a time; `appendTo` is the folio of an own open ticket.
export async function start(session, appendTo = '') {
  const { state, view } = session;
  if (state.busy) return;
  state.busy = true;
  view.notice.replaceChildren();
  view.question.replaceChildren();
  view.submit.textContent = 'Enviando…'; // the host's token may take its time
  try { await go(session, appendTo); } finally { state.busy = false; view.submit.textContent = SUBMIT; }
}
