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
