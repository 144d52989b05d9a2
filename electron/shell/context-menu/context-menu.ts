import { type BrowserWindow, clipboard, Menu, type MenuItemConstructorOptions } from 'electron';
import { type ContextAction, type ContextItem, contextMenuModel } from './context-menu-model.ts';

/**
 * Shows the native context menu of text, links and pictures in a window and in its frames, of whatever process. A menu that the page draws
 * itself prevents the event that this one opens by.
 * @param openLink the window is to treat a link as if it had been clicked
 */
export function followContextMenu(
  window: BrowserWindow,
  openLink: (link: { readonly href: string; readonly text: string }) => void,
): void {
  const contents = window.webContents;
  const run = (action: ContextAction): void => {
    switch (action.kind) {
      case 'open_link':
        openLink({ href: action.url, text: action.text });
        break;
      case 'copy_text':
        clipboard.writeText(action.text);
        break;
      case 'copy_image':
        contents.copyImageAt(action.x, action.y);
        break;
      case 'replace_word':
        contents.replaceMisspelling(action.word);
        break;
      case 'learn_word':
        contents.session.addWordToSpellCheckerDictionary(action.word);
        break;
    }
  };
  contents.on('context-menu', (_event, params) => {
    // The page's own address counts as no frame.
    const frameURL = params.frameURL === params.pageURL ? '' : params.frameURL;
    const model = contextMenuModel({ ...params, frameURL });
    if (model.length === 0) return;
    // By key it belongs beside what it is about, by mouse to the pointer, where Electron puts it by itself.
    const place = params.menuSourceType === 'keyboard' ? { x: params.x, y: params.y } : {};
    Menu.buildFromTemplate(model.map((item) => template(item, run))).popup({ window, ...place });
  });
}

function template(item: ContextItem, run: (action: ContextAction) => void): MenuItemConstructorOptions {
  if (item.kind === 'separator') return { type: 'separator' };
  // "&" marks an access key on Windows and Linux; doubled, it is itself.
  const label = process.platform === 'darwin' ? item.label : item.label.replaceAll('&', '&&');
  if (item.kind === 'note') return { label, enabled: false };
  if (item.kind === 'role') return { role: item.role, label, enabled: item.enabled };
  return { label, click: () => run(item.action) };
}
