// What a person sees of the dialog: its fields, its regions, and which of them in which phase. `on` holds what happens then.
import { button, field, h } from './fields.js';
import { filesField } from './files.js';
import { insurerIn, score, suggest } from './coach.js';
import { adviser } from './advice.js';
import { inWords } from './diagnostics.js';
import { adopt } from './style.js';

export const SUBMIT = 'Enviar comentarios';

// Whether this browser and the host's policy let a page ask for the screen.
function captures() {
  const policy = document.permissionsPolicy || document.featurePolicy;
  return navigator.mediaDevices?.getDisplayMedia && (!policy || policy.allowsFeature('display-capture'));
}

function subjectField(rules, insurer, changed) {
  const input = h('input', { maxlength: '200', autocomplete: 'off', required: true });
  const { dots, hint, chips, advise } = adviser(input, rules, { row: 'row', first: insurer, all: true, changed });
  return Object.assign(field('subject', 'Asunto', input, 'Situación + aseguradora + proceso: “No está cotizando con ATLAS”.',
    h('div', { class: 'hint' }, dots, ' ', hint), chips), {
    advise,
    isWeak: () => !score(input.value, rules).good,
    suggestion: (description, process) => suggest(input.value, description, insurer() || insurerIn(description, rules), process, rules),
  });
}

function pictureField(script, on) {
  const shoots = captures();
  const way = (text, kind, shown = true) => shown && button(text, () => on.picture(kind));
  const drop = h('div', { class: 'drop', onpointerenter: on.nearPicture }, h('div', { class: 'row' },
    way('Tomar foto de la pantalla', 'tab', shoots), way('Otra ventana', 'window', shoots), way('Pegar', 'paste', navigator.clipboard),
    way(shoots ? 'Elegir imagen' : 'Elegir captura', 'file'), way('Dibujar la página (los PDF no aparecen)', 'page', 'dibujarPagina' in script.dataset)));
  const self = field('screenshot', 'Imagen', null, shoots ? 'Tu navegador preguntará qué compartir: elige esta pestaña. Es una sola foto. ¿Un PDF aparte? «Otra ventana».' : 'Toma la captura con tu equipo y pégala o elígela.', drop);
  return Object.assign(self, { drop });
}

function fieldsOf({ config, script }, on, announce) {
  const better = h('p', { class: 'hint', role: 'status' });
  const written = {
    email: field('email', 'Solicitante', h('input', { type: 'email', autocomplete: 'email', maxlength: '254', required: true, onchange: on.email }), 'Aquí recibirás las respuestas.', better),
    name: field('name', 'Nombre', h('input', { autocomplete: 'name', maxlength: '120', required: true }), 'Tu nombre real, para saber con quién hablamos.'),
    process: field('process', 'Proceso', h('select', {}, h('option', { value: '' }, 'No sé'), config.processes.map(([slug, title]) => h('option', { value: slug }, title)))),
    subject: subjectField(config.coach, on.insurer, on.save),
    description: field('description', 'Motivo', h('textarea', { maxlength: '20000', required: true }), 'Cuéntanos como a alguien que no ve tu pantalla.'),
  };
  const files = filesField(config.files, config.texts.limits, announce);
  const picture = pictureField(script, on);
  return { better, written, files, picture, fields: { ...written, attachments: files, screenshot: picture } };
}

export function layout(ctx, on) {
  const host = h('div', { 'data-soporte': 'dialogo' });
  const root = host.attachShadow({ mode: 'open' });
  const live = h('div', { role: 'status', class: 'visually-hidden' });
  const announce = (text) => { live.textContent = text; };
  const all = fieldsOf(ctx, on, announce);
  const { written, files, picture } = all;
  const login = h('p', {});
  const sent = h('pre', { tabindex: '0', 'aria-label': 'Lo que se envía de la página' });
  const consent = h('input', { type: 'checkbox', checked: true });
  const notice = h('div');
  const question = h('div');
  const progress = h('div', { class: 'box', hidden: true, tabindex: '-1', role: 'group', 'aria-label': 'Enviando' });
  const submit = h('button', { class: 'primary' }, SUBMIT);
  const inputs = h('fieldset', {},
    h('div', { class: 'two' }, written.email.element, h('div', { class: 'field' }, h('span', { class: 'label' }, 'Usuario'), login)),
    ...[written.name, written.process, written.subject, written.description, picture, files].map(({ element }) => element));
  const details = h('details', { ontoggle: () => { sent.textContent = inWords(ctx); } },
    h('summary', {}, 'Qué se envía (página, navegador, errores)'), sent, h('label', { class: 'check' }, consent, 'Enviarlo con mi solicitud'));
  const form = h('form', { noValidate: true, onsubmit: (event) => { event.preventDefault(); on.submit(); }, oninput: on.save },
    notice, inputs, details, question, progress, h('div', { class: 'actions' },
      ctx.config.privacy && h('a', { class: 'start', href: ctx.config.privacy, target: '_blank', rel: 'noopener' }, 'Aviso de privacidad'), submit));
  const place = h('div'); // of the editor, of the confirmation
  const main = h('div', { class: 'body' }, form, place);
  const close = () => dialog.close();
  const dialog = h('dialog', { 'aria-labelledby': 'title', oncancel: on.cancel, onclose: on.closed },
    h('div', { class: 'head' }, h('h2', { id: 'title' }, 'Soporte'),
      button('–', close, { class: 'icon', 'aria-label': 'Minimizar' }), button('✕', close, { class: 'icon', 'aria-label': 'Cerrar' })), main, live);
  adopt(root);
  root.append(dialog);
  return { ...all, host, root, dialog, main, form, inputs, login, consent, notice, question, progress, submit, place, announce };
}

// Phases: form, capturing, editor, sending, error, offline, done.
export function enter({ state, view }, phase) {
  view.dialog.dataset.state = state.phase = phase;
  const shown = phase !== 'editor' && phase !== 'done';
  view.form.hidden = !shown;
  if (shown) view.place.replaceChildren();
  view.dialog.classList.toggle('wide', phase === 'editor');
  view.progress.hidden = phase !== 'sending';
  view.inputs.disabled = view.submit.disabled = phase === 'sending';
  view.main.scrollTop = 0;
}
