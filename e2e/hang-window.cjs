/**
 * Required before Heron by a journey that no debugger may watch: Chromium reports no hang of a page that one is attached to. Hangs the window's
 * first page, presses keys until main asks, answers its question with the first button, and prints what happened.
 */
const { once } = require('node:events');
const { app, BrowserWindow, dialog } = require('electron');

dialog.showMessageBox = async (...given) => {
  console.log(`asked ${JSON.stringify(given.at(-1).buttons)}`);
  return { response: 0, checkboxChecked: false };
};

app.on('web-contents-created', (_event, contents) => {
  contents.once('did-finish-load', async () => {
    // A window that is not shown yet, since its page has not been drawn, takes no input: then no hang would ever be noticed.
    const window = BrowserWindow.fromWebContents(contents);
    if (window !== null && !window.isVisible()) await once(window, 'show');
    console.log('shown');
    // Chromium notices a hang by keys that are not taken, and they go to no window without the focus: another one on this screen may have taken it.
    // Keys and scripts take different ways: the first key may come before the page hangs.
    let keys = 0;
    const press = () => {
      window?.focus();
      contents.focus();
      contents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
      keys += 1;
      if (keys % 20 === 0)
        console.log(`${keys} keys, visible: ${window?.isVisible()}, focused: ${contents.isFocused()}`);
    };
    const presses = setInterval(press, 500);
    contents.once('did-finish-load', () => {
      clearInterval(presses);
      console.log('loaded again');
      app.quit();
    });
    contents.executeJavaScript('for (;;);').catch(() => {});
    press();
  });
});
