/**
 * Required before Heron by a journey that no debugger may watch: Chromium reports no hang of a page that one is attached to. Hangs the window's
 * first page, presses a key, answers main's question with its first button, and prints what happened.
 */
const { app, dialog } = require('electron');

dialog.showMessageBox = async (...given) => {
  console.log(`asked ${JSON.stringify(given.at(-1).buttons)}`);
  return { response: 0, checkboxChecked: false };
};

app.on('web-contents-created', (_event, contents) => {
  contents.once('did-finish-load', () => {
    contents.once('did-finish-load', () => {
      console.log('loaded again');
      app.quit();
    });
    contents.executeJavaScript('for (;;);').catch(() => {});
    // Chromium notices a hang by input that is not taken.
    contents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
  });
});
