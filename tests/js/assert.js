// Two questions for the unit tests: a difference throws, with both sides in its message.
export function equal(got, expected) {
  const [one, other] = [got, expected].map((value) => JSON.stringify(value) ?? String(value));
  if (one !== other) throw new Error(`got ${one}, expected ${other}`);
}

export function ok(value, what) {
  if (!value) throw new Error(what);
}
