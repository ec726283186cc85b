// A host with global shortcuts, listening as greedily as hosts do, and with something that fails.
const log = document.getElementById('log');
window.keysHeard = [];
for (const type of ['keydown', 'keyup', 'keypress']) {
  document.addEventListener(type, (event) => window.keysHeard.push(`${type}:${event.key}`), true);
}
document.addEventListener('keydown', (event) => {
  const done = { c: 'Cotizaste de nuevo.', e: 'Emitiste la póliza.', '/': 'Buscaste.' }[event.key];
  if (done && !(event.target instanceof HTMLInputElement)) log.textContent = done;
});

async function quote() {
  const answer = await fetch('/demo/anfitrion/primas?token=secreto');
  if (!answer.ok) console.error('No se pudo cotizar con Quálitas:', answer.status);
}
document.getElementById('quote').addEventListener('click', quote);

window.Soporte = window.Soporte || function soporte(...args) { (window.Soporte.q = window.Soporte.q || []).push(args); };
window.Soporte('contexto', { poliza: '55120-7', pantalla: 'Cotización de auto' });
