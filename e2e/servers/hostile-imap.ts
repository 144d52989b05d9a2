/**
 * An IMAP server that follows a script: nonsense, refusals, silence, bad certificates, STARTTLS tricks. See README.md.
 */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { HostileScript } from './hostile-scripts.ts';
import type { Leaf } from './test-ca.ts';

/** A running server; `lines` is all the client said, `clearLines` what it said without TLS. */
interface HostileImap {
  readonly port: number;
  readonly lines: string[];
  readonly clearLines: string[];
  readonly connections: number;
  stop(): Promise<void>;
}

const maxLineBytes = 1_000_000;
const defaultCapabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR';

/** The answers of a small, sane server with an empty INBOX. */
function sane(tag: string, name: string, line: string, capabilities: string): string {
  const ok = `${tag} OK ${name} completed\r\n`;
  switch (name) {
    case 'CAPABILITY':
      return `* CAPABILITY ${capabilities}\r\n${ok}`;
    case 'NAMESPACE':
      return `* NAMESPACE (("" "/")) NIL NIL\r\n${ok}`;
    case 'LIST':
      // LIST "" "" asks for the separator alone (RFC 3501 6.3.8).
      return `* LIST ${line.endsWith(' ""') ? '(\\Noselect) "/" ""' : '(\\HasNoChildren) "/" INBOX'}\r\n${ok}`;
    case 'ID':
      return `* ID NIL\r\n${ok}`;
    case 'STATUS':
      return `* STATUS INBOX (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)\r\n${ok}`;
    case 'SELECT':
    case 'EXAMINE':
      return `* FLAGS (\\Seen)\r\n* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n${tag} OK [READ-WRITE] done\r\n`;
    case 'LOGOUT':
      return `* BYE bye\r\n${ok}`;
    default:
      return ok;
  }
}

/** Writes a text again and again until the other side hangs up. */
function flood(socket: Socket, text: string): void {
  while (socket.writable) {
    if (!socket.write(text)) {
      socket.once('drain', () => flood(socket, text));
      return;
    }
  }
}

/** Starts the server on 127.0.0.1. `security` defaults to 'tls' with a leaf, else to 'plain'. */
export async function startHostileImap(
  script: HostileScript,
  { leaf, security = leaf ? 'tls' : 'plain' }: { leaf?: Leaf; security?: 'tls' | 'starttls' | 'plain' } = {},
): Promise<HostileImap> {
  const lines: string[] = [];
  const clearLines: string[] = [];
  const sockets = new Set<Socket>();
  const secureContext = leaf && createSecureContext({ cert: leaf.cert, key: leaf.key });
  const capabilities = script.capabilities ?? defaultCapabilities;
  let connections = 0;

  function upgrade(tcp: Socket): Socket {
    const secure = new TLSSocket(tcp, { isServer: true, secureContext });
    secure.on('error', () => tcp.destroy());
    return secure;
  }

  /** Handles the client's commands on one socket; after STARTTLS another socket takes over. */
  function listen(socket: Socket, secure: boolean): void {
    let buffer = '';
    let pendingTag = '';
    const answer = (text: string | Buffer) => void (socket.writable && socket.write(text));

    function startTls(tag: string): void {
      socket.removeAllListeners('data');
      answer(`${tag} OK begin TLS\r\n${script.injectBeforeTls ?? ''}`);
      listen(upgrade(socket), true);
    }

    function onLine(line: string): boolean {
      lines.push(line);
      if (!secure) {
        clearLines.push(line);
      }
      const [tag = '', word = '', mechanism = '', initial] = line.split(' ');
      const continued = pendingTag !== '';
      const name = continued ? 'AUTHENTICATE' : word.toUpperCase();
      const command = { tag: continued ? pendingTag : tag, name, line, secure };
      if (name === 'AUTHENTICATE' && !continued && initial === undefined && !mechanism.startsWith('XOAUTH2')) {
        pendingTag = tag;
        answer('+ \r\n');
        return true;
      }
      pendingTag = '';
      const scripted = script.onCommand?.(command);
      if (scripted === 'close') {
        socket.destroy();
        return false;
      }
      if (scripted === 'hang') {
        return true;
      }
      if (scripted === undefined && name === 'STARTTLS' && security === 'starttls' && secureContext) {
        startTls(tag);
        return false;
      }
      const before = security === 'starttls' && !secure ? `${capabilities} STARTTLS` : capabilities;
      answer(scripted ?? sane(command.tag, name, line, before));
      if (name === 'LOGOUT' || scripted?.includes('* BYE')) {
        socket.end();
      }
      return true;
    }

    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      for (let end = buffer.indexOf('\r\n'); end !== -1; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (!onLine(line)) {
          return;
        }
      }
      if (buffer.length > maxLineBytes) {
        socket.destroy();
      }
    });
  }

  const server = createServer((tcp) => {
    connections += 1;
    sockets.add(tcp);
    tcp.on('error', () => undefined);
    tcp.on('close', () => sockets.delete(tcp));
    const socket = security === 'tls' && secureContext ? upgrade(tcp) : tcp;
    listen(socket, socket !== tcp);
    if (script.greeting !== null) {
      socket.write(script.greeting ?? '* OK ready\r\n');
    }
    if (script.endlessly !== undefined) {
      flood(socket, script.endlessly);
    }
    if (script.closeAfterGreeting) {
      socket.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    lines,
    clearLines,
    get connections() {
      return connections;
    },
    async stop() {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await once(server, 'close');
    },
  };
}
