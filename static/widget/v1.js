// The «Soporte» button: shows the launcher, remembers the last errors, fetches the dialog when it is opened.
// A classic script, so that one <script async> is all a host writes. Nothing here may ever break the host.
(() => {
  const script = document.currentScript;
  const early = window.Soporte;
  if (!script || !script.dataset.sitio || (early && early.listo)) return;
  const base = new URL('v1/', script.src).href;
  const site = script.dataset.sitio;
  const MOST = 20;
  const errors = [];
  const requests = [];
  const listeners = {};
  let context = {};
  let config;
  let dialog; // the form module's, once it was opened
  let host;
  let button;
  let alive = true;

  const KEYS = ['keydown', 'keyup', 'keypress'];
  const undo = [];
  const listen = (target, type, act, options) => {
    target.addEventListener(type, act, options);
    undo.push(() => target.removeEventListener(type, act, options));
  };
  const quietly = (act) => { try { return act(); } catch { return undefined; } };
  const time = () => new Date().toTimeString().slice(0, 8);
  const keep = (list, entry) => { list.push({ at: time(), ...entry }); if (list.length > MOST) list.shift(); };

  // --- what the agent will want to know: the last console errors and failed requests, never their contents
  const asText = (value) => quietly(() => {
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }) || '';
  const noteError = (text) => text && keep(errors, { text: text.slice(0, 500) });
  const noteRequest = (method, address, status) => quietly(() => {
    const url = new URL(address, location.href);
    if (url.origin === new URL(base).origin) return;
    const path = (url.origin === location.origin ? '' : url.origin) + url.pathname;
    keep(requests, { method: String(method || 'GET').toUpperCase().slice(0, 10), path: path.slice(0, 300), status });
  });

  function replace(owner, name, make) {
    const original = owner[name];
    if (typeof original !== 'function') return;
    const mine = make(original);
    owner[name] = mine;
    undo.push(() => { if (owner[name] === mine) owner[name] = original; });
  }

  function watch() {
    listen(window, 'error', (event) => event.message
      && noteError(`${event.message} (${(event.filename || '').split('?')[0]}:${event.lineno})`));
    listen(window, 'unhandledrejection', (event) => noteError(`Promesa rechazada: ${asText(event.reason)}`));
    replace(console, 'error', (original) => function error(...args) {
      quietly(() => noteError(args.map(asText).join(' ')));
      return original.apply(this, args);
    });
    replace(window, 'fetch', (original) => function fetch(input, init) {
      const answer = original.apply(this, arguments);
      quietly(() => {
        const method = (init && init.method) || (input && input.method);
        const address = (input && input.url) || input;
        answer.then(
          (got) => got.status >= 400 && noteRequest(method, address, got.status),
          (problem) => problem && problem.name !== 'AbortError' && noteRequest(method, address, 0),
        );
      });
      return answer;
    });
    const asked = new WeakMap();
    replace(XMLHttpRequest.prototype, 'open', (original) => function open(method, address) {
      asked.set(this, [method, address]);
      return original.apply(this, arguments);
    });
    replace(XMLHttpRequest.prototype, 'send', (original) => function send() {
      quietly(() => {
        let stopped = false;
        this.addEventListener('abort', () => { stopped = true; });
        this.addEventListener('loadend', () => {
          const [method, address] = asked.get(this) || [];
          if (!stopped && address && (this.status === 0 || this.status >= 400)) noteRequest(method, address, this.status);
        });
      });
      return original.apply(this, arguments);
    });
  }

  // --- the launcher
  const CSS = `
    :host {
      all: initial !important;
      display: block !important;
    }

    :host(:is([hidden], [data-fuera])) { display: none !important; }

    aside {
      position: fixed;
      z-index: 2147483000;
      inset: 50% 0 auto auto;
      transform: translateY(-50%);
      font: 600 15px/1.2 system-ui, "Segoe UI", Roboto, sans-serif;
    }

    button {
      all: unset;
      box-sizing: border-box;
      cursor: pointer;
      writing-mode: vertical-rl;
      min-width: 44px;
      min-height: 112px;
      padding: 16px 11px;
      text-align: center;
      color: #fff;
      background: #0b5f6b;
      border: 1px solid #ffffff80;
      border-right: 0;
      border-radius: 8px 0 0 8px;
      box-shadow: 0 2px 10px #1d243033;
    }

    button:hover { background: #094f59; }

    button:focus-visible {
      outline: 3px solid #fff;
      outline-offset: -5px;
      box-shadow: 0 0 0 3px #0b5f6b;
    }

    [role=status]:not(:empty) {
      position: absolute;
      right: 52px;
      top: 50%;
      width: 220px;
      transform: translateY(-50%);
      padding: 12px;
      border-radius: 8px;
      background: #1d2430;
      color: #fff;
      font-weight: 400;
    }

    @media print {
      aside { display: none; }
    }

    @media (forced-colors: active) {
      button { border: 2px solid ButtonText; }
    }`;

  function mount() {
    host = document.createElement('div');
    host.dataset.soporte = 'boton';
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    const aside = document.createElement('aside');
    aside.setAttribute('aria-label', 'Soporte');
    button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Soporte';
    button.setAttribute('aria-haspopup', 'dialog');
    button.addEventListener('click', (event) => { event.stopPropagation(); show({}, button); });
    const status = document.createElement('div');
    status.setAttribute('role', 'status');
    aside.append(button, status);
    root.append(aside);
    host.hidden = script.dataset.boton === 'no';
    document.body.append(host);
    host.mark = (drafted) => {
      button.textContent = drafted ? 'Soporte •' : 'Soporte';
      if (drafted) button.setAttribute('aria-label', 'Soporte: tienes un borrador'); else button.removeAttribute('aria-label');
    };
    host.say = (text) => { status.textContent = text; setTimeout(() => { status.textContent = ''; }, 6000); };
  }

  // --- the dialog
  async function show(given, opener) {
    if (!config || !alive) return;
    const from = opener || document.activeElement;
    try {
      if (!dialog) {
        const { create } = await import(`${config.parts}form.js`);
        dialog = dialog || create({ base, site, config, script, errors, requests, emit, launcher: host, context: () => context });
      }
      dialog.open(given || {}, from);
    } catch {
      host.hidden = false;
      host.say('No pudimos abrir Soporte. Revisa tu conexión e inténtalo de nuevo.');
    }
  }

  function emit(name, detail) {
    for (const act of listeners[name] || []) {
      try { act(detail); } catch (problem) { setTimeout(() => { throw problem; }); }
    }
  }

  const COMMANDS = {
    abrir: (given) => show(given),
    cerrar: () => dialog && dialog.close(),
    mostrar: () => { if (host) host.hidden = false; },
    ocultar: () => { if (host) host.hidden = true; },
    contexto: (given) => { context = { ...context, ...given }; },
    on: (name, act) => { (listeners[name] = listeners[name] || []).push(act); },
    destruir: () => {
      alive = false;
      while (undo.length) undo.pop()();
      if (dialog) dialog.destroy();
      if (host) host.remove();
      delete window.Soporte;
    },
  };

  function call(name, ...args) {
    if (!alive) return;
    if (!COMMANDS[name]) { console.warn(`Soporte: no existe «${name}».`); return; }
    COMMANDS[name](...args);
  }
  call.listo = true;

  // While the dialog is open no key reaches the host's shortcuts: caught before anyone, handed to the dialog.
  for (const type of KEYS) {
    listen(window, type, (event) => {
      if (!dialog || !dialog.isOpen()) return;
      event.stopImmediatePropagation();
      dialog.key(event);
    }, true);
  }

  async function start() {
    const address = `${base}config?sitio=${encodeURIComponent(site)}`;
    let answer;
    try {
      answer = await fetch(address, { credentials: 'omit' });
    } catch {
      // Refused or out of service? Only a refusal is the host's to mend.
      const reached = await fetch(address, { mode: 'no-cors', credentials: 'omit' }).then(() => true, () => false);
      if (reached) console.warn(`Soporte: sin botón. El sitio ${site} no está registrado o no admite el origen ${location.origin}.`);
      return;
    }
    if (!answer.ok || !alive) return;
    config = await answer.json();
    if (!document.body) await new Promise((go) => { document.addEventListener('DOMContentLoaded', go, { once: true }); });
    if (!alive) return;
    mount();
    listen(document, 'click', (event) => {
      const opener = event.target instanceof Element && event.target.closest('[data-soporte-abrir]');
      if (opener) { event.preventDefault(); show({}, opener); }
    });
    waiting.splice(0).forEach((args) => call(...args));
  }

  // Calls made before the launcher is there wait; listeners and context need not.
  const waiting = [];
  window.Soporte = Object.assign((...args) => {
    if (!config && ['abrir', 'mostrar', 'ocultar'].includes(args[0])) waiting.push(args);
    else call(...args);
  }, { listo: true });
  ((early && early.q) || []).forEach((args) => window.Soporte(...args));
  quietly(watch);
  start().catch(() => {});
})();
