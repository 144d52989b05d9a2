import { setTimeout as after } from 'node:timers/promises';
import { logText } from '../../shared/reply.ts';
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { buildMessage } from '../servers/messages.ts';
import { password, startWorld } from '../world.ts';
import type { Figure } from './figures.ts';
import { memoryByProcess, memoryText, processorSeconds, proportionalMemory } from './processes.ts';

const accounts = 5;
const minutes = 5;
/** Waits until the work after the first sync and after closing the window is over. */
const settleMs = 20_000;

/**
 * The cost of Heron in the tray: window closed, five accounts in IDLE, no mail arriving. Linux only: it reads /proc.
 */
export async function measureIdle(print: (figure: Figure) => void): Promise<void> {
  const world = await startWorld();
  const heron = await launchHeron({ environment: { ...world.environment, HERON_TRAY: '1' } });
  try {
    for (let number = 1; number <= accounts; number += 1) {
      const address = `person${number}@contoso.test`;
      await world.dovecot.addUser(address, { password: password });
      await world.dovecot.seed(address, 'INBOX', [buildMessage({ subject: `For ${address}`, to: address })]);
      await addAccount(heron, address, world.dovecot.tlsPort);
    }
    await everythingIsOnline(heron);
    const main = mainProcess(heron);
    const withWindow = await proportionalMemory(main);
    const closed = heron.window.waitForEvent('close');
    await heron.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
    await after(settleMs);
    const before = await processorSeconds(main);
    await after(minutes * 60_000);
    const used = (await processorSeconds(main)) - before;
    print({
      name: `idle in the tray, ${accounts} accounts, ${minutes} minutes: of one core`,
      value: (used / (minutes * 60)) * 100,
      unit: '%',
      target: 0.5,
    });
    console.log(`  ${memoryText(await memoryByProcess(main))}`);
    print({
      name: 'memory without a window (proportional set size)',
      value: await proportionalMemory(main),
      unit: 'MB',
      target: 200,
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
    password: password,
    imap,
    smtp,
  };
  const reply = await heron.window.evaluate(
    (account) => window.heron.calls['accounts.addWithPassword'](account),
    input,
  );
  if (!reply.ok) throw new Error(`${address} was not added: ${logText(reply.error)}`);
}

/** Resolves when all accounts are connected and nothing is being fetched. */
export async function everythingIsOnline(heron: Heron): Promise<void> {
  const done = async () => {
    const reply = await heron.window.evaluate(() => window.heron.calls['accounts.list'](undefined));
    return (
      reply.ok && reply.value.every(({ status }) => status.connection.kind === 'online' && status.progress === null)
    );
  };
  while (!(await done())) await after(250);
}

/** The id of Heron's main process. */
export function mainProcess(heron: Heron): number {
  const { pid } = heron.app.process();
  if (pid === undefined) throw new Error('Heron has ended.');
  return pid;
}
