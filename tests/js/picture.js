import { decode } from '../../static/widget/capture.js';
import { equal, ok } from './assert.js';

const limits = { pixels: 40e6, texts: { pixels: 'Mide %s puntos.', unreadable: 'No se puede leer.' } };

// The first 24 bytes of a PNG of that size.
function head(width, height) {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, 0x89504e47);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return new Blob([view.buffer], { type: 'image/png' });
}

const sentenceOf = (file) => decode(file, limits).then(() => 'taken', (problem) => problem.sentence);

async function painted(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d').fillRect(0, 0, 1, 1);
  return canvas.convertToBlob({ type: 'image/png' });
}

export async function a_bomb_is_refused_by_its_header() {
  equal(await sentenceOf(head(30000, 30000)), 'Mide 30000 × 30000 puntos.');
}

export async function what_is_no_image_gets_the_sentence_of_the_desk() {
  equal(await sentenceOf(new Blob(['hola'])), 'No se puede leer.');
  equal(await sentenceOf(head(10, 10)), 'No se puede leer.');
}

export async function a_large_picture_comes_down_to_2560_pixels_and_a_small_one_stays() {
  const large = await decode(await painted(5120, 100), limits);
  const small = await decode(await painted(40, 30), limits);

  equal([large.width, large.height, small.width, small.height], [2560, 50, 40, 30]);
  ok(small.getContext('2d').getImageData(0, 0, 1, 1).data[3] === 255, 'nothing was drawn');
}
