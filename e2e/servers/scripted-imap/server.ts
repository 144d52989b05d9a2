/** A correct IMAP server in memory that behaves like a known one, and does on demand what goes wrong. See README.md. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createEventLog, type EventLog } from '../event-log.ts';
import type { Leaf } from '../test-ca.ts';
import { CommandReader, parseCommand } from './command-reader.ts';
import { MailStore } from './mail-store.ts';
import type { Personality } from './personality.ts';
import { type Credentials, Session } from './session.ts';

/** A command as the server got it. */
interface SeenCommand {
  /** The connection's number, from 1. */
  readonly connection: number;
  /** In capitals, UID commands as "UID FETCH". */
  readonly name: string;
  /** The command without its tag; credentials are left out. */
  readonly line: string;
  /** Milliseconds since the server started. */
  readonly at: number;
}

/** What goes wrong at commands whose line matches. */
interface Fault {
  readonly match: RegExp;
  /** The tagged answer, for example "NO [SERVERBUG] later"; or the connection is reset; or nothing is said. */
  readonly answer: string | 'drop' | 'silence';
  /** How many commands that match go through before; 0 by default. */
  readonly skip?: number;
  /** How many are answered so; without it all, until it is taken back. */
  readonly times?: number;
}

/** The connections that are open, and how many there were. */
interface Events {
  command: SeenCommand;
  connection: { readonly connection: number; readonly kind: 'opened' | 'closed' };
}

export interface ScriptedImap {
  readonly host: 'localhost';
  readonly port: number;
  readonly store: MailStore;
  readonly personality: Personality;
  /** Every command so far, in order. */
  readonly commands: readonly SeenCommand[];
  /** How often each kind of command came, or those whose line matches. */
  counts(match?: RegExp): Readonly<Record<string, number>>;
  /** Adds a fault; call the result to take it back. */
  fail(fault: Fault): () => void;
  /** Never misses one: an event is kept until a `waitFor` gets it. */
  readonly waitFor: EventLog<Events>['waitFor'];
  readonly liveConnections: number;
  /** Resets all connections, once. */
  dropAll(): void;
  /** Half-open: what clients say on today's connections is read and never answered. */
  freeze(): void;
  stop(): Promise<void>;
}

/** Starts the server with implicit TLS on 127.0.0.1. */
export async function startScriptedImap(options: {
  readonly leaf: Leaf;
  readonly personality: Personality;
  readonly credentials: Credentials;
}): Promise<ScriptedImap> {
  const { leaf, personality, credentials } = options;
  const secureContext = createSecureContext({ cert: leaf.cert, key: leaf.key });
  const startedAt = performance.now();
  const commands: SeenCommand[] = [];
  const events = createEventLog<Events>();
  const faults: { fault: Fault; skip: number; left: number }[] = [];
  const live = new Map<Socket, { session: Session; frozen: boolean }>();
  const changed = (): void => {
    for (const { session } of live.values()) session.lookForNews();
  };
  const store = new MailStore(personality, changed);
  let connections = 0;

  function faultAt(line: string): Fault | null {
    for (const entry of faults) {
      if (!entry.fault.match.test(line)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      if (entry.left <= 0) continue;
      entry.left -= 1;
      return entry.fault;
    }
    return null;
  }

  function serve(tcp: Socket): void {
    connections += 1;
    const connection = connections;
    const socket = new TLSSocket(tcp, { isServer: true, secureContext });
    const end = (): void => void socket.end();
    const write = (text: string): void => {
      if (socket.writable && live.get(tcp)?.frozen !== true) socket.write(text, 'latin1');
    };
    const session = new Session({ personality, store, credentials, write, end, changed });
    const state = { session, frozen: false };
    live.set(tcp, state);
    events.emit('connection', { connection, kind: 'opened' });
    const reader = new CommandReader({
      literal: () => write('+ OK\r\n'),
      command: (parts) => {
        if (state.frozen) return;
        if (parts.length === 1 && session.takesLine(String(parts[0]))) return;
        const command = parseCommand(parts);
        if (command === null) {
          write('* BAD Not a command\r\n');
          return;
        }
        const isSecret = ['LOGIN', 'AUTHENTICATE'].includes(command.name);
        const line = isSecret ? command.line.split(' ', 2).join(' ') : command.line;
        const seen = { connection, name: command.name, line, at: performance.now() - startedAt };
        commands.push(seen);
        const fault = faultAt(line);
        if (fault === null) session.handle(command);
        else if (fault.answer === 'drop') tcp.resetAndDestroy();
        else if (fault.answer !== 'silence') write(`${command.tag} ${fault.answer}\r\n`);
        events.emit('command', seen);
      },
    });
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', () => tcp.destroy());
    tcp.on('error', () => undefined);
    tcp.on('close', () => {
      live.delete(tcp);
      events.emit('connection', { connection, kind: 'closed' });
    });
  }

  const server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: 'localhost',
    port: (server.address() as AddressInfo).port,
    store,
    personality,
    commands,
    counts: (match) => {
      const counts: Record<string, number> = {};
      for (const { name, line } of commands) {
        if (match === undefined || match.test(line)) counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    fail: (fault) => {
      const entry = { fault, skip: fault.skip ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY };
      faults.push(entry);
      return () => {
        entry.left = 0;
      };
    },
    waitFor: events.waitFor,
    get liveConnections() {
      return live.size;
    },
    dropAll() {
      for (const tcp of live.keys()) tcp.resetAndDestroy();
    },
    freeze() {
      for (const state of live.values()) state.frozen = true;
    },
    async stop() {
      server.close();
      for (const tcp of live.keys()) tcp.destroy();
      await once(server, 'close');
    },
  };
}
