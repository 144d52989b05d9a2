import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startThunderbird } from './thunderbird-program.ts';

const run = promisify(execFile);
/** A window that has not come, or does not stand still, within so many milliseconds is a failure. */
const longestMs = 60_000;
const pauseMs = 500;

/**
 * Opens each message in a Thunderbird of its own and takes a picture of its window. Answers the pictures' paths, beside the messages.
 *
 * @param asText the plain version is shown
 */
export async function picturesOf(
  messages: readonly { readonly path: string; readonly subject: string }[],
  asText: boolean,
): Promise<string[]> {
  const pictures: string[] = [];
  for (const { path, subject } of messages) {
    const picture = path.replace(/\.eml$/, asText ? '-text.png' : '-html.png');
    await show(path, subject, asText, picture);
    pictures.push(picture);
  }
  return pictures;
}

async function show(path: string, subject: string, asText: boolean, picture: string): Promise<void> {
  const thunderbird = await startThunderbird({
    preferences: { 'mailnews.attachments.display.start_expanded': true, 'mailnews.display.prefer_plaintext': asText },
    args: [path],
  });
  try {
    const window = await windowOf(subject);
    await run('xdotool', ['windowsize', window, '1000', '1100', 'windowraise', window]);
    await takeAtRest(window, picture);
  } finally {
    await thunderbird.end();
  }
}

/** The window that shows the message, by the subject in its title. */
async function windowOf(subject: string): Promise<string> {
  for (let waited = 0; waited < longestMs; waited += pauseMs) {
    const { stdout } = await run('xdotool', ['search', '--name', ' - Mozilla Thunderbird$']).catch(() => ({
      stdout: '',
    }));
    for (const window of stdout.split('\n').filter((line) => line !== '')) {
      const { stdout: title } = await run('xdotool', ['getwindowname', window]);
      if (title.startsWith(subject)) return window;
    }
    await after(pauseMs);
  }
  throw new Error(`Thunderbird did not show “${subject}”.`);
}

/** Takes the picture when two in a row are the same, and show more than an empty window. */
async function takeAtRest(window: string, picture: string): Promise<void> {
  let before = Buffer.alloc(0);
  for (let waited = 0; waited < longestMs; waited += pauseMs) {
    await after(pauseMs * 2);
    await run('import', ['-window', window, '-strip', picture]);
    const now = await readFile(picture);
    if (now.equals(before)) return;
    before = now;
  }
  throw new Error('The window of Thunderbird does not stand still.');
}
