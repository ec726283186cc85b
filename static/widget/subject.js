// The subject and its coach: dots, one hint after a pause, chips with insurers. It never blocks.
import { button, field, h } from './fields.js';
import { insurerIn, score, suggest } from './coach.js';

const PAUSE = 700; // ms of quiet before the hint speaks
const CHIPS = 4;

export function subjectField(rules, contextInsurer, changed) {
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' });
  const hint = h('span', { role: 'status' });
  const chips = h('div', { class: 'row', role: 'group', 'aria-label': 'Agregar aseguradora', hidden: true });
  const input = h('input', { maxlength: '200', autocomplete: 'off', required: true });
  const self = field('subject', 'Asunto', input, 'Situación + aseguradora + proceso: “No está cotizando con ATLAS”.',
    h('div', { class: 'hint' }, dots, hint), chips);
  let timer;
  let most = CHIPS;

  function advise() {
    const { points, hint: text, named, missing } = score(input.value, rules);
    const said = input.value.trim();
    dots.textContent = said && '●'.repeat(points) + '○'.repeat(3 - points);
    hint.textContent = said && ` ${text}`;
    const names = [...new Set([contextInsurer(), ...rules.chips])].filter(Boolean);
    chips.hidden = !said || named || missing !== 'name' || !names.length;
    chips.replaceChildren(...names.slice(0, most).map((name) => button(name, () => {
      input.value = `${said} con ${name}`;
      input.focus();
      advise();
      changed();
    }, { class: 'chip' })));
    if (names.length > most) {
      chips.append(button('otra…', () => { most = names.length; advise(); chips.children[CHIPS].focus(); }, { class: 'chip' }));
    }
  }

  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(advise, PAUSE); });
  return Object.assign(self, {
    advise,
    isWeak: () => !score(input.value, rules).good,
    suggestion: (description, process) => suggest(input.value, description, contextInsurer() || insurerIn(description, rules), process, rules),
  });
}
