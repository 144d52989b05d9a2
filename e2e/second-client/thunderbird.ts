import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A window that has not come, or does not stand still, within so many milliseconds is a failure. */
const longestMs = 60_000;
const pauseMs = 500;

/** A profile with a place for mail on this computer only, that neither greets nor looks for news. */
const preferences = {
  'mail.provider.suppress_dialog_on_startup': true,
  'mail.rights.version': 1,
  'mailnews.start_page.enabled': false,
  'mail.shell.checkDefaultClient': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'mailnews.attachments.display.start_expanded': true,
  'mail.accountmanager.accounts': 'account1',
  'mail.account.account1.server': 'server1',
  'mail.accountmanager.localfoldersserver': 'server1',
  'mail.server.server1.type': 'none',
  'mail.server.server1.hostname': 'Local Folders',
  'mail.server.server1.name': 'Local Folders',
  'mail.server.server1.userName': 'nobody',
  'mail.server.server1.directory-rel': '[ProfD]Mail/Local Folders',
};

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
  const profile = await mkdtemp(join(tmpdir(), 'heron-second-client-'));
  const values = { ...preferences, 'mailnews.display.prefer_plaintext': asText };
  const lines = Object.entries(values).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const program = spawn('thunderbird', ['--no-remote', '--profile', profile, path], {
    env: { ...process.env, HOME: profile },
    stdio: 'ignore',
    detached: true,
  });
  try {
    const window = await windowOf(subject);
    await run('xdotool', ['windowsize', window, '1000', '1100', 'windowraise', window]);
    await takeAtRest(window, picture);
  } finally {
    const ended = new Promise<void>((done) => program.once('exit', () => done()));
    // Its own processes go with it.
    if (program.pid !== undefined) process.kill(-program.pid, 'SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
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
