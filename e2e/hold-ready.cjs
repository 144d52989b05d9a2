/**
 * Loaded into Heron before its own code (`-r`), for journeys only: holds back Electron's `ready` until Playwright has connected to both
 * inspectors and calls `__playwright_run`. Playwright has a module of its own for this (playwright-core/lib/server/electron/loader.js), but leaves
 * it out when it is given an `executablePath`; and it would overwrite switches such as `--password-store`.
 */
const { app } = require('electron');

const ready = app.whenReady();
const emit = app.emit.bind(app);
let readyArguments = [];
let isReady = false;
let letGo = () => {};
const held = new Promise((resolve) => {
  letGo = resolve;
});

app.emit = (event, ...rest) => {
  if (event !== 'ready') return emit(event, ...rest);
  readyArguments = rest;
  return app.listenerCount('ready') > 0;
};
app.isReady = () => isReady;
app.whenReady = () => held;

globalThis.__playwright_run = async () => {
  await ready;
  isReady = true;
  letGo();
  emit('ready', ...readyArguments);
};
