// The dialog: its fields, its states, and the way from a first word to a folio.
import { button, field, filesField, h } from './fields.js';
import { ask, draftOf, identityFrom, newAttempt } from './desk.js';
import { adopt } from './style.js';
import { fold } from './coach.js';
import { subjectField } from './subject.js';
import { inWords } from './particulars.js';
import { sender } from './sending.js';

// The host's own handlers never see what happens in the dialog; its keys the loader holds back.
const HELD_BACK = 'input change paste copy cut drop dragover dragenter dragleave click mousedown mouseup pointerdown pointerup submit focusin focusout'.split(' ');

const SUBMIT = 'Enviar comentarios';

export function create(ctx) {
  const { base, site, config, emit, launcher } = ctx;
  const { texts, coach, processes } = config;
  const draft = draftOf(site);
  const asked = new Set(); // questions already put: each once
  const identity = identityFrom(ctx.script.dataset.tokenUrl);
  let attempt = newAttempt();
  let state; // form, capturing, editor, sending, error, offline, done
  let opener;
  let editing;
  let busy; // from «Enviar» to its answer
  let tool; // of the picture, once it was wanted
  let tries = 0;
  let given = {};
  let timer;

  const host = h('div', { 'data-soporte': 'dialogo' });
  const root = host.attachShadow({ mode: 'open' });
  adopt(root);
  const live = h('div', { role: 'status', class: 'visually-hidden' });
  const announce = (text) => { live.textContent = text; };

  // --- fields
  const better = h('p', { class: 'hint', role: 'status' });
  const email = field('email', 'Solicitante', h('input', { type: 'email', autocomplete: 'email', maxlength: '254', required: true }), 'Aquí recibirás las respuestas.', better);
  const name = field('name', 'Nombre', h('input', { autocomplete: 'name', maxlength: '120', required: true }), 'Tu nombre real, para saber con quién hablamos.');
  const login = h('p', {});
  const process = field('process', 'Proceso', h('select', {}, h('option', { value: '' }, 'No sé'), processes.map(([slug, title]) => h('option', { value: slug }, title))));
  const insurer = () => given.aseguradora || ctx.context().aseguradora || '';
  const subject = subjectField(coach, insurer, save);
  const description = field('description', 'Motivo', h('textarea', { maxlength: '20000', required: true }), 'Cuéntanos como a alguien que no ve tu pantalla.');
  const files = filesField({ ...config.files, texts }, announce);
  const policy = document.permissionsPolicy || document.featurePolicy;
  const captures = navigator.mediaDevices && navigator.mediaDevices.getDisplayMedia && (!policy || policy.allowsFeature('display-capture'));
  const way = (text, kind, shown = true) => shown && button(text, () => withPicture((found) => found.get(kind)));
  const drop = h('div', { class: 'drop', onpointerenter: () => usePicture().catch(() => {}) }, h('div', { class: 'row' },
    way('Tomar foto de la pantalla', 'tab', captures), way('Otra ventana', 'window', captures), way('Pegar', 'paste', navigator.clipboard),
    way(captures ? 'Elegir imagen' : 'Elegir captura', 'file'), way('Dibujar la página (los PDF no aparecen)', 'page', 'dibujarPagina' in ctx.script.dataset)));
  const picture = field('screenshot', 'Imagen', null, captures ? 'Tu navegador preguntará qué compartir: elige esta pestaña. Es una sola foto. ¿Un PDF aparte? «Otra ventana».' : 'Toma la captura con tu equipo y pégala o elígela.', drop);
  const written = { email, name, process, subject, description };
  const fields = { ...written, attachments: files, screenshot: picture };
  const told = h('pre', { tabindex: '0', 'aria-label': 'Lo que se envía de la página' });
  const tell = h('input', { type: 'checkbox', checked: true });

  // --- layout
  const notice = h('div');
  const question = h('div');
  const progress = h('div', { class: 'box', hidden: true, tabindex: '-1', role: 'group', 'aria-label': 'Enviando' });
  const submit = h('button', { class: 'primary' }, SUBMIT);
  const all = h('fieldset', {},
    h('div', { class: 'two' }, email.element, h('div', { class: 'field' }, h('span', { class: 'label' }, 'Usuario'), login)),
    name.element, process.element, subject.element, description.element, picture.element, files.element);
  const details = h('details', { ontoggle: () => { told.textContent = inWords(ctx); } },
    h('summary', {}, 'Qué se envía (página, navegador, errores)'), told, h('label', { class: 'check' }, tell, 'Enviarlo con mi solicitud'));
  const form = h('form', { noValidate: true, onsubmit: (event) => { event.preventDefault(); start(); }, oninput: save },
    notice, all, details, question, progress, h('div', { class: 'actions' },
      config.privacy && h('a', { class: 'start', href: config.privacy, target: '_blank', rel: 'noopener' }, 'Aviso de privacidad'), submit));
  const place = h('div'); // of the editor, of the confirmation
  const main = h('div', { class: 'body' }, form, place);
  const dialog = h('dialog', { 'aria-labelledby': 'title', oncancel: cancelled, onclose: closed },
    h('div', { class: 'head' }, h('h2', { id: 'title' }, 'Soporte'),
      button('–', close, { class: 'icon', 'aria-label': 'Minimizar' }), button('✕', close, { class: 'icon', 'aria-label': 'Cerrar' })), main, live);
  root.append(dialog);
  document.body.append(host);
  HELD_BACK.forEach((type) => host.addEventListener(type, (event) => event.stopPropagation()));

  // --- the picture's code comes when it is wanted; what failed to come is asked for under another address
  let coming; // one for all who ask meanwhile
  function usePicture() {
    coming = coming || import(`./picture.js${tries ? `?${tries}` : ''}`).then((module) => {
      tool = module.pictureTool({ field: picture, drop, announce, suspend, resume, edit });
      return tool;
    });
    coming.catch(() => { coming = null; tries += 1; });
    return coming;
  }
  const withPicture = (act) => usePicture().then(act, () => picture.complain(texts.offline));
  const blob = () => tool && tool.blob;

  // --- what is typed, pasted, dropped
  email.control.addEventListener('change', lookUp);
  function save() {
    clearTimeout(timer);
    timer = setTimeout(() => draft.write({ ...values(), attempt, files: files.files.length }), 250);
  }
  const values = () => Object.fromEntries(Object.entries(written).map(([key, each]) => [key, each.value]));

  async function lookUp() {
    const own = email.value.toLowerCase() === identity.email;
    better.textContent = identity.login && !own ? `Reportas con el usuario ${identity.login}. ` : '';
    const found = email.value.includes('@') && !own && await ask(base, site, 'solicitante', { email: email.value, identity: identity.token });
    name.element.hidden = !(found && found.asks_name) && !name.value;
    if (found && found.suggestion) {
      better.append(button(`¿Quisiste decir ${found.suggestion}?`, () => { email.value = found.suggestion; save(); lookUp(); email.focus(); }, { class: 'plain' }));
    }
  }

  function showWho() {
    login.replaceChildren(identity.login, h('span', { class: 'sub' }, identity.login ? ' verificado, no se edita' : 'Identidad sin verificar; puedes enviar así.'));
    email.value = email.value || identity.email;
  }

  ['dragenter', 'dragover', 'dragleave', 'drop'].forEach((type) => dialog.addEventListener(type, (event) => {
    if (form.hidden || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    dialog.classList.toggle('over', type[4] === 'e' || type === 'dragover');
    if (type === 'drop') files.add([...event.dataTransfer.files]);
  }));
  dialog.addEventListener('paste', (event) => {
    const pasted = form.hidden ? [] : [...event.clipboardData.files];
    if (!pasted.length) return;
    event.preventDefault();
    const image = blob() ? -1 : pasted.findIndex((file) => file.type.startsWith('image/'));
    if (image >= 0) {
      const [file] = pasted.splice(image, 1);
      withPicture((found) => found.open(file));
    }
    if (pasted.length) files.add(pasted);
  });

  // --- states
  function enter(next) {
    dialog.dataset.state = state = next;
    const shown = next !== 'editor' && next !== 'done';
    form.hidden = !shown;
    if (shown) place.replaceChildren();
    dialog.classList.toggle('wide', next === 'editor');
    progress.hidden = next !== 'sending';
    all.disabled = submit.disabled = !progress.hidden;
    main.scrollTop = 0;
  }

  async function edit(made) {
    const at = main.scrollTop;
    editing = made;
    enter('editor');
    place.replaceChildren(made.element);
    made.start();
    const result = await made.done;
    editing = null;
    enter('form');
    main.scrollTop = at;
    return result;
  }

  function suspend() {
    state = 'capturing';
    launcher.dataset.fuera = '';
    dialog.close();
  }

  function resume() {
    delete launcher.dataset.fuera;
    dialog.showModal();
    enter('form');
  }

  // --- sending
  const sending = sender(ctx, {
    identity, written, fields, asked, notice, question, progress, place, tell, submit, main, dialog, enter, start, forget, showWho,
    attached: () => [...files.files, blob()].filter(Boolean),
    values: () => ({ ...values(), insurer: insurer(), submission_id: attempt, attachments: files.files, screenshot: blob() }),
  });

  async function start(appendTo) {
    if (busy) return;
    busy = true;
    notice.replaceChildren();
    question.replaceChildren();
    submit.textContent = 'Enviando…'; // the host's token may take its time
    try { await sending.go(appendTo); } finally { busy = false; submit.textContent = SUBMIT; }
  }

  function forget() {
    draft.forget();
    clearTimeout(timer);
    attempt = newAttempt();
    asked.clear();
    [name, subject, description].forEach((each) => { each.value = ''; });
    name.element.hidden = true;
    files.clear();
    if (tool) tool.clear();
    subject.advise();
  }

  // --- opening and closing
  function restore() {
    const kept = draft.read();
    attempt = kept.attempt || attempt;
    process.value = config.process;
    name.element.hidden = !kept.name;
    for (const [key, each] of Object.entries(written)) each.value = kept[key] || each.value;
    if (kept.files) files.complain('Recuperamos tu texto; los archivos hay que adjuntarlos otra vez.');
  }

  async function open(options, from) {
    if (dialog.open) return;
    opener = from;
    given = { ...given, ...options };
    if (!state) restore();
    if (!busy) enter('form');
    subject.value = subject.value || options.asunto || '';
    const wanted = processes.find((each) => each.some((text) => fold(text) === fold(options.proceso || '')));
    if (wanted) process.value = wanted[0];
    dialog.showModal();
    showWho();
    subject.advise();
    (email.value ? subject : email).focus();
    emit('abierto');
    await identity.fresh();
    showWho();
    if (root.activeElement === email.control && identity.email) subject.focus();
    lookUp();
  }

  function close() { dialog.close(); }

  function cancelled(event) {
    if (event.target === dialog && editing) { event.preventDefault(); editing.cancel(); }
  }

  function closed() {
    if (state === 'capturing') return;
    if (editing) editing.cancel();
    launcher.mark(!!(subject.value || description.value || files.files.length || blob()));
    if (opener && opener.isConnected) opener.focus();
    emit('cerrado');
  }

  return {
    open,
    close,
    isOpen: () => dialog.open,
    key: (event) => { if (editing && event.type === 'keydown') editing.key(event); },
    destroy() { sending.cancel(); state = 'capturing'; dialog.close(); host.remove(); },
  };
}
