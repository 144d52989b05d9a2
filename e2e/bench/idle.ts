import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { buildMessage } from '../servers/messages.ts';
import { PASSWORD, startWorld } from '../world.ts';
import type { Figure } from './figures.ts';

const ACCOUNTS = 5;
const MINUTES = 5;
/** What the first sync and the closed window leave behind is over by then. */
const SETTLE_MS = 20_000;

/** Heron in the tray with its window closed, five accounts in IDLE, nothing arriving: what it costs. Linux only: it reads /proc. */
export async function measureIdle(print: (figure: Figure) => void): Promise<void> {
  const world = await startWorld();
  const heron = await launchHeron({ environment: { ...world.environment, HERON_TRAY: '1' } });
  try {
    for (let number = 1; number <= ACCOUNTS; number += 1) {
      const address = `person${number}@contoso.test`;
      await world.dovecot.addUser(address, { password: PASSWORD });
      await world.dovecot.seed(address, 'INBOX', [buildMessage({ subject: `For ${address}`, to: address })]);
      await addAccount(heron, address, world.dovecot.tlsPort);
    }
    await everythingIsOnline(heron);
    const withWindow = await memory(heron);
    const closed = heron.window.waitForEvent('close');
    await heron.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
    await after(SETTLE_MS);
    const before = await processorSeconds(heron);
    await after(MINUTES * 60_000);
    const used = (await processorSeconds(heron)) - before;
    print({
      name: `idle in the tray, ${ACCOUNTS} accounts, ${MINUTES} minutes: of one core`,
      value: (used / (MINUTES * 60)) * 100,
      unit: '%',
      target: 0.5,
    });
    print({
      name: 'memory without a window (proportional set size)',
      value: await memory(heron),
      unit: 'MB',
      target: 300,
    });
    print({ name: 'memory with the window, just before', value: withWindow, unit: 'MB', target: 500 });
  } finally {
    await heron.quit();
    await removeProfile(heron.profile);
    await world.stop();
  }
}

async function addAccount(heron: Heron, address: string, port: number): Promise<void> {
  const imap = { host: 'localhost', port, security: 'tls' as const };
  const smtp = { host: 'localhost', port: 587, security: 'starttls' as const };
  const input = {
    address,
    displayName: '',
    method: 'password' as const,
    username: address,
    password: PASSWORD,
    imap,
    smtp,
  };
  const reply = await heron.window.evaluate(
    (account) => window.heron.calls['accounts.addWithPassword'](account),
    input,
  );
  if (!reply.ok) throw new Error(`${address} was not added: ${reply.error.message}`);
}

async function everythingIsOnline(heron: Heron): Promise<void> {
  const done = async () => {
    const reply = await heron.window.evaluate(() => window.heron.calls['accounts.list'](undefined));
    return (
      reply.ok && reply.value.every(({ status }) => status.connection.kind === 'online' && status.progress === null)
    );
  };
  while (!(await done())) await after(250);
}

/** User and system time of all of Heron's processes so far, in seconds. */
async function processorSeconds(heron: Heron): Promise<number> {
  const times = (await processes(heron)).map(async (pid) => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // After the command's closing parenthesis, which may hold anything: utime and stime are fields 14 and 15, in ticks of 10 ms.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  });
  return (await Promise.all(times)).reduce((sum, seconds) => sum + seconds, 0);
}

/** Proportional set size of all of Heron's processes, in MB: shared pages are counted once. */
async function memory(heron: Heron): Promise<number> {
  const sizes = (await processes(heron)).map(async (pid) => {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The main process and all that descend from it. */
async function processes(heron: Heron): Promise<number[]> {
  const root = heron.app.process().pid;
  if (root === undefined) throw new Error('Heron has ended.');
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat !== null) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const descends = (pid: number): boolean => pid === root || (parents.has(pid) && descends(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(descends);
}
