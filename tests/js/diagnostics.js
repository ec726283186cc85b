import { diagnosticsOf, inWords } from '../../static/widget/diagnostics.js';
import { equal, ok } from './assert.js';

const context = (values = {}) => ({ script: { dataset: { parametros: 'poliza, paso' } }, errors: [], requests: [], context: () => ({}), ...values });

// As if the page had that query.
function at(query, act) {
  const before = location.href;
  history.replaceState(null, '', query);
  try {
    return act();
  } finally {
    history.replaceState(null, '', before);
  }
}

export function of_the_query_only_what_the_host_allows_is_told_and_no_fragment() {
  const { address } = at('?poliza=7&token=secreto&paso=2#clave', () => diagnosticsOf(context()));

  equal(address, `${location.origin}${location.pathname}?poliza=7&paso=2`);
}

export function a_page_with_nothing_allowed_tells_no_query() {
  const { address } = at('?poliza=7', () => diagnosticsOf(context({ script: { dataset: {} } })));

  equal(address, location.origin + location.pathname);
}

export function the_oldest_errors_go_until_it_weighs_32_kb() {
  const errors = Array.from({ length: 100 }, (_, number) => ({ at: '10:00:00', text: `${number} ${'x'.repeat(500)}` }));
  const found = diagnosticsOf(context({ errors }));

  ok(new Blob([JSON.stringify(found)]).size <= 32 * 1024, 'it weighs more');
  ok(found.errors.length > 40, 'it gave up too much');
  ok(found.errors.at(-1).text.startsWith('99 '), 'the newest is gone');
  equal(errors.length, 100);
}

export function a_person_reads_the_same_in_lines() {
  const requests = [{ at: '10:00:00', method: 'GET', path: '/primas', status: 502 }, { at: '10:00:01', method: 'GET', path: '/x', status: 0 }];
  const lines = inWords(context({ requests, context: () => ({ poliza: '55120' }) })).split('\n');

  ok(lines.includes('poliza: 55120'), 'the context is missing');
  equal(lines.slice(-3), ['Peticiones que fallaron: 2', '  10:00:00 GET /primas → 502', '  10:00:01 GET /x → sin respuesta']);
}
