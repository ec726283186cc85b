// What the agent gets to know about the page, shown before it is sent.
const MOST_BYTES = 32 * 1024;

// Query keys only where the host allows them (data-parametros="poliza,paso"), no fragment.
export function diagnosticsOf({ script, errors, requests, context }) {
  const allowed = (script.dataset.parametros || '').split(/[\s,]+/);
  const query = new URLSearchParams([...new URLSearchParams(location.search)].filter(([key]) => allowed.includes(key)));
  const found = {
    address: (location.origin + location.pathname + (query.size ? `?${query}` : '')).slice(0, 600),
    title: document.title.slice(0, 200),
    viewport: `${innerWidth} × ${innerHeight} @${devicePixelRatio}`,
    browser: navigator.userAgent.slice(0, 400),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    context: context(),
    errors: [...errors],
    requests: [...requests],
  };
  while (new Blob([JSON.stringify(found)]).size > MOST_BYTES && (found.errors.shift() || found.requests.shift()));
  return found;
}

export function inWords(ctx) {
  const found = diagnosticsOf(ctx);
  return [
    found.address, found.title, found.viewport, found.browser, found.time_zone,
    ...Object.entries(found.context).map(([name, value]) => `${name}: ${value}`),
    `Errores de la página: ${found.errors.length}`, ...found.errors.map(({ at, text }) => `  ${at} ${text}`),
    `Peticiones que fallaron: ${found.requests.length}`,
    ...found.requests.map(({ at, method, path, status }) => `  ${at} ${method} ${path} → ${status || 'sin respuesta'}`),
  ].join('\n');
}
