// The picture's code, which comes when it is wanted, and files that are dropped on the dialog or pasted into it.
// What failed to come is asked for under another address; one request for all who ask meanwhile.
export function usePicture(session) {
  const { picture } = session;
  picture.coming = picture.coming || import(`./picture.js${picture.tries ? `?${picture.tries}` : ''}`).then((module) => {
    picture.tool = module.pictureTool(session);
    return picture.tool;
  });
  picture.coming.catch(() => { picture.coming = null; picture.tries += 1; });
  return picture.coming;
}

export const withPicture = (session, act) => usePicture(session).then(act, () => session.view.picture.complain(session.ctx.config.texts.offline));

// The first image of what was pasted becomes the picture, while there is none; all else is attached.
export function pastedParts(files, hasPicture) {
  const at = hasPicture ? -1 : files.findIndex((file) => file.type.startsWith('image/'));
  return { image: files[at], rest: files.filter((_, index) => index !== at) };
}

export function acceptFiles(session) {
  const { dialog, files, form } = session.view;
  ['dragenter', 'dragover', 'dragleave', 'drop'].forEach((type) => dialog.addEventListener(type, (event) => {
    if (form.hidden || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    dialog.classList.toggle('over', type === 'dragenter' || type === 'dragover');
    if (type === 'drop') files.add([...event.dataTransfer.files]);
  }));
  dialog.addEventListener('paste', (event) => {
    const pasted = form.hidden ? [] : [...event.clipboardData.files];
    if (!pasted.length) return;
    event.preventDefault();
    const { image, rest } = pastedParts(pasted, !!session.picture.tool?.blob);
    if (image) withPicture(session, (tool) => tool.open(image));
    if (rest.length) files.add(rest);
  });
}
