import { refusal } from '../../static/widget/limits.js';
import { pastedParts } from '../../static/widget/attaching.js';
import { equal } from './assert.js';

const limits = { most: 2, bytes: 100, texts: { empty: '«%s» está vacío.', heavy: '«%s» pesa.', many: '«%s» no cupo.' } };
const file = (size, name = 'a.pdf') => ({ name, size });

export function a_file_within_the_limits_is_taken() {
  equal(refusal(file(100), 1, limits), '');
}

export function what_is_wrong_first_is_said() {
  equal(refusal(file(0), 2, limits), '«a.pdf» está vacío.');
  equal(refusal(file(101), 2, limits), '«a.pdf» pesa.');
  equal(refusal(file(1), 2, limits), '«a.pdf» no cupo.');
}

export function a_name_is_shown_as_it_is() {
  equal(refusal(file(0, 'a$&b%s.pdf'), 0, limits), '«a$&b%s.pdf» está vacío.');
}

const [pdf, first, second] = [{ type: 'application/pdf' }, { type: 'image/png' }, { type: 'image/webp' }];

export function the_first_image_that_is_pasted_becomes_the_picture() {
  equal(pastedParts([pdf, first, second], false), { image: first, rest: [pdf, second] });
}

export function while_there_is_a_picture_all_that_is_pasted_is_attached() {
  equal(pastedParts([pdf, first], true), { rest: [pdf, first] });
  equal(pastedParts([pdf], false), { rest: [pdf] });
}
