import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

/** Runs scripts in a Mozilla program, with its own rights, over Marionette (firefox-source-docs.mozilla.org/testing/marionette). */
export interface Marionette {
  /**
   * Runs the text as the body of a function. Its last argument is the function that ends it with a result.
   * @throws with what the program says, or when the program has ended
   */
  run(body: string, args?: readonly (string | number)[]): Promise<unknown>;
  close(): void;
}

/** The command line's part that lets a script in, and lets it use the program's own interfaces. */
export const marionetteArgs = ['--marionette', '--remote-allow-system-access'];
/** Any free port; the program writes it into its profile. */
export const marionettePreferences = { 'marionette.port': 0 };

/** No start and no script takes longer than this, in milliseconds. */
const longestMs = 60 * 60_000;
const startMs = 120_000;

/** Connects to the program that was started with this profile. */
export async function connectMarionette(profile: string): Promise<Marionette> {
  const port = await portOf(profile);
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const waiting = new Map<
    number,
    { readonly done: (result: unknown) => void; readonly failed: (error: Error) => void }
  >();
  let received = Buffer.alloc(0);
  let last = 0;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      // Each packet is the length of its JSON, a colon and the JSON.
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, colon).toString());
      if (colon < 0 || received.length < colon + 1 + length) return;
      const packet: unknown = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + 1 + length);
      // The first packet is a greeting, and not a list.
      if (!Array.isArray(packet)) continue;
      const [, id, error, result] = packet as [number, number, unknown, unknown];
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === null) asked?.done(result);
      else asked?.failed(new Error(JSON.stringify(error)));
    }
  });
  socket.on('close', () => {
    for (const { failed } of waiting.values()) failed(new Error('The program has ended.'));
    waiting.clear();
  });
  const ask = (name: string, parameters: object) =>
    new Promise<unknown>((done, failed) => {
      last += 1;
      waiting.set(last, { done, failed });
      const text = JSON.stringify([0, last, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  await ask('WebDriver:NewSession', {});
  await ask('Marionette:SetContext', { value: 'chrome' });
  await ask('WebDriver:SetTimeouts', { script: longestMs });
  return {
    run: async (body, args = []) => {
      const answer = await ask('WebDriver:ExecuteAsyncScript', { script: body, args, newSandbox: false });
      return (answer as { readonly value: unknown }).value;
    },
    close: () => socket.destroy(),
  };
}

async function portOf(profile: string): Promise<number> {
  for (let waited = 0; waited < startMs; waited += 250) {
    const text = await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '');
    if (Number(text) > 0) return Number(text);
    await after(250);
  }
  throw new Error('The program did not open its port for scripts.');
}
