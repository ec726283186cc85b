// From «Enviar comentarios» to a folio: at most two questions, each once, then the upload with its progress.
import { ask, fields, path } from './desk.js';
import { button, h, size } from './fields.js';
import { particulars } from './particulars.js';

// {done: Promise of {status, …the answer}, cancel()}; status 0 is no connection, -1 cancelled.
// XMLHttpRequest, since fetch tells no upload progress.
function send(address, values, onprogress) {
  const request = new XMLHttpRequest();
  const done = new Promise((settle) => {
    const end = (status) => settle({ ...request.response, status });
    request.open('POST', address);
    request.responseType = 'json';
    request.upload.onprogress = (event) => onprogress(event.loaded);
    request.onload = () => end(request.status);
    request.onerror = () => end(0);
    request.onabort = () => end(-1);
    request.send(fields(values));
  });
  return { done, cancel: () => request.abort() };
}

// The list of what is wrong, with a link to each field; it takes the focus.
function summary(title, sentences, fields) {
  return h('div', { class: 'box bad', role: 'alert', tabindex: '-1' }, h('p', {}, h('strong', {}, title)),
    h('ul', {}, Object.entries(sentences).filter(([name]) => fields[name]).map(([name, sentence]) => h('li', {},
      h('a', { href: '#', onclick: (event) => { event.preventDefault(); fields[name].focus(); } }, `${fields[name].label}: ${sentence}`)))));
}

// `form` is what form.js shows of itself.
export function sender(ctx, form) {
  const { base, site, config: { texts, processes }, launcher } = ctx;
  const { identity, written, fields: places, asked, start } = form;
  let request;

  const complain = (wrong) => { for (const [key, each] of Object.entries(places)) each.complain(wrong[key]); };

  function show(sentence, wrong, retry) {
    if (wrong.name) written.name.element.hidden = false;
    complain(wrong);
    const box = summary(sentence, wrong, places);
    if (retry) box.append(button('Reintentar', () => start(), { class: 'primary' }));
    form.notice.replaceChildren(box);
    form.main.scrollTop = 0;
    box.focus();
  }

  function complained() {
    const wrong = {};
    for (const [key, { element, control, value }] of Object.entries(written)) {
      if (!element.hidden && control.required && !value) wrong[key] = texts[key];
    }
    if (written.email.value && !written.email.control.checkValidity()) wrong.email = texts.address;
    complain(wrong);
    const some = Object.keys(wrong).length > 0;
    if (some) show('Falta algo antes de enviar:', wrong);
    return some;
  }

  function put(text, ...choices) {
    const box = h('div', { class: 'box', role: 'group', 'aria-label': 'Antes de enviar', tabindex: '-1' }, h('p', {}, text), h('div', { class: 'row' }, choices));
    form.question.replaceChildren(box);
    box.focus();
    return true;
  }

  function askSubject() {
    const { subject, process, description } = written;
    const title = (processes.find(([slug]) => slug === process.value) || [])[1] || '';
    const text = subject.suggestion(description.value, title);
    asked.add('subject');
    subject.advise(); // now, not after its pause: what it says would push the question away
    return put(text ? `Tu asunto dice poco. ¿Lo enviamos como «${text}»?` : 'Tu asunto dice poco. ¿Agregas qué pasa, con qué aseguradora y en qué proceso?',
      text ? button('Usar sugerencia', () => { subject.value = text; subject.advise(); start(); }, { class: 'primary' })
        : button('Completar asunto', () => { form.question.replaceChildren(); subject.focus(); }, { class: 'primary' }),
      button('Enviar así', () => start()));
  }

  async function askSimilar() {
    asked.add('similar');
    const found = await ask(base, site, 'parecidas', { subject: written.subject.value, identity: identity.token });
    return found && found.tickets.length && put('Ya tienes abierta una solicitud parecida:',
      found.tickets.map(({ folio, subject, sent }) => h('p', {}, `«${subject}» `, h('span', { class: 'sub' }, sent), h('br'),
        button(`Agregar a #${folio}`, () => start(folio), { class: 'primary' }))),
      button('Enviar como nueva', () => start()));
  }

  async function post(appendTo, first) {
    form.enter('sending');
    const files = form.attached();
    const bars = files.map(({ name = 'Imagen', size: max }) => h('progress', { max, value: 0, 'aria-label': name }));
    form.progress.replaceChildren(h('strong', {}, 'Enviando…'),
      h('ul', { class: 'list' }, files.map((file, at) => h('li', {}, h('span', {}, `${file.name || 'Imagen'} `, h('span', { class: 'sub' }, size(file.size))), bars[at]))),
      button('Cancelar envío', () => request.cancel()));
    form.progress.scrollIntoView();
    form.progress.focus();
    request = send(path(base, site, 'enviar'), {
      ...form.values(), identity: identity.token, append_to: String(appendTo), diagnostics: form.tell.checked && JSON.stringify(particulars(ctx)),
    }, (loaded) => bars.forEach((bar) => { bar.value = Math.min(loaded, bar.max); loaded = Math.max(0, loaded - bar.max); }));
    const answer = await request.done;
    if (answer.status === 401 && first) { // fetched anew once, silently
      await identity.refresh();
      if (identity.token) return post(appendTo, false);
    }
    return answer;
  }

  function settle(answer) {
    const { status, folio, reason, errors = {}, sentence = status ? texts.broken : texts.offline } = answer;
    form.enter(folio ? 'done' : status ? 'error' : 'offline');
    if (folio) {
      thank(answer);
    } else if (status < 0) {
      form.submit.focus();
    } else {
      if (status === 401) { identity.drop(); form.showWho(); }
      show(sentence, errors, !Object.keys(errors).length);
      if (!form.dialog.open) launcher.say(sentence);
      ctx.emit('error', { motivo: reason || 'conexion' });
    }
  }

  function thank({ folio, due, email, appended }) {
    const title = appended ? 'Lo agregamos a tu solicitud' : 'Recibimos tu solicitud';
    const heading = h('h3', { tabindex: '-1' }, title);
    form.forget();
    form.place.replaceChildren(h('div', { class: 'done' }, heading, h('p', { class: 'folio' }, `#${folio}`),
      due && h('p', {}, 'Te respondemos a más tardar el ', h('strong', {}, due), '.'), h('p', { class: 'sub' }, `Te escribiremos a ${email}.`)));
    heading.focus();
    if (!form.dialog.open) launcher.say(`${title} #${folio}.`);
    ctx.emit('enviado', { folio });
  }

  return {
    cancel: () => request && request.cancel(),
    async go(appendTo = '') {
      if (complained() || (!asked.has('subject') && written.subject.isWeak() && askSubject())) return;
      await identity.fresh();
      const own = identity.token && written.email.value.toLowerCase() === identity.email;
      if (own && !appendTo && !asked.has('similar') && await askSimilar()) return;
      settle(await post(appendTo, true));
    },
  };
}
