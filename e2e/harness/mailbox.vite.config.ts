import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const project = resolve(import.meta.dirname, '../..');

/** As vite.config.ts, with a mailbox behind the made-up bridge. */
export default defineConfig({
  root: resolve(project, 'renderer'),
  cacheDir: '/tmp/heron-harness-mailbox-vite',
  plugins: [
    react(),
    tailwindcss(),
    {
      name: 'heron-mailbox-bridge',
      transformIndexHtml: () => [
        {
          tag: 'script',
          attrs: { type: 'module', src: `/@fs${resolve(import.meta.dirname, 'mailbox-bridge.ts')}` },
          injectTo: 'head',
        },
      ],
    },
  ],
  server: { port: Number(process.env['PORT'] ?? 5201), strictPort: true, fs: { allow: [project] } },
});
