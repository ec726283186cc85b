// Who works at the host page, what they had begun to write, and the way to the desk.
const NEARLY = 30; // seconds before its end a token is fetched anew
const WAIT = 5000; // ms, for the host's token and for the desk's answers that may be missed

// --- identity: the host's server signs a short-lived token. Read here only to show it; the desk believes the signature.
function claimsOf(token) {
  const bytes = Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  return { login: claims.sub, email: claims.email.toLowerCase(), name: claims.name, exp: claims.exp };
}

export function identityFrom(address) {
  let coming; // one question for all who ask meanwhile
  const none = { token: '', login: '', email: '', exp: 0 };
  const self = {
    ...none,
    refresh() {
      coming = coming || renew().finally(() => { coming = null; });
      return coming;
    },
    fresh: async () => { if (self.exp - Date.now() / 1000 < NEARLY) await self.refresh(); },
    drop() { address = ''; Object.assign(self, none); },
  };
  async function renew() {
    Object.assign(self, none);
    if (!address) return;
    try {
      const answer = await fetch(address, { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(WAIT) });
      const text = (await answer.text()).trim();
      const token = text[0] === '{' ? JSON.parse(text).token : text;
      if (answer.ok) Object.assign(self, claimsOf(token), { token });
    } catch {
      // None: the form works, unverified.
    }
  }
  return self;
}

// --- draft: what was typed survives a reload of the host page; files do not, and the dialog says so.
function quietly(act) {
  try { return act(); } catch { return null; }
}

export function draftOf(site) {
  const key = `soporte:${site}`;
  return {
    read: () => quietly(() => JSON.parse(sessionStorage.getItem(key))) || {},
    write: (values) => quietly(() => sessionStorage.setItem(key, JSON.stringify(values))),
    forget: () => quietly(() => sessionStorage.removeItem(key)),
  };
}

export function newAttempt() {
  const [a, b] = crypto.getRandomValues(new BigUint64Array(2)); // randomUUID is missing on plain http
  const text = (a.toString(16).padStart(16, '0') + b.toString(16).padStart(16, '0'));
  return text.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-');
}

// --- the desk: a form, without cookies
export function formData(values) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one) form.append(name, one, ...(one instanceof Blob ? [one.name || 'captura.webp'] : []));
  }
  return form;
}

export const path = (base, site, name) => `${base}${name}?sitio=${encodeURIComponent(site)}`;

// A question that may stay without an answer: null when it takes too long, on a refusal, offline.
export async function ask(base, site, name, values) {
  try {
    const answer = await fetch(path(base, site, name), {
      method: 'POST', body: formData(values), credentials: 'omit', signal: AbortSignal.timeout(WAIT),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
