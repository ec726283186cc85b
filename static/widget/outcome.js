// What an answer of the desk means for the dialog. Decisions alone: nothing here touches the page.

// `status` 0 is no connection, -1 cancelled; a sentence of the desk's own goes before ours.
export function outcome({ status, folio, reason, sentence, errors = {} }, texts) {
  return {
    phase: folio ? 'done' : status ? 'error' : 'offline',
    sentence: sentence || (status ? texts.broken : texts.offline),
    errors,
    retry: !Object.keys(errors).length,
    motive: reason || 'conexion',
  };
}

// A refused identity is fetched anew once, silently; refused again, it is given up.
export const signsAnew = (status, first) => status === 401 && first;

// The sentence of each field that is required or malformed.
export function missing(written, texts) {
  const wrong = {};
  for (const [key, { element, control, value }] of Object.entries(written)) {
    if (!element.hidden && control.required && !value) wrong[key] = texts[key];
  }
  if (written.email.value && !written.email.control.checkValidity()) wrong.email = texts.address;
  return wrong;
}

// How far each file is when `loaded` bytes of them all, one after another, are sent.
export function shares(sizes, loaded) {
  return sizes.map((size) => {
    const share = Math.min(loaded, size);
    loaded -= share;
    return share;
  });
}
