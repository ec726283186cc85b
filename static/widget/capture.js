// One frame of what the person chose to share, with secrets masked where it is provably this very tab.
export const LONGEST_SIDE = 2560; // pixels
const PATIENCE = 1500; // ms for the first frame: a still page may never send a second
const SECRET = 'input[type=password], input[autocomplete^="cc-"], input[name*="tarjeta" i], input[name*="card" i], input[name*="cvv" i], [data-soporte-ocultar]';

export function canvasOf(width, height) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width), Math.round(height)];
  return canvas;
}

// The picture on a canvas of at most LONGEST_SIDE.
function drawn(source, width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = canvasOf(width * scale, height * scale);
  canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// Where secrets stand in the viewport, those in open shadow roots and same-origin frames too.
export function secrets(root = document, left = 0, top = 0) {
  const found = [...root.querySelectorAll(SECRET)].map((element) => element.getBoundingClientRect());
  const inner = [...root.querySelectorAll('*')].flatMap((element) => {
    if (element.shadowRoot) return secrets(element.shadowRoot);
    if (element.localName !== 'iframe' && element.localName !== 'frame') return [];
    try {
      const { left: x, top: y } = element.getBoundingClientRect();
      return element.contentDocument ? secrets(element.contentDocument, x + element.clientLeft, y + element.clientTop) : [];
    } catch {
      return []; // of another origin
    }
  });
  return [...found, ...inner].filter((box) => box.width && box.height)
    .map((box) => new DOMRect(box.left + left, box.top + top, box.width, box.height));
}

// Blacken the rectangles, given in CSS pixels of the viewport.
function mask(canvas, boxes) {
  const pen = canvas.getContext('2d');
  const [x, y] = [canvas.width / innerWidth, canvas.height / innerHeight];
  pen.fillStyle = '#000';
  for (const box of boxes) pen.fillRect(Math.floor(box.left * x) - 1, Math.floor(box.top * y) - 1, Math.ceil(box.width * x) + 2, Math.ceil(box.height * y) + 2);
}

async function frameOf(stream) {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  const frame = () => new Promise((ready) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(ready); // before play(), or it may never come
    setTimeout(ready, PATIENCE);
  });
  const first = frame();
  await video.play();
  await first;
  return video;
}

// {canvas, note}. `thisTab` prefers the page itself; otherwise any window. Rejects as getDisplayMedia does.
export async function shoot(thisTab) {
  const media = navigator.mediaDevices;
  const proof = `soporte-${Math.random()}`;
  if (media.setCaptureHandleConfig) media.setCaptureHandleConfig({ handle: proof, permittedOrigins: [location.origin] });
  const stream = await media.getDisplayMedia({ video: true, audio: false, ...(thisTab && { preferCurrentTab: true, selfBrowserSurface: 'include', surfaceSwitching: 'exclude' }) });
  try {
    const [track] = stream.getVideoTracks();
    const video = await frameOf(stream);
    const canvas = drawn(video, video.videoWidth, video.videoHeight);
    const handle = track.getCaptureHandle && track.getCaptureHandle();
    const own = !!handle && handle.handle === proof;
    const boxes = own ? secrets() : [];
    mask(canvas, boxes);
    return { canvas, note: boxes.length ? 'Tapamos las contraseñas y los datos de tarjeta.' : own ? '' : 'Revisa que no se vea nada privado; si algo sobra, usa Tapar.' };
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    if (media.setCaptureHandleConfig) media.setCaptureHandleConfig();
  }
}

// The page drawn from its elements; only where the host said that its policy allows it. PDFs and frames stay empty.
export async function drawPage() {
  const { domToCanvas } = await import('./modern-screenshot.js');
  const boxes = secrets();
  const whole = await domToCanvas(document.documentElement, { scale: 1, width: innerWidth, height: innerHeight,
    style: { transform: `translate(${-scrollX}px, ${-scrollY}px)`, transformOrigin: '0 0' }, filter: (node) => !(node.dataset && node.dataset.soporte) });
  const canvas = drawn(whole, whole.width, whole.height);
  mask(canvas, boxes);
  return { canvas, note: 'Dibujo de la página: los PDF no aparecen. Si te hace falta uno, adjúntalo como archivo.' };
}

// Width and height from a PNG's header, so that a bomb is refused before it is unpacked.
async function pngSize(file) {
  const head = new DataView(await file.slice(0, 24).arrayBuffer());
  return head.byteLength === 24 && head.getUint32(0) === 0x89504e47 ? [head.getUint32(16), head.getUint32(20)] : [0, 0];
}

// The picture of a file on a canvas. Rejects with an error that has the `sentence` to show; the limits are the desk's.
export async function decode(file, { pixels, texts }) {
  const [width, height] = await pngSize(file);
  if (width * height > pixels) throw unusable(texts.pixels.replace('%s', `${width} × ${height}`));
  try {
    const bitmap = await createImageBitmap(file);
    return drawn(bitmap, bitmap.width, bitmap.height);
  } catch {
    throw unusable(texts.unreadable);
  }
}

const unusable = (sentence) => Object.assign(new Error(sentence), { sentence });
