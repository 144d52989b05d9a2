import type { AddressInfo } from 'node:net';
import hoodiecrow, { type Connection, type Mailbox, type ParsedCommand, type Server } from 'hoodiecrow-imap';
import type { RawMessage } from '../servers/messages.ts';
import type { Leaf } from '../servers/test-ca.ts';

/** What the identity provider knows of an access token. */
export type TokenLookup = (
  accessToken: string,
) => { address: string; active: boolean; expiresAtMs: number } | undefined;

/** An IMAP server in the demo's own process, which ends with it: implicit TLS, XOAUTH2 only. */
export interface DemoImapServer {
  readonly port: number;
  /** Puts a new message into the inbox, and tells sessions in IDLE. */
  deliver(message: RawMessage): void;
  stop(): Promise<void>;
}

/** The demo's mailbox: messages by folder name; INBOX among them. */
export type DemoFolders = Readonly<Record<string, { readonly use?: string; readonly messages: readonly RawMessage[] }>>;

/**
 * Starts the server. As at Microsoft, a token is valid only while the identity provider says so, and only for its own
 * mailbox; a session ends with its token (`BYE … AccessTokenExpired`), and passwords are never accepted.
 */
export async function startDemoImap(options: {
  readonly leaf: Leaf;
  readonly folders: DemoFolders;
  readonly tokenInfo: TokenLookup;
}): Promise<DemoImapServer> {
  const { INBOX: inbox, ...others } = options.folders;
  const sockets = new Set<Connection['socket']>();
  const server = hoodiecrow({
    secureConnection: true,
    credentials: { key: options.leaf.key, cert: options.leaf.cert },
    users: {},
    plugins: [
      'ID',
      'SASL-IR',
      'NAMESPACE',
      'IDLE',
      'ENABLE',
      'LITERALPLUS',
      'UNSELECT',
      'SPECIAL-USE',
      'UIDPLUS',
      'MOVE',
      passwordsRefused,
      (target) => xoauth2(target, options.tokenInfo),
    ],
    id: { name: 'Heron demo', version: '1' },
    storage: {
      INBOX: stored(inbox ?? { messages: [] }),
      '': {
        separator: '/',
        folders: Object.fromEntries(Object.entries(others).map(([name, folder]) => [name, stored(folder)])),
      },
    },
  });
  server.server.on('secureConnection', (socket: Connection['socket']) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.server.address() as AddressInfo).port,
    deliver: (message) =>
      server.appendMessage(
        'INBOX',
        message.flags ?? [],
        server.formatInternalDate(message.receivedAt),
        message.raw.toString('latin1'),
      ),
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function stored(folder: DemoFolders[string]): Mailbox {
  return {
    ...(folder.use === undefined ? {} : { 'special-use': folder.use }),
    messages: folder.messages.map((message) => ({
      raw: message.raw.toString('latin1'),
      flags: [...(message.flags ?? [])],
      internaldate: internalDate(message.receivedAt),
    })),
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 9051 date-time, in UTC. */
function internalDate(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${day}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()} ${time} +0000`;
}

function answer(connection: Connection, tag: string, command: 'OK' | 'NO' | 'BAD' | 'BYE', text: string): void {
  connection.send({ tag, command, attributes: [{ type: 'TEXT', value: text }] }, `${command} ${text}`);
}

function passwordsRefused(server: Server): void {
  server.setCommandHandler('LOGIN', (connection, parsed, _data, callback) => {
    answer(connection, parsed.tag, 'NO', '[AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-390672152');
    callback();
  });
}

function xoauth2(server: Server, tokenInfo: TokenLookup): void {
  server.registerCapability('AUTH=XOAUTH2', (connection) => connection.state === 'Not Authenticated');
  server.setCommandHandler('AUTHENTICATE XOAUTH2', (connection, parsed, _data, callback) => {
    const { user, accessToken } = initialResponse(parsed);
    const info = tokenInfo(accessToken);
    if (info?.active === true && info.address.toLowerCase() === user.toLowerCase()) {
      connection.state = 'Authenticated';
      endWithToken(connection, info.expiresAtMs);
      answer(connection, parsed.tag, 'OK', 'AUTHENTICATE completed.');
    } else {
      refuse(connection, parsed);
    }
    callback();
  });
}

function initialResponse(parsed: ParsedCommand): { user: string; accessToken: string } {
  const [user = '', bearer = ''] = Buffer.from(parsed.attributes?.[0]?.value ?? '', 'base64')
    .toString('utf8')
    .split('\u0001');
  return { user: user.replace(/^user=/, ''), accessToken: bearer.replace(/^auth=Bearer /, '') };
}

/** The challenge with the reason comes first; the client answers it with an empty line. */
function refuse(connection: Connection, parsed: ParsedCommand): void {
  const reason = Buffer.from(JSON.stringify({ status: '401', schemes: 'Bearer' })).toString('base64');
  connection.send({ tag: '+', attributes: [{ type: 'ATOM', value: reason }] }, 'XOAUTH2 refused');
  connection.inputHandler = () => {
    connection.inputHandler = false;
    answer(connection, parsed.tag, 'NO', 'AUTHENTICATE failed.');
  };
}

function endWithToken(connection: Connection, expiresAtMs: number): void {
  const timer = setTimeout(
    () => {
      answer(connection, '*', 'BYE', 'Session invalidated - AccessTokenExpired');
      connection.socket.end();
    },
    Math.max(0, expiresAtMs - Date.now()),
  );
  timer.unref();
  connection.socket.once('close', () => clearTimeout(timer));
}
