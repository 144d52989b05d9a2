import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { writeLicences } from './build/scripts/licences.mjs';
import { builtIntoMain } from './build/scripts/packages.mjs';
import { callNames } from './shared/calls.ts';
import { eventNames } from './shared/events.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

/** main and its workers as ESM for Node 20.18 and later, one CommonJS preload (the sandbox takes no other), and the window. */
export default defineConfig({
  main: {
    plugins: [writeLicences({ root: import.meta.dirname, outFolder: at('out') })],
    build: {
      outDir: 'out/main',
      target: 'node20.18',
      externalizeDeps: { exclude: builtIntoMain },
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          'engine.worker': at('electron/engine/engine.worker.ts'),
          'imap.worker': at('electron/imap/thread/imap.worker.ts'),
          'mime.worker': at('electron/mime/mime.worker.ts'),
          'file-text.worker': at('electron/mime/file-text.worker.ts'),
          'checkpoint.worker': at('electron/store/checkpoints/checkpoint.worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    // Names only: a sandboxed preload cannot load what the tables hold beside them.
    define: { CALL_NAMES: JSON.stringify(callNames), EVENT_NAMES: JSON.stringify(eventNames) },
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      rollupOptions: {
        input: { preload: at('electron/bridge/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The page that draws mail lies below the path that it is asked for by (electron/bridge/app-url.ts).
      rollupOptions: { input: { window: at('renderer/index.html'), reader: at('renderer/reader/page/index.html') } },
    },
  },
});
