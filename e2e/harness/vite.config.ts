import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const project = resolve(import.meta.dirname, '../..');

/** Puts the made-up bridge where the preload would have put the real one. */
const fakeBridge: Plugin = {
  name: 'heron-fake-bridge',
  transformIndexHtml: () => [
    {
      tag: 'script',
      attrs: { type: 'module', src: `/@fs${resolve(import.meta.dirname, 'fake-bridge.ts')}` },
      injectTo: 'head',
    },
  ],
};

export default defineConfig({
  root: resolve(project, 'renderer'),
  cacheDir: '/tmp/heron-harness-vite',
  plugins: [react(), tailwindcss(), fakeBridge],
  server: { port: Number(process.env['PORT'] ?? 5199), strictPort: true, fs: { allow: [project] } },
});
