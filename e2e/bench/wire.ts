import { connect, type TLSSocket } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { sequenceWindow, windowSize } from '../../electron/sync/folder/plan.ts';
import { ada, password, type World } from '../world.ts';

const items = 'UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE';

/**
 * Seconds that the server and the wire need without Heron's work: the same windows of UID FLAGS INTERNALDATE
 * RFC822.SIZE ENVELOPE BODYSTRUCTURE that Heron asks for at the first sync of a folder, over TLS, one after the other.
 * Of the answers only the tagged line at the end is read.
 */
export async function rawWire(world: World, address: string, folder: string): Promise<number> {
  const socket = await signedIn(world, address);
  try {
    const selected = await command(socket, `SELECT "${folder}"`);
    const started = performance.now();
    for (const { from, to } of windows(Number(/\* (\d+) EXISTS/.exec(selected)?.[1] ?? 0))) {
      await command(socket, `FETCH ${from}:${to} (${items})`);
    }
    return (performance.now() - started) / 1_000;
  } finally {
    socket.destroy();
  }
}

/** Lets Dovecot read the folder first: the first SELECT of a fresh Maildir is Dovecot's own work, not Heron's. */
export async function warm({ dovecot, ca }: World, name: string): Promise<void> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.tlsPort,
    secure: true,
    tls: { ca: ca.caPem },
    auth: { user: ada, pass: password },
    logger: false,
    // Dovecot says nothing while it reads a million files for the first time; imapflow gives up after five minutes.
    socketTimeout: 60 * 60_000,
  });
  await client.connect();
  for (let round = 0; round < 2; round += 1) {
    const { exists } = await client.mailboxOpen(name);
    await client.fetchAll(`${Math.max(1, exists - 49)}:*`, {
      envelope: true,
      flags: true,
      bodyStructure: true,
      internalDate: true,
    });
    await client.mailboxOpen('INBOX');
  }
  await client.logout();
}

/** Milliseconds that the server needs to select a folder and to tell of its newest 50 messages, over TLS, signed in already. */
export async function serverRows({ dovecot, ca }: World, address: string, folder: string): Promise<number> {
  const socket = await signedIn({ dovecot, ca }, address);
  try {
    const started = performance.now();
    const exists = Number(/\* (\d+) EXISTS/.exec(await command(socket, `SELECT "${folder}"`))?.[1] ?? 0);
    await command(socket, `FETCH ${Math.max(1, exists - 49)}:${exists} (${items})`);
    return performance.now() - started;
  } finally {
    socket.destroy();
  }
}

/** Seconds that imapflow alone needs for the same windows: it parses every answer, and none is kept. */
export async function imapflowAlone({ dovecot, ca }: World, address: string, folder: string): Promise<number> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.tlsPort,
    secure: true,
    tls: { ca: ca.caPem },
    auth: { user: address, pass: password },
    logger: false,
    disableCompression: true,
  });
  await client.connect();
  try {
    const { exists } = await client.mailboxOpen(folder);
    const started = performance.now();
    for (const { from, to } of windows(exists)) {
      for await (const _message of client.fetch(`${from}:${to}`, wholeEnvelope)) {
        // The messages are dropped: only the time for reading them counts.
      }
    }
    return (performance.now() - started) / 1_000;
  } finally {
    await client.logout();
  }
}

const wholeEnvelope = { uid: true, flags: true, internalDate: true, size: true, envelope: true, bodyStructure: true };

/** Heron's windows over a folder, the newest first, as sequence numbers. */
function* windows(exists: number): Generator<{ readonly from: number; readonly to: number }> {
  let cursor = exists;
  for (let window = 0; cursor > 0; window += 1) {
    const range = sequenceWindow(cursor, windowSize(window));
    if (range === null) return;
    yield range;
    cursor = range.from - 1;
  }
}

async function signedIn({ dovecot, ca }: Pick<World, 'dovecot' | 'ca'>, address: string): Promise<TLSSocket> {
  const socket = connect({ host: dovecot.host, port: dovecot.tlsPort, ca: ca.caPem, servername: 'localhost' });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  await command(socket, `LOGIN "${address}" "${password}"`);
  return socket;
}

/** Sends a command and resolves with the end of the server's answer. */
async function command(socket: ReturnType<typeof connect>, text: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    let end = '';
    const listen = (chunk: Buffer) => {
      end = (end + chunk.toString('latin1')).slice(-4_096);
      const tagged = /(?:^|\r\n)W (OK|NO|BAD)[^\r\n]*\r\n$/.exec(end);
      if (tagged === null) return;
      socket.off('data', listen).off('error', reject);
      if (tagged[1] === 'OK') resolve(end);
      else reject(new Error(`${text.split(' ')[0]}: ${tagged[0].trim()}`));
    };
    socket.on('data', listen).once('error', reject);
    socket.write(`W ${text}\r\n`);
  });
}
