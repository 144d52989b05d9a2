import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Heron } from './app.ts';
import { canary } from './world.ts';

/**
 * The forms in which a text can be written down: itself, in hexadecimal digits, as UTF-16, and inside Base64 or
 * Base64url. Base64 encodes three bytes in four characters, so a text has three encodings, depending on its offset: in
 * SASL's `user=…^Aauth=Bearer …` the token can stand at any offset. Only characters that do not depend on neighbouring
 * bytes are used.
 */
function writtenForms(text: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  const base64url = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(text).toString('hex');
  return [
    ...new Set([
      text,
      hex,
      hex.toUpperCase(),
      Buffer.from(text, 'utf16le').toString('latin1'),
      ...base64,
      ...base64url,
    ]),
  ];
}

const forms = writtenForms(canary);

/** The forms of the canary that a text contains; empty: the canary did not leak. */
export function leaksIn(text: string): string[] {
  return forms.filter((form) => text.includes(form));
}

/** Every file below a folder that holds the canary, whatever kind of file it is. */
export async function leakingFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if (leaksIn(await readFile(path, 'latin1')).length > 0) found.push(path);
  }
  return found;
}

/** What went from main to the window: every event, and every reply to a call. */
export interface Recording {
  readonly channels: readonly string[];
  readonly text: string;
}

/** Records everything that main sends to the window from now on; the returned function gives the recording. */
export async function recordBridge(heron: Pick<Heron, 'app'>): Promise<() => Promise<Recording>> {
  await heron.app.evaluate(({ ipcMain, webContents }) => {
    const recorded: [string, string][] = [];
    Reflect.set(globalThis, 'recordedBridge', recorded);
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...args) => {
        recorded.push([channel, JSON.stringify(args)]);
        send(channel, ...args);
      };
    }
    // Electron has no way to see a reply on its way, so its own table of handlers is taken (lib/browser/ipc-main-impl.ts).
    const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, (...args: unknown[]) => unknown>;
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...args) => {
        const reply = await handler(...args);
        recorded.push([channel, JSON.stringify(reply)]);
        return reply;
      });
    }
  });
  return async () => {
    const recorded = await heron.app.evaluate(() => Reflect.get(globalThis, 'recordedBridge') as [string, string][]);
    return {
      channels: recorded.map(([channel]) => channel),
      text: recorded.map((entry) => entry.join(' ')).join('\n'),
    };
  };
}
