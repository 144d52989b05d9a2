/**
 * The Maildir of a user on disk, read and written without Dovecot: to Dovecot this looks like the changes of another
 * client.
 */
import { closeSync, futimesSync, openSync, writeSync } from 'node:fs';
import { chown, mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawMessage } from './messages.ts';

/** A message as the server has it on disk. `name` is the Maildir base name, which flags don't change. */
export interface StoredMessage {
  name: string;
  flags: string[];
  size: number;
  receivedAt: Date;
  messageId: string;
  subject: string;
  read(): Promise<Buffer>;
}

/** Who must own what is written, where the tests run as root. */
export interface Owner {
  uid: number;
  gid: number;
}

const letterFlags: [string, string][] = [
  ['D', '\\Draft'],
  ['F', '\\Flagged'],
  ['R', '\\Answered'],
  ['S', '\\Seen'],
  ['T', '\\Deleted'],
];
let counter = 0;

/** Modified UTF-7 (RFC 3501 5.1.3), which is how IMAP and Dovecot's disk layout write folder names. */
function encodeFolderName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') {
      return '&-';
    }
    const utf16 = Buffer.from(run, 'utf16le').swap16();
    return `&${utf16.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** The folder's directory under the user's mail home. */
export function folderPath(home: string, folder: string): string {
  return join(home, ...folder.split('/').map(encodeFolderName));
}

async function makeDirectory(path: string, owner: Owner | undefined): Promise<void> {
  await mkdir(path, { recursive: true });
  if (owner) {
    await chown(path, owner.uid, owner.gid);
  }
}

/** Creates a folder with its parents, and subscribes to it. */
export async function makeFolder(home: string, folder: string, owner: Owner | undefined): Promise<void> {
  const parts = folder.split('/');
  for (let depth = 0; depth <= parts.length; depth += 1) {
    await makeDirectory(depth === 0 ? home : folderPath(home, parts.slice(0, depth).join('/')), owner);
  }
  for (const part of ['cur', 'new', 'tmp']) {
    await makeDirectory(join(folderPath(home, folder), part), owner);
  }
  const file = join(home, 'subscriptions');
  const before = await readFile(file, 'utf8').catch(() => 'V\t2\n\n');
  const line = `${encodeFolderName(folder).replaceAll('/', '\t')}\n`;
  if (!before.endsWith(`\n${line}`) && !before.includes(`\n${line}`)) {
    await writeFile(file, before + line, { mode: 0o644 });
    if (owner) {
      await chown(file, owner.uid, owner.gid);
    }
  }
}

/** The keyword letters (a, b, …) of a folder, as Dovecot keeps them. */
async function keywords(path: string): Promise<string[]> {
  const text = await readFile(join(path, 'dovecot-keywords'), 'utf8').catch(() => '');
  const names: string[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    const space = line.indexOf(' ');
    names[Number(line.slice(0, space))] = line.slice(space + 1);
  }
  return names;
}

function flagLetters(flags: string[], known: string[]): string {
  const letters = flags.map((flag) => {
    const system = letterFlags.find(([, name]) => name.toLowerCase() === flag.toLowerCase());
    const index = known.indexOf(flag);
    if (!system && index === -1) {
      throw new Error(`No letter for ${flag}: keywords must have been set by a client before`);
    }
    return system?.[0] ?? String.fromCharCode(97 + index);
  });
  return letters.sort().join('');
}

/** A new base name. Dovecot numbers new files by the time in it, so UIDs rise with `receivedAt`. */
function baseName(raw: Buffer, receivedAt: Date): string {
  counter += 1;
  const seconds = Math.floor(receivedAt.getTime() / 1000);
  const micro = String(counter % 1_000_000).padStart(6, '0');
  const bareLineFeeds = raw.toString('latin1').match(/(?<!\r)\n/g)?.length ?? 0;
  // W is the size with CRLF line ends; Dovecot calls the file corrupt if it is not right.
  return `${seconds}.M${micro}P${process.pid}Q${counter}.heron,S=${raw.length},W=${raw.length + bareLineFeeds}`;
}

/** Writes messages straight into `cur`, in order; gives their base names. Yields to the event loop every thousand. */
export async function writeMessages(path: string, messages: Iterable<RawMessage>): Promise<string[]> {
  const known = await keywords(path);
  const names: string[] = [];
  for (const { raw, receivedAt, flags } of messages) {
    const name = baseName(raw, receivedAt);
    const file = openSync(join(path, 'cur', `${name}:2,${flagLetters(flags ?? [], known)}`), 'wx', 0o644);
    writeSync(file, raw);
    futimesSync(file, receivedAt, receivedAt);
    closeSync(file);
    names.push(name);
    if (names.length % 1000 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return names;
}

/** Delivers one message as an MDA does: written in `tmp`, then moved, so that no session sees half of it. */
export async function deliverMessage(path: string, message: RawMessage): Promise<string> {
  const name = baseName(message.raw, message.receivedAt);
  const draft = join(path, 'tmp', name);
  await writeFile(draft, message.raw, { mode: 0o644 });
  await utimes(draft, message.receivedAt, message.receivedAt);
  const flags = message.flags ?? [];
  const target = flags.length > 0 ? `cur/${name}:2,${flagLetters(flags, await keywords(path))}` : `new/${name}`;
  await rename(draft, join(path, target));
  return name;
}

const baseOf = (file: string) => file.split(':2,')[0] ?? file;

async function files(path: string): Promise<{ base: string; letters: string; path: string }[]> {
  const found = await Promise.all(
    ['cur', 'new'].map(async (part) =>
      (await readdir(join(path, part)))
        .filter((file) => !file.startsWith('.'))
        .map((file) => ({ base: baseOf(file), letters: file.split(':2,')[1] ?? '', path: join(path, part, file) })),
    ),
  );
  return found.flat();
}

function header(head: string, name: string): string {
  const field = new RegExp(`^${name}:((?:.*\\r?\\n[ \\t])*.*)$`, 'im').exec(head)?.[1];
  return field?.replace(/\r?\n(?=[ \t])/g, '').trim() ?? '';
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
    return (
      buffer
        .subarray(0, bytesRead)
        .toString('utf8')
        .split(/\r?\n\r?\n/)[0] ?? ''
    );
  } finally {
    await file.close();
  }
}

/** What is in a folder, oldest first. Headers are given as they are written (not decoded). */
export async function listMessages(path: string): Promise<StoredMessage[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listOnce(path);
    } catch (error) {
      // Dovecot renames a file when its flags change: then the folder is listed again.
      const renamed = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!renamed || attempt === 10) throw error;
    }
  }
}

async function listOnce(path: string): Promise<StoredMessage[]> {
  const known = await keywords(path);
  const messages: StoredMessage[] = [];
  for (const file of await files(path)) {
    const [head, { size, mtime }] = [await headOf(file.path), await stat(file.path)];
    messages.push({
      name: file.base,
      flags: [...file.letters].map(
        (letter) => letterFlags.find(([code]) => code === letter)?.[1] ?? known[letter.charCodeAt(0) - 97] ?? letter,
      ),
      size,
      receivedAt: mtime,
      messageId: header(head, 'Message-ID'),
      subject: header(head, 'Subject'),
      read: async () => readFile((await locate(path, file.base)).path),
    });
  }
  return messages.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.name < b.name ? -1 : 1));
}

async function locate(path: string, name: string): Promise<{ path: string }> {
  const file = (await files(path)).find((entry) => entry.base === name);
  if (!file) {
    throw new Error(`No message ${name} in ${path}`);
  }
  return file;
}

/** Replaces a message's flags, as another client would. */
export async function setMessageFlags(path: string, name: string, flags: string[]): Promise<void> {
  const file = await locate(path, name);
  await rename(file.path, join(path, 'cur', `${name}:2,${flagLetters(flags, await keywords(path))}`));
}

/** Removes a message for good. */
export async function removeMessage(path: string, name: string): Promise<void> {
  await rm((await locate(path, name)).path);
}

/** Forgets a folder's UIDs, so that the server gives it a new UIDVALIDITY when it is opened next. */
export async function forgetUids(path: string): Promise<void> {
  for (const file of await readdir(path)) {
    if (file === 'dovecot-uidlist' || file.startsWith('dovecot.index')) {
      await rm(join(path, file), { force: true });
    }
  }
}
