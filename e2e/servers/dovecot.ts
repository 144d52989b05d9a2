/** A real Dovecot 2.3 in a temporary folder, on ports of its own, that asks the identity provider about tokens. See README.md. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type DovecotSettings,
  dovecotConf,
  oauth2Conf,
  type PasswordUser,
  passwdFile,
  plainHost,
} from './dovecot-config.ts';
import {
  deliverMessage,
  folderPath,
  forgetUids,
  listMessages,
  makeFolder,
  type Owner,
  removeMessage,
  type StoredMessage,
  setMessageFlags,
  writeMessages,
} from './maildir.ts';
import { manyMessages } from './many-messages.ts';
import type { RawMessage } from './messages.ts';
import type { Leaf } from './test-ca.ts';

/** The folders of a new mailbox besides INBOX: Exchange's names, a nested one, and one that needs modified UTF-7 and quoting. */
export const exchangeFolders = [
  'Archive',
  'Conversation History',
  'Deleted Items',
  'Drafts',
  'Junk Email',
  'Sent Items',
  'Projects',
  'Projects/Heron',
  'Häuser & Gärten "privat"',
];

/** How to start; see README.md for the defaults. */
export interface DovecotOptions {
  leaf: Leaf;
  introspectionUrl?: string;
  like?: 'exchange' | 'dovecot';
  capability?: string;
  specialUse?: boolean;
  oauthBearer?: boolean;
  sharedMailboxes?: boolean;
  maxConnectionsPerUser?: number;
  logPath?: string;
}

/** A running server and its controls; see README.md. */
export interface Dovecot {
  readonly host: 'localhost';
  readonly tlsPort: number;
  readonly plainPort: number;
  addUser(address: string, options?: { password?: string; folders?: string[] }): Promise<void>;
  setPassword(address: string, password: string): Promise<void>;
  basicAuthBlocked(address: string, on: boolean): Promise<void>;
  createFolder(address: string, folder: string): Promise<void>;
  removeFolder(address: string, folder: string): Promise<void>;
  seed(address: string, folder: string, messages: RawMessage[]): Promise<string[]>;
  seedMany(
    address: string,
    folder: string,
    count: number,
    options?: { newest?: Date; days?: number; unreadShare?: number },
  ): Promise<void>;
  deliver(
    address: string,
    folder: string,
    raw: Buffer | string,
    options?: { flags?: string[]; receivedAt?: Date },
  ): Promise<string>;
  list(address: string, folder: string): Promise<StoredMessage[]>;
  setFlags(address: string, folder: string, name: string, flags: string[]): Promise<void>;
  remove(address: string, folder: string, name: string): Promise<void>;
  changeUidValidity(address: string, folder: string): Promise<void>;
  kick(address: string): Promise<void>;
  sessions(address: string): Promise<number>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  log(): Promise<string>;
}

const startDeadlineMs = 60_000;
const run = promisify(execFile);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Finds a program. Debian keeps dovecot in /usr/sbin, which is not in every user's PATH. */
function program(name: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/usr/bin'];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) {
    throw new Error(`${name} is not installed: apt-get install dovecot-imapd`);
  }
  return found;
}

/** Below the ports that systems give to outgoing connections and to servers that ask for any, so that none is taken until Dovecot listens. */
const ports = { first: 20_000, last: 32_000 };

/** A port of a host on which nobody listens. Chosen at random, since test files run beside each other. */
async function freePort(host: string): Promise<number> {
  for (;;) {
    const port = randomInt(ports.first, ports.last);
    const server = createServer().listen(port, host);
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Whether the server accepts a connection on the port, or, where it is to greet, also sends something. */
function answers(host: string, port: number, by: 'connect' | 'data'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.on(by, () => done(true));
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
  });
}

