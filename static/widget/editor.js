// Mark, cover and crop a picture, by pointer or keyboard. What is covered is gone from the file that is sent.
import { button, h } from './fields.js';
import { canvasOf } from './capture.js';
import { adopt } from './style.js';

const CSS = `
button[aria-pressed=true] {
  background: var(--ink);
  border-color: var(--ink);
  color: var(--surface);
}

.drop canvas {
  display: block;
  max-width: 100%;
  max-height: 160px;
  border: 1px solid var(--line);
  border-radius: 4px;
  margin-bottom: 8px;
}

.tools {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  margin-bottom: 12px;
}

.stage {
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--sunken);
}

.stage canvas {
  display: block;
  margin: auto;
  max-width: 100%;
  max-height: 56dvh;
  touch-action: none;
  cursor: crosshair;
}

.stage canvas:focus-visible { outline-offset: -3px; }`;
const TOOLS = { highlight: 'Resaltar', cover: 'Tapar', crop: 'Recortar' };
const STEP = 10; // picture pixels an arrow moves; with Shift five times as many
const SMALLEST = 4; // a shorter drag is a click
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const between = ([ax, ay], [bx, by]) => [Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by)];

function paint(pen, { tool, box }) {
  if (tool === 'cover') {
    pen.fillStyle = '#000';
    pen.fillRect(...box);
  } else {
    pen.save();
    pen.globalCompositeOperation = 'multiply';
    pen.fillStyle = '#ffe14d';
    pen.fillRect(...box);
    pen.restore();
    pen.strokeStyle = '#c98a00';
    pen.lineWidth = 3;
    pen.strokeRect(...box);
  }
}

// {element, start(), key(event), cancel(), done}: `done` answers {blob, canvas}, 'remove', or nothing when left as it was.
export function editor(source, note, announce) {
  const marks = []; // {tool, box}, in the source's pixels
  const canvas = h('canvas', { tabindex: '0', role: 'application', 'aria-label': 'Tu imagen', 'aria-describedby': 'editor-help' });
  let tool = 'highlight';
  let from = null; // where a drag or a keyboard box began
  let at = [source.width / 2, source.height / 2].map(Math.round); // pointer or keyboard cursor
  let byKeys = false;
  let settle;
  const done = new Promise((ready) => { settle = ready; });

  const crop = () => (marks.findLast((mark) => mark.tool === 'crop') || { box: [0, 0, source.width, source.height] }).box;

  // The picture with its marks, cropped: new pixels, nothing beneath them.
  function flattened() {
    const whole = canvasOf(source.width, source.height);
    const pen = whole.getContext('2d');
    pen.drawImage(source, 0, 0);
    marks.filter((mark) => mark.tool !== 'crop').forEach((mark) => paint(pen, mark));
    const [x, y, width, height] = crop();
    const cut = canvasOf(width, height);
    cut.getContext('2d').drawImage(whole, -x, -y);
    return cut;
  }

  function draw() {
    const picture = flattened();
    const [x, y] = crop();
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    pen.translate(-x, -y);
    const wide = Math.max(2, picture.width / 500);
    if (from) {
      const box = between(from, at);
      if (tool !== 'crop') paint(pen, { tool, box });
      pen.lineWidth = wide;
      for (const [color, dash] of [['#fff', []], ['#1d2430', [wide * 4, wide * 4]]]) {
        pen.strokeStyle = color;
        pen.setLineDash(dash);
        pen.strokeRect(...box);
      }
    } else if (byKeys) {
      for (const [color, more] of [['#fff', 2], ['#0b5f6b', 0]]) {
        pen.strokeStyle = color;
        pen.lineWidth = wide + more;
        pen.strokeRect(at[0] - wide * 6, at[1] - wide * 6, wide * 12, wide * 12);
      }
    }
    undo.disabled = !marks.length;
  }

  function place(point) {
    const [x, y, width, height] = crop();
    at = [Math.min(Math.max(point[0], x), x + width), Math.min(Math.max(point[1], y), y + height)].map(Math.round);
    draw();
  }

  function finish() {
    const box = between(from, at);
    from = null;
    if (box[2] >= SMALLEST && box[3] >= SMALLEST) {
      marks.push({ tool, box });
      announce(`${TOOLS[tool]}: listo.`);
    }
    draw();
  }

  function pointOf(event) {
    const seen = canvas.getBoundingClientRect();
    const [x, y, width, height] = crop();
    return [x + (event.clientX - seen.left) * (width / seen.width), y + (event.clientY - seen.top) * (height / seen.height)];
  }

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    byKeys = false;
    place(pointOf(event));
    from = at;
  });
  canvas.addEventListener('pointermove', (event) => { if (from && !byKeys) place(pointOf(event)); });
  canvas.addEventListener('pointerup', () => { if (from && !byKeys) finish(); });
  canvas.addEventListener('pointercancel', () => { from = null; draw(); });

  function key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') { event.preventDefault(); back(); return; }
    if (canvas.getRootNode().activeElement !== canvas) return;
    const move = MOVES[event.key];
    if (!move && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    byKeys = true;
    if (move) {
      const step = event.shiftKey ? STEP * 5 : STEP;
      place([at[0] + move[0] * step, at[1] + move[1] * step]);
      announce(from ? `Área de ${between(from, at).slice(2).join(' por ')}` : `Punto ${at.join(', ')}`);
    } else if (from) {
      finish();
    } else {
      from = at;
      announce('Primera esquina puesta. Mueve con las flechas y pulsa Enter para terminar.');
      draw();
    }
  }

  function back() {
    if (from) from = null; else marks.pop();
    announce('Deshecho.');
    draw();
  }

  async function use() {
    const picture = flattened();
    const blob = await new Promise((ready) => { picture.toBlob(ready, 'image/webp', 0.9); });
    settle({ blob, canvas: picture });
  }

  const choices = Object.entries(TOOLS).map(([name, text]) => button(text, () => choose(name), { 'data-tool': name }));
  function choose(name) {
    tool = name;
    from = null;
    choices.forEach((each) => each.setAttribute('aria-pressed', each.dataset.tool === name));
    draw();
  }

  const undo = button('Deshacer', back);
  const element = h('div', {},
    h('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Herramientas' }, choices, undo, button('Quitar', () => settle('remove'))),
    note && h('p', {}, h('strong', {}, note)),
    h('div', { class: 'stage' }, canvas),
    h('p', { class: 'hint', id: 'editor-help' }, 'Arrastra sobre la imagen. Con teclado: flechas para mover, Enter para marcar una esquina y la otra.'),
    h('div', { class: 'actions' }, button('Cancelar', () => settle()), button('Usar imagen', use, { class: 'primary' })));

  return {
    element,
    done,
    key,
    start() {
      if (!adopted.has(element.getRootNode())) adopt(element.getRootNode(), CSS);
      adopted.add(element.getRootNode());
      choose(tool);
      choices[0].focus();
    },
    cancel() { if (from) { from = null; draw(); } else settle(); },
  };
}

const adopted = new WeakSet();
