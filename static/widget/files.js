// Attachments: chosen, dragged or pasted; up to the limits that are shown beforehand.
import { button, field, h } from './fields.js';
import { refusal, size } from './limits.js';

export function filesField(limits, shown, announce) {
  const files = [];
  const list = h('ul', { class: 'list', 'aria-label': 'Archivos adjuntos', hidden: true });
  const input = h('input', { type: 'file', multiple: true, hidden: true, onchange: () => { add([...input.files]); input.value = ''; } });
  const choose = button('Adjuntar', () => input.click());
  const self = field('attachments', 'Archivo', null, '¿Difiere la prima? Adjunta nuestra cotización y la del portal.', h('div', { class: 'drop' },
    h('div', { class: 'row' }, choose, h('span', { class: 'sub' }, shown)), input, list));

  function add(chosen) {
    const problems = [];
    for (const file of chosen) {
      const wrong = refusal(file, files.length, limits);
      if (wrong) problems.push(wrong);
      else files.push(file);
    }
    draw(problems.join(' '));
    announce(problems.join(' ') || `Archivos adjuntos: ${files.length}.`);
  }

  function draw(wrong) {
    self.complain(wrong);
    list.hidden = !files.length;
    list.replaceChildren(...files.map((file) => h('li', {}, h('span', {}, `${file.name} `, h('span', { class: 'sub' }, size(file.size))),
      button('Quitar', () => { files.splice(files.indexOf(file), 1); draw(); choose.focus(); }, { class: 'plain', 'aria-label': `Quitar ${file.name}` }))));
  }

  return Object.assign(self, { files, add, clear() { files.length = 0; draw(); } });
}
