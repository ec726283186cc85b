// What is asked before sending: at most two questions, each once. An answer starts the sending anew.
import { ask } from './desk.js';
import { button, h } from './fields.js';

function put({ view }, text, ...choices) {
  const box = h('div', { class: 'box', role: 'group', 'aria-label': 'Antes de enviar', tabindex: '-1' }, h('p', {}, text), h('div', { class: 'row' }, choices));
  view.question.replaceChildren(box);
  box.focus();
  return true;
}

// Whether the weak subject was questioned.
export function askSubject(session, start) {
  const { ctx, state, view } = session;
  const { subject, process, description } = view.written;
  if (state.asked.has('subject') || !subject.isWeak()) return false;
  state.asked.add('subject');
  const title = ctx.config.processes.find(([slug]) => slug === process.value)?.[1] || '';
  const text = subject.suggestion(description.value, title);
  subject.advise(); // now, not after its pause: what it says would push the question away
  return put(session, text ? `Tu asunto dice poco. ¿Lo enviamos como «${text}»?` : 'Tu asunto dice poco. ¿Agregas qué pasa, con qué aseguradora y en qué proceso?',
    text ? button('Usar sugerencia', () => { subject.value = text; subject.advise(); start(); }, { class: 'primary' })
      : button('Completar asunto', () => { view.question.replaceChildren(); subject.focus(); }, { class: 'primary' }),
    button('Enviar así', () => start()));
}

// Whether an own open ticket like this one was offered instead.
export async function askSimilar(session, start) {
  const { ctx, state, identity, view } = session;
  if (state.asked.has('similar')) return false;
  state.asked.add('similar');
  const found = await ask(ctx.base, ctx.site, 'parecidas', { subject: view.written.subject.value, identity: identity.token });
  return found?.tickets.length > 0 && put(session, 'Ya tienes abierta una solicitud parecida:',
    found.tickets.map(({ folio, subject, sent }) => h('p', {}, `«${subject}» `, h('span', { class: 'sub' }, sent), h('br'),
      button(`Agregar a #${folio}`, () => start(folio), { class: 'primary' }))),
    button('Enviar como nueva', () => start()));
}
