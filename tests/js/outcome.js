import { missing, outcome, shares, signsAnew } from '../../static/widget/outcome.js';
import { equal } from './assert.js';

const texts = { broken: 'No se pudo.', offline: 'Sin conexión.', subject: 'Escribe el asunto.', address: 'Ese correo no parece completo.', email: 'Escribe tu correo.' };

export function a_folio_ends_it() {
  equal(outcome({ status: 201, folio: 7 }, texts).phase, 'done');
}

export function without_a_connection_it_is_tried_again() {
  const { phase, sentence, retry, motive } = outcome({ status: 0 }, texts);

  equal([phase, sentence, retry, motive], ['offline', 'Sin conexión.', true, 'conexion']);
}

export function a_refusal_says_the_sentence_of_the_desk() {
  const { phase, sentence, motive } = outcome({ status: 429, reason: 'muchas', sentence: 'Espera unos minutos.' }, texts);

  equal([phase, sentence, motive], ['error', 'Espera unos minutos.', 'muchas']);
}

export function an_answer_without_words_gets_ours() {
  equal(outcome({ status: 500 }, texts).sentence, 'No se pudo.');
}

export function what_is_wrong_with_a_field_is_mended_not_tried_again() {
  const { errors, retry } = outcome({ status: 413, errors: { attachments: 'Es demasiado.' } }, texts);

  equal([errors, retry], [{ attachments: 'Es demasiado.' }, false]);
}

export function a_refused_identity_is_fetched_anew_once() {
  equal([signsAnew(401, true), signsAnew(401, false), signsAnew(403, true), signsAnew(0, true)], [true, false, false, false]);
}

const field = (value, { hidden = false, required = true, valid = true } = {}) => ({
  value, element: { hidden }, control: { required, checkValidity: () => valid },
});

function written(values) {
  return { email: field('ana@x.mx'), subject: field('Algo'), ...values };
}

export function nothing_is_missing_of_what_is_written() {
  equal(missing(written({}), texts), {});
}

export function a_required_field_that_is_empty_is_missing_unless_it_is_hidden() {
  equal(missing(written({ subject: field('') }), texts), { subject: 'Escribe el asunto.' });
  equal(missing(written({ subject: field('', { hidden: true }) }), texts), {});
  equal(missing(written({ subject: field('', { required: false }) }), texts), {});
}

export function an_address_that_is_none_is_wrong_and_an_empty_one_is_missing() {
  equal(missing(written({ email: field('ana@', { valid: false }) }), texts), { email: 'Ese correo no parece completo.' });
  equal(missing(written({ email: field('', { valid: false }) }), texts), { email: 'Escribe tu correo.' });
}

export function bytes_fill_one_file_after_another() {
  equal(shares([10, 5, 20], 0), [0, 0, 0]);
  equal(shares([10, 5, 20], 12), [10, 2, 0]);
  equal(shares([10, 5, 20], 99), [10, 5, 20]); // the rest is the form itself
}
