// How much a subject says, and the one piece it lacks: the browser's half of tickets/subject_coach.py.
// `rules` is what the server sends: subject_coach.json, `insurers` [[name, whether case counts]], `process_names`, `chips`.
const WORD = /[\p{L}\p{N}]+/gu;
const LONGEST = 120;

const wordsOf = (text) => text.normalize('NFC').match(WORD) || [];
export const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const isCode = (word) => word.length >= 3 && /[0-9]/.test(word);
const matches = (word, listed) => listed.words.includes(word) || listed.stems.some((stem) => word.startsWith(stem));
const isUpper = (text) => text === text.toUpperCase() && text !== text.toLowerCase();

// Where the words of a name stand in a text, as lists of positions.
function standing(name, exact, text) {
  const words = wordsOf(text);
  const said = !exact ? words.map(fold) : isUpper(text) ? [] : words; // all in capitals, they say nothing
  const sought = exact ? wordsOf(name) : wordsOf(name).map(fold);
  return said.flatMap((_, at) => (sought.length && sought.every((word, next) => said[at + next] === word)
    ? sought.map((__, next) => at + next) : []));
}

export function score(subject, rules) {
  const folded = wordsOf(subject).map(fold);
  const named = new Set(folded.filter((word) => isCode(word) || matches(word, rules.processes)));
  for (const [name, exact] of [...rules.insurers, ...rules.process_names.map((process) => [process, false])]) {
    standing(name, exact, subject).forEach((at) => named.add(folded[at]));
  }
  const symptom = folded.some((word) => !named.has(word) && matches(word, rules.symptoms));
  const sentence = folded.filter((word) => !rules.fillers.includes(word)).length >= rules.words;
  const points = sentence + (named.size > 0) + symptom;
  const missing = points === 3 ? '' : !symptom ? 'symptom' : !named.size ? 'name' : 'words';
  return { points, missing, named: named.size > 0, good: points >= rules.good, hint: rules.hints[missing || 'good'] };
}

// A better subject made of what is already known, or nothing.
export function suggest(subject, description, insurer, process, rules) {
  const now = score(subject, rules);
  let completed = subject.trim().replace(/\.+$/, '');
  if (insurer && !now.named && completed) completed += ` con ${insurer}`;
  if (process && completed && !fold(completed).includes(fold(process)) && !score(completed, rules).good) {
    completed += ` en ${process.toLowerCase()}`;
  }
  const sentence = description.split(/[.!?\n]+/).map((text) => text.trim()).find(Boolean) || '';
  return [completed, sentence].find((text) => {
    const better = score(text, rules);
    return better.good && better.points > now.points && text.length <= LONGEST;
  }) || '';
}

// The first insurer that a text names, as the catalogue writes it.
export function insurerIn(text, rules) {
  return (rules.insurers.find(([name, exact]) => standing(name, exact, text).length) || [''])[0];
}
