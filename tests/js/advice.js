import { adviser } from '../../static/widget/advice.js';
import { field, h } from '../../static/widget/fields.js';
import { equal, ok } from './assert.js';

const rules = {
  words: 4, good: 2, fillers: [], insurers: ['ATLAS', 'GNP', 'HDI', 'AXA', 'SURA', 'Chubb'].map((name) => [name, false]), process_names: [],
  processes: { words: [], stems: [] }, symptoms: { words: ['no'], stems: ['fall'] }, chips: ['ATLAS', 'GNP', 'HDI', 'AXA', 'SURA'],
  hints: { symptom: 'Di qué falla.', name: 'Di con quién.', words: 'Di un poco más.', good: 'Se entiende.' },
};

function beside(value, options = {}) {
  const input = h('input', { value });
  const coach = adviser(input, rules, { row: 'row', ...options });
  document.body.replaceChildren(input, coach.chips);
  coach.advise();
  return { input, ...coach };
}

const labels = (chips) => [...chips.children].map((chip) => chip.textContent);

export function an_empty_subject_is_left_in_peace() {
  const { dots, hint, chips } = beside('');

  equal([dots.textContent, hint.textContent, chips.hidden], ['', '', true]);
}

export function what_lacks_a_name_is_offered_the_insurers_people_name_most() {
  const { dots, hint, chips } = beside('Falla algo en la pantalla');

  equal([dots.textContent, hint.textContent, chips.hidden], ['●●○', 'Di con quién.', false]);
  equal(labels(chips), ['ATLAS', 'GNP', 'HDI', 'AXA']);
}

export function the_insurer_of_the_page_goes_first_and_once() {
  const { chips } = beside('Falla algo en la pantalla', { first: () => 'HDI', all: true });

  equal(labels(chips), ['HDI', 'ATLAS', 'GNP', 'AXA', 'otra…']);
}

export function another_shows_all_the_rest() {
  const { chips } = beside('Falla algo en la pantalla', { all: true });

  chips.lastChild.click();

  equal(labels(chips), ['ATLAS', 'GNP', 'HDI', 'AXA', 'SURA']);
  equal(document.activeElement.textContent, 'SURA');
}

export function a_chip_completes_the_subject_and_says_so() {
  let changes = 0;
  const { input, hint, chips } = beside(' Falla algo en la pantalla ', { changed: () => { changes += 1; } });

  chips.children[1].click();

  equal([input.value, hint.textContent, chips.hidden, changes], ['Falla algo en la pantalla con GNP', 'Se entiende.', true, 1]);
}

export async function it_speaks_after_a_pause_not_with_every_key() {
  const { input, hint } = beside('');

  input.value = 'Falla algo en la pantalla';
  input.dispatchEvent(new Event('input'));
  equal(hint.textContent, '');
  await new Promise((go) => { setTimeout(go, 900); });
  equal(hint.textContent, 'Di con quién.');
}

export function a_field_says_what_is_wrong_until_it_is_mended() {
  const { element, control, complain } = field('subject', 'Asunto', h('input'), 'Situación y aseguradora.');
  const error = element.querySelector('.error');

  complain('Escribe el asunto.');
  equal([error.textContent, error.hidden, control.getAttribute('aria-invalid')], ['Escribe el asunto.', false, 'true']);
  equal(control.getAttribute('aria-describedby'), 'subject-hint subject-error');

  control.dispatchEvent(new Event('input'));
  equal([error.textContent, error.hidden, control.getAttribute('aria-invalid')], ['', true, 'false']);
}

export function an_element_leaves_out_what_is_false_and_listens_to_what_begins_with_on() {
  let clicks = 0;
  const made = h('button', { class: 'x', hidden: false, title: null, onclick: () => { clicks += 1; } }, 'Enviar', false, [h('b', {}, '!')]);

  made.click();

  ok(!made.hasAttribute('hidden') && !made.hasAttribute('title'), made.outerHTML);
  equal([made.className, made.textContent, clicks], ['x', 'Enviar!', 1]);
}
