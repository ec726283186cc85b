// The coach beside a subject: dots, one hint after a pause, chips with insurers. It never blocks. For the dialog and for /soporte/.
import { button, h } from './fields.js';
import { score } from './coach.js';

const PAUSE = 700; // ms of quiet before the hint speaks
const CHIPS = 4;

// `row` is the class of the chips' row, `first` the insurer that the page itself knows; `all` offers those beyond CHIPS too.
export function adviser(input, rules, { row, first = () => '', all = false, changed = () => {} }) {
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' });
  const hint = h('span', { role: 'status' });
  const chips = h('div', { class: row, role: 'group', 'aria-label': 'Agregar aseguradora', hidden: true });
  let timer;
  let most = CHIPS;

  function add(name) {
    input.value = `${input.value.trim()} con ${name}`;
    input.focus();
    advise();
    changed();
  }

  function more() {
    most = Infinity;
    advise();
    chips.children[CHIPS].focus();
  }

  function advise() {
    const { points, hint: text, named, missing } = score(input.value, rules);
    const said = input.value.trim();
    const names = [...new Set([first(), ...rules.chips])].filter(Boolean);
    dots.textContent = said && '●'.repeat(points) + '○'.repeat(3 - points);
    hint.textContent = said && text;
    chips.hidden = !said || named || missing !== 'name' || !names.length;
    chips.replaceChildren(...names.slice(0, most).map((name) => button(name, () => add(name), { class: 'chip' })));
    if (all && names.length > most) chips.append(button('otra…', more, { class: 'chip' }));
  }

  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(advise, PAUSE); });
  return { dots, hint, chips, advise };
}
