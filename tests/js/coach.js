import { insurerIn, score, suggest } from '../../static/widget/coach.js';
import { equal } from './assert.js';

const rules = {
  words: 4, good: 2, fillers: ['hola', 'de', 'con'], insurers: [['ATLAS', false], ['ANA', true]], process_names: ['Alta de usuarios'],
  processes: { words: ['endoso'], stems: ['cotiz'] }, symptoms: { words: ['no'], stems: ['fall'] },
  hints: { symptom: 'Di qué falla.', name: 'Di con quién.', words: 'Di un poco más.', good: 'Se entiende.' },
};

export function a_whole_sentence_with_a_name_and_a_symptom_scores_three() {
  const { points, good, missing, hint } = score('No está cotizando con Atlas en Monterrey', rules);

  equal([points, good, missing, hint], [3, true, '', 'Se entiende.']);
}

export function the_one_hint_names_the_first_piece_that_is_missing() {
  equal(score('', rules).hint, 'Di qué falla.');
  equal(score('Falla algo en la pantalla nueva', rules).hint, 'Di con quién.');
  equal(score('Falla ATLAS', rules).hint, 'Di un poco más.');
}

export function a_name_whose_case_counts_is_not_found_in_small_letters_nor_where_all_is_in_capitals() {
  equal(score('se lo dijo ANA ayer', rules).named, true);
  equal(score('se lo dijo ana ayer', rules).named, false);
  equal(score('SE LO DIJO ANA AYER', rules).named, false);
}

export function accents_change_nothing() {
  equal(insurerIn('falla con átlas desde ayer', rules), 'ATLAS');
}

export function a_suggestion_is_better_than_what_was_written_or_nothing() {
  equal(suggest('No guarda la póliza nueva.', '', 'ATLAS', '', rules), 'No guarda la póliza nueva con ATLAS');
  equal(suggest('Ayuda', 'No guarda la póliza con ATLAS. Gracias.', '', '', rules), 'No guarda la póliza con ATLAS');
  equal(suggest('No está cotizando con ATLAS hoy', 'Falla ATLAS', '', '', rules), '');
}
