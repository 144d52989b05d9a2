import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A profile with a place for mail on this computer only, that neither greets nor looks for news. */
const quietPreferences = {
  'mail.provider.suppress_dialog_on_startup': true,
  'mail.rights.version': 1,
  'mailnews.start_page.enabled': false,
  'mail.shell.checkDefaultClient': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'mail.accountmanager.accounts': 'account1',
  'mail.account.account1.server': 'server1',
  'mail.accountmanager.localfoldersserver': 'server1',
  'mail.server.server1.type': 'none',
  'mail.server.server1.hostname': 'Local Folders',
  'mail.server.server1.name': 'Local Folders',
  'mail.server.server1.userName': 'nobody',
  'mail.server.server1.directory-rel': '[ProfD]Mail/Local Folders',
};

/** A running Thunderbird with a fresh profile of its own. */
export interface Thunderbird {
  readonly profile: string;
  /** Kills it with all its processes, and removes the profile. */
  end(): Promise<void>;
}

/**
 * Starts Debian's package.
 * @param preferences over those of a quiet profile, as in about:config
 * @throws when it is not installed
 */
export async function startThunderbird({
  preferences = {},
  args,
}: {
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
  readonly args: readonly string[];
}): Promise<Thunderbird> {
  const profile = await mkdtemp(join(tmpdir(), 'heron-thunderbird-'));
  const lines = Object.entries({ ...quietPreferences, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const program = spawn('thunderbird', ['--no-remote', '--profile', profile, ...args], {
    env: { ...process.env, HOME: profile },
    stdio: 'ignore',
    detached: true,
  });
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  try {
    await new Promise<void>((started, failed) => program.once('spawn', started).once('error', failed));
  } catch (error) {
    await removeProfile();
    throw new Error('Thunderbird could not be started; on Debian: apt-get install thunderbird', { cause: error });
  }
  const ended = new Promise<void>((done) => program.once('exit', () => done()));
  return {
    profile,
    end: async () => {
      // Its own processes go with it.
      const isRunning = program.exitCode === null && program.signalCode === null;
      if (program.pid !== undefined && isRunning) process.kill(-program.pid, 'SIGKILL');
      await ended;
      await removeProfile();
    },
  };
}