/** Forwards a port of 127.0.0.1 to plainHost, so that clients can use 'localhost' for both ports. */
async function forward(port: number): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect({ port, host: plainHost });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close() {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

async function launch(confPath: string, settings: DovecotSettings): Promise<ChildProcess> {
  const child = spawn(program('dovecot'), ['-F', '-c', confPath], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const deadline = Date.now() + startDeadlineMs;
  while (child.exitCode === null && Date.now() < deadline) {
    const areReady = await Promise.all([
      answers(plainHost, settings.plainPort, 'data'),
      answers('127.0.0.1', settings.tlsPort, 'connect'),
    ]);
    // Not if somebody else's server answered, and ours ended since it found its port taken.
    if (areReady.every(Boolean) && child.exitCode === null) {
      return child;
    }
    await wait(15);
  }
  child.kill('SIGKILL');
  const log = await readFile(settings.logPath, 'utf8').catch(() => '');
  throw new Error(`Dovecot did not start.\n${complaint}\n${log}`);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function mailOwner(): Promise<Owner | undefined> {
  if (userInfo().uid !== 0) {
    return undefined;
  }
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('getent', ['group', 'nogroup'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout.split(':')[2]) };
}

async function ordinaryUser(): Promise<DovecotSettings['self']> {
  const { uid, username } = userInfo();
  return uid === 0 ? undefined : { user: username, group: (await run('id', ['-gn'])).stdout.trim() };
}

/** Starts Dovecot and resolves when it greets. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const folder = await mkdtemp(join(tmpdir(), 'heron-imap-'));
  await chmod(folder, 0o755);
  const like = options.like ?? 'exchange';
  const settings: DovecotSettings = {
    folder,
    logPath: options.logPath ?? join(folder, 'dovecot.log'),
    tlsPort: await freePort('127.0.0.1'),
    plainPort: await freePort(plainHost),
    certPath: options.leaf.certPath,
    keyPath: options.leaf.keyPath,
    oauth: options.introspectionUrl !== undefined,
    like,
    capability: options.capability,
    specialUse: options.specialUse ?? like === 'dovecot',
    oauthBearer: options.oauthBearer ?? false,
    sharedMailboxes: options.sharedMailboxes ?? false,
    maxConnectionsPerUser: options.maxConnectionsPerUser ?? 10,
    self: await ordinaryUser(),
  };
  const confPath = join(folder, 'dovecot.conf');
  const owner = await mailOwner();
  const passwords = new Map<string, PasswordUser>();
  let revision = 0;

  const home = (address: string) => join(folder, 'mail', address.toLowerCase());
  const path = (address: string, name: string) => folderPath(home(address), name);
  const doveadm = async (...args: string[]) => (await run(program('doveadm'), ['-c', confPath, ...args])).stdout;

  /** One line per session; it names the process, of which each session has its own. */
  async function sessions(address: string): Promise<string[]> {
    const lines = (await doveadm('who', '-1', address.toLowerCase())).trim().split('\n').slice(1);
    return lines.filter(Boolean);
  }

  async function kick(address: string): Promise<void> {
    // Only the sessions that exist now: a client may reconnect before the last of them has ended.
    const live = new Set(await sessions(address));
    // doveadm fails when the user has no session, or when the session ended by itself meanwhile.
    await doveadm('kick', address.toLowerCase()).catch(() => '');
    const deadline = Date.now() + 60_000;
    while ((await sessions(address)).some((session) => live.has(session))) {
      if (Date.now() > deadline) {
        throw new Error(`Sessions of ${address} did not end`);
      }
      await wait(20);
    }
  }

  async function change(address: string, fields: Partial<PasswordUser>): Promise<void> {
    const key = address.toLowerCase();
    const before = passwords.get(key);
    const user = { password: '', blocked: false, ...before, ...fields };
    passwords.set(key, user);
    revision += 1;
    await writeFile(join(folder, 'passwd', key), passwdFile(key, user, revision), { mode: 0o644 });
    if (before) {
      // Dovecot checks once in each second of the clock whether a passwd-file has changed, so it knows the change from
      // the next second on.
      await wait(1000 - (Date.now() % 1000) + 5);
    }
  }

  /**
   * Ends sessions before the server: an idle session outlives its master by up to ten seconds.
   * @param signal SIGTERM: the ports are free again afterwards, which takes a second; SIGKILL: its other processes notice, and end a moment later
   */
  async function shutDown(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await doveadm('kick', '*').catch(() => '');
    await end(child, signal);
  }

  await mkdir(join(folder, 'mail'));
  if (owner) {
    await chown(join(folder, 'mail'), owner.uid, owner.gid);
  }
  await appendFile(settings.logPath, '');
  await mkdir(join(folder, 'passwd'));
  const introspectionUrl = options.introspectionUrl ?? '';
  await writeFile(join(folder, 'oauth2.conf'), oauth2Conf(introspectionUrl, 'username'));
  await writeFile(join(folder, 'oauth2-shared.conf'), oauth2Conf(introspectionUrl, 'shared'));
  await writeFile(confPath, dovecotConf(settings));
  let child = await launch(confPath, settings).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const plain = await forward(settings.plainPort);

  return {
    host: 'localhost',
    tlsPort: settings.tlsPort,
    plainPort: plain.port,
    async addUser(address, { password, folders = exchangeFolders } = {}) {
      for (const name of ['INBOX', ...folders]) {
        await makeFolder(home(address), name, owner);
      }
      if (password !== undefined) {
        await change(address, { password });
      }
    },
    setPassword: (address, password) => change(address, { password }),
    basicAuthBlocked: (address, on) => change(address, { blocked: on }),
    createFolder: (address, name) => makeFolder(home(address), name, owner),
    removeFolder: (address, name) => rm(path(address, name), { recursive: true }),
    seed: (address, name, messages) => writeMessages(path(address, name), messages),
    async seedMany(address, name, count, shape) {
      await writeMessages(path(address, name), manyMessages(address, count, shape));
    },
    deliver: (address, name, raw, { flags, receivedAt = new Date() } = {}) =>
      deliverMessage(path(address, name), { raw: Buffer.from(raw), flags, receivedAt }),
    list: (address, name) => listMessages(path(address, name)),
    setFlags: (address, name, message, flags) => setMessageFlags(path(address, name), message, flags),
    remove: (address, name, message) => removeMessage(path(address, name), message),
    async changeUidValidity(address, name) {
      await kick(address);
      await forgetUids(path(address, name));
    },
    kick,
    sessions: async (address) => (await sessions(address)).length,
    async restart() {
      await shutDown('SIGTERM');
      child = await launch(confPath, settings);
    },
    async stop() {
      plain.close();
      await shutDown('SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    log: () => readFile(settings.logPath, 'utf8'),
  };
}
