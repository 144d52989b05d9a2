import { ImapFlow } from 'imapflow';
import { ada, password, type World } from './world.ts';

/** Another mail program on Ada's mailbox, which knows nothing of Heron. */
export interface OtherProgram {
  /** The messages of a folder that are not marked as deleted, as they were sent. */
  list(folder: string): Promise<{ readonly uid: number; readonly source: string }[]>;
  append(folder: string, message: string | Buffer, flags: string[]): Promise<void>;
  /** Puts a changed copy in the place of a message, as programs do that cannot change one. */
  replace(folder: string, uid: number, change: (source: string) => string): Promise<void>;
  stop(): Promise<void>;
}

/** Signs in with Ada's password and stays connected. */
export async function startOtherProgram({ dovecot, ca }: World): Promise<OtherProgram> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.tlsPort,
    secure: true,
    tls: { ca: [ca.caPem] },
    auth: { user: ada, pass: password },
    logger: false,
  });
  await client.connect();
  const within = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
    const lock = await client.getMailboxLock(folder);
    try {
      return await work();
    } finally {
      lock.release();
    }
  };
  const flagsOf = (flags: Set<string> | undefined): string[] =>
    [...(flags ?? [])].filter((flag) => flag !== '\\Recent');
  return {
    list: (folder) =>
      within(folder, async () => {
        await client.noop();
        const found = await client.fetchAll('1:*', { uid: true, source: true, flags: true });
        return found
          .filter(({ flags }) => flags?.has('\\Deleted') !== true)
          .map(({ uid, source }) => ({ uid, source: source?.toString('utf8') ?? '' }));
      }),
    append: async (folder, message, flags) => {
      await client.append(folder, message, flags);
    },
    replace: (folder, uid, change) =>
      within(folder, async () => {
        const before = await client.fetchOne(String(uid), { source: true, flags: true }, { uid: true });
        if (before === false || before.source === undefined) throw new Error(`There is no message ${uid}.`);
        await client.append(folder, change(before.source.toString('utf8')), flagsOf(before.flags));
        await client.messageDelete(String(uid), { uid: true });
      }),
    stop: () => client.logout(),
  };
}
