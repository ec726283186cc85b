// The picture of a request: taken, pasted or chosen, then edited. A failed picture never blocks sending.
import { button, h } from './fields.js';
import { decode, drawPage, shoot } from './capture.js';
import { editor } from './editor.js';

const OTHERWISE = 'Puedes pegar una captura (Ctrl+V), elegir una imagen, o enviar sin ella.';

// `suspend` and `resume` take the dialog out of the picture; `edit` shows an editor in it and answers what was made.
export function pictureTool({ field, drop, announce, suspend, resume, edit }) {
  const input = h('input', { type: 'file', accept: 'image/*', hidden: true, onchange: () => { if (input.files[0]) open(input.files[0]); input.value = ''; } });
  const preview = h('div', { hidden: true });
  const ways = drop.firstElementChild;
  let made = null; // {blob, canvas}
  drop.append(preview, input);

  async function take(kind) {
    let taken;
    let problem = '';
    suspend();
    try {
      taken = await (kind === 'page' ? drawPage() : shoot(kind === 'tab'));
    } catch (error) {
      problem = `${error.name === 'NotAllowedError' ? 'No se tomó la foto.' : 'No pudimos tomar la foto.'} ${OTHERWISE}`;
    }
    resume();
    field.complain(problem);
    if (taken) await change(taken.canvas, taken.note); else field.focus();
  }

  async function open(file) {
    try {
      const canvas = await decode(file);
      field.complain();
      await change(canvas, '');
    } catch (error) {
      field.complain(error.sentence || 'Eso no es una imagen que podamos leer, o es demasiado grande. Usa PNG, JPG o WebP.');
      field.focus();
    }
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
    const result = await edit(editor(canvas, note, announce));
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
