// What a browser can say of a file before it is sent. Limits and sentences are the desk's: tickets/uploads.py, for_browser().
export const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${+(bytes / 1048576).toFixed(1)} MB`);

// The sentence that refuses a file beside `held` others, or nothing.
export function refusal(file, held, { most, bytes, texts }) {
  const sentence = !file.size ? texts.empty : file.size > bytes ? texts.heavy : held >= most ? texts.many : '';
  return sentence.replace('%s', () => file.name);
}
