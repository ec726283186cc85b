import { ask, draftOf, formData, identityFrom, newAttempt, path } from '../../static/widget/desk.js';
import { equal, ok } from './assert.js';

const inFiveMinutes = () => Math.floor(Date.now() / 1000) + 300;
const encoded = (claims) => btoa(JSON.stringify(claims)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const token = (exp) => `x.${encoded({ sub: 'ana', email: 'Ana@X.mx', name: 'Ana', exp })}.y`;

// `window.fetch` answers that, and the calls are counted while `act` runs.
async function answering(answer, act) {
  const { fetch } = window;
  let calls = 0;
  window.fetch = async () => {
    calls += 1;
    return answer(calls);
  };
  try {
    await act(() => calls);
  } finally {
    window.fetch = fetch;
  }
}

export function an_attempt_is_a_version_4_uuid_and_no_two_are_equal() {
  const attempts = Array.from({ length: 200 }, newAttempt);

  ok(attempts.every((each) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(each)), attempts[0]);
  equal(new Set(attempts).size, 200);
}

export function a_form_leaves_out_what_is_empty_and_names_a_picture() {
  const form = formData({ subject: 'No', name: '', attachments: [new File(['1'], 'a.txt'), new File(['2'], 'b.txt')], screenshot: new Blob(['x']) });

  equal([...form.keys()], ['subject', 'attachments', 'attachments', 'screenshot']);
  equal(form.getAll('attachments').map((file) => file.name), ['a.txt', 'b.txt']);
  equal(form.get('screenshot').name, 'captura.webp');
}

export function the_key_of_the_site_is_escaped_in_an_address() {
  equal(path('https://s.mx/w/v1/', 'pk&x', 'enviar'), 'https://s.mx/w/v1/enviar?sitio=pk%26x');
}

export function a_draft_is_kept_read_and_forgotten() {
  const draft = draftOf('pk_draft');
  equal(draft.read(), {});

  draft.write({ subject: 'A medias' });
  equal(draft.read(), { subject: 'A medias' });
  equal(draftOf('pk_other').read(), {});

  draft.forget();
  equal(draft.read(), {});
}

export function a_draft_that_is_no_json_is_none() {
  sessionStorage.setItem('soporte:pk_broken', '{');

  equal(draftOf('pk_broken').read(), {});
}

export async function an_identity_is_asked_once_for_all_who_wait_and_kept_while_it_is_fresh() {
  await answering(() => new Response(token(inFiveMinutes())), async (calls) => {
    const identity = identityFrom('/token');
    await Promise.all([identity.fresh(), identity.fresh()]);
    await identity.fresh();

    equal([identity.login, identity.email, calls()], ['ana', 'ana@x.mx', 1]);
  });
}

export async function an_identity_about_to_end_is_asked_again() {
  const soon = Math.floor(Date.now() / 1000) + 20;
  await answering((call) => new Response(JSON.stringify({ token: token(call === 1 ? soon : inFiveMinutes()) })), async (calls) => {
    const identity = identityFrom('/token');
    await identity.fresh();
    await identity.fresh();
    await identity.fresh();

    equal(calls(), 2);
  });
}

export async function a_host_that_refuses_or_answers_nonsense_leaves_nobody() {
  for (const answer of [() => new Response('no', { status: 500 }), () => new Response('x.@@@.y'), () => { throw new TypeError('offline'); }]) {
    await answering(answer, async () => {
      const identity = identityFrom('/token');
      await identity.fresh();

      equal([identity.token, identity.login, identity.email], ['', '', '']);
    });
  }
}

export async function an_identity_given_up_is_not_asked_again() {
  await answering(() => new Response(token(inFiveMinutes())), async (calls) => {
    const identity = identityFrom('/token');
    await identity.fresh();
    identity.drop();
    await identity.fresh();

    equal([identity.token, calls()], ['', 1]);
  });
}

export async function a_question_may_stay_without_an_answer() {
  await answering(() => new Response('{"x": 1}', { status: 429 }), async () => equal(await ask('/', 'pk', 'parecidas', {}), null));
  await answering(() => { throw new TypeError('offline'); }, async () => equal(await ask('/', 'pk', 'parecidas', {}), null));
  await answering(() => new Response('{"x": 1}'), async () => equal(await ask('/', 'pk', 'parecidas', {}), { x: 1 }));
}
