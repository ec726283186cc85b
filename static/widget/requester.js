// Who asks: the signed identity, the address, and the name when the desk does not know it.
import { ask } from './desk.js';
import { button, h } from './fields.js';
import { save } from './written.js';

export function showIdentity({ identity, view }) {
  const { email } = view.written;
  view.login.replaceChildren(identity.login, h('span', { class: 'sub' }, identity.login ? ' verificado, no se edita' : 'Identidad sin verificar; puedes enviar así.'));
  email.value = email.value || identity.email;
}

export const isOwn = ({ identity, view }) => view.written.email.value.toLowerCase() === identity.email;

export async function lookUp(session) {
  const { ctx, identity, view } = session;
  const { email, name } = view.written;
  const own = isOwn(session);
  view.better.textContent = identity.login && !own ? `Reportas con el usuario ${identity.login}. ` : '';
  const found = email.value.includes('@') && !own && await ask(ctx.base, ctx.site, 'solicitante', { email: email.value, identity: identity.token });
  name.element.hidden = !found?.asks_name && !name.value;
  if (!found?.suggestion) return;
  view.better.append(button(`¿Quisiste decir ${found.suggestion}?`, () => { email.value = found.suggestion; save(session); lookUp(session); email.focus(); }, { class: 'plain' }));
}
