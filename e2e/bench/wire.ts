import { connect } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { sequenceWindow, windowSize } from '../../electron/sync/folder/plan.ts';
import { password, type World } from '../world.ts';

/**
 * Seconds that the server and the wire alone need for what Heron asks of a folder at its first sync: the same windows of
 * UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE over TLS, one after the other. The answers are thrown away unread: only the
 * tagged line at the end of each is looked for.
 */
export async function rawWire({ dovecot, ca }: World, address: string, folder: string): Promise<number> {
  const socket = connect({ host: dovecot.host, port: dovecot.tlsPort, ca: ca.caPem, servername: 'localhost' });
  try {
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    await command(socket, `LOGIN "${address}" "${password}"`);
    const selected = await command(socket, `SELECT "${folder}"`);
    const started = performance.now();
    const items = 'UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE';
    for (const { from, to } of windows(Number(/\* (\d+) EXISTS/.exec(selected)?.[1] ?? 0))) {
      await command(socket, `FETCH ${from}:${to} (${items})`);
    }
    return (performance.now() - started) / 1_000;
  } finally {
    socket.destroy();
  }
}

/** Seconds that imapflow alone needs for the same: every answer read, none of them kept. */
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
        // Only the reading counts.
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

/** Answers the end of what the server said. */
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
