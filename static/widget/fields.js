// Elements and labelled fields, made without innerHTML: the host's Trusted Types have nothing to refuse.
export function h(tag, props = {}, ...kids) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (typeof value === 'string' || !(name in element)) element.setAttribute(name, value === true ? '' : value);
    else element[name] = value;
  }
  element.append(...kids.flat(2).filter((kid) => kid));
  return element;
}

export const button = (text, onclick, props = {}) => h('button', { type: 'button', onclick, ...props }, text);
export const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

// A control, or with none a group of buttons, with its label, hint and error, tied together for those who hear the page.
export function field(id, label, control, hint, ...extra) {
  const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  const help = hint && h('p', { class: 'hint', id: `${id}-hint` }, hint);
  if (control) {
    control.id = id;
    control.setAttribute('aria-describedby', `${help ? `${id}-hint ` : ''}${id}-error`);
  }
  const element = h('div', { class: 'field', ...(control ? {} : { role: 'group', 'aria-labelledby': `${id}-label` }) },
    h(control ? 'label' : 'span', { class: 'label', id: `${id}-label`, for: control && id }, label),
    control, control ? [help, error, extra] : [extra, error, help]);
  const self = {
    element, control, label,
    get value() { return control.value.trim(); },
    set value(text) { control.value = text; },
    complain(sentence = '') {
      error.textContent = sentence;
      error.hidden = !sentence;
      if (control) control.setAttribute('aria-invalid', !!sentence);
    },
    focus: () => (control || [...element.querySelectorAll('button')].find((each) => each.offsetParent)).focus(),
  };
  if (control) control.addEventListener('input', () => self.complain()); // mended, or being mended
  return self;
}

// Attachments: chosen, dragged or pasted; up to the limits that are shown beforehand.
export function filesField({ most, bytes, texts }, announce) {
  const files = [];
  const list = h('ul', { class: 'list', 'aria-label': 'Archivos adjuntos', hidden: true });
  const input = h('input', { type: 'file', multiple: true, hidden: true, onchange: () => { add([...input.files]); input.value = ''; } });
  const choose = button('Adjuntar', () => input.click());
  const self = field('attachments', 'Archivo', null, '¿Difiere la prima? Adjunta nuestra cotización y la del portal.', h('div', { class: 'drop' },
    h('div', { class: 'row' }, choose, h('span', { class: 'sub' }, texts.limits)), input, list));

  function add(chosen) {
    const problems = [];
    for (const file of chosen) {
      const wrong = !file.size ? texts.empty : file.size > bytes ? texts.heavy : files.length >= most ? texts.many : '';
      if (wrong) problems.push(wrong.replace('%s', file.name));
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
