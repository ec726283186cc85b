// The picture of a request: taken, pasted or chosen, then edited. A failed picture never blocks sending.
import { button, h } from './fields.js';
import { decode, drawPage, shoot } from './capture.js';
import { editor } from './editor.js';
import { edit, resume, suspend } from './showing.js';

const OTHERWISE = 'Puedes pegar una captura (Ctrl+V), elegir una imagen, o enviar sin ella.';

export function pictureTool(session) {
  const { ctx: { config: { files: limits } }, view: { picture: field, announce } } = session;
  const input = h('input', { type: 'file', accept: 'image/*', hidden: true, onchange: () => { if (input.files[0]) open(input.files[0]); input.value = ''; } });
  const preview = h('div', { hidden: true });
  const ways = field.drop.firstElementChild;
  let made = null; // {blob, canvas}
  field.drop.append(preview, input);

  async function take(kind) {
    let taken;
    let problem = '';
    suspend(session);
    try {
      taken = await (kind === 'page' ? drawPage() : shoot(kind === 'tab'));
    } catch (error) {
      problem = `${error.name === 'NotAllowedError' ? 'No se tomó la foto.' : 'No pudimos tomar la foto.'} ${OTHERWISE}`;
    }
    resume(session);
    field.complain(problem);
    if (taken) await change(taken.canvas, taken.note); else field.focus();
  }

  async function open(file) {
    let canvas;
    try {
      canvas = await decode(file, limits);
    } catch (error) {
      field.complain(error.sentence);
      field.focus();
      return;
    }
    field.complain();
    await change(canvas, '');
  }

  async function paste() {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((name) => name.startsWith('image/'));
        if (type) { await open(await item.getType(type)); return; }
      }
      field.complain('No hay una imagen copiada. Cópiala (Impr Pant) y vuelve a pegar.');
    } catch {
      field.complain('El navegador no nos dejó leer lo copiado. Pega con Ctrl+V.');
    }
  }

  async function change(canvas, note) {
    const result = await edit(session, editor(canvas, note, announce));
    if (result) { made = result.blob ? result : null; show(); }
    field.focus();
  }

  function show() {
    ways.hidden = !!made;
    preview.hidden = !made;
    if (!made) { preview.replaceChildren(); return; }
    const canvas = h('canvas', { role: 'img', 'aria-label': 'La imagen que se envía', width: made.canvas.width, height: made.canvas.height });
    canvas.getContext('2d').drawImage(made.canvas, 0, 0); // a blob: address would need the host's policy
    preview.replaceChildren(canvas, h('div', { class: 'row' }, button('Editar imagen', () => change(made.canvas, '')), button('Quitar imagen', () => { clear(); field.focus(); })));
    announce('Imagen lista.');
  }

  function clear() {
    made = null;
    field.complain();
    show();
  }

  return {
    open,
    clear,
    get: (kind) => (kind === 'file' ? input.click() : kind === 'paste' ? paste() : take(kind)),
    get blob() { return made && made.blob; },
  };
}
