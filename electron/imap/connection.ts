import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ImapFlow, ImapTransport } from 'imapflow';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { type Credentials, secretOf, secretsIn } from '../mail/credentials.ts';
import { CommandLog } from './command-log.ts';
import { cancelled, withDeadline } from './command-queue.ts';
import { FlowClient } from './flow-client.ts';
import { FlowSession } from './flow-session.ts';
import { renewIdleMs } from './idle.ts';
import {
  basicAuthBlocked,
  closedError,
  type FaultContext,
  imapError,
  makeError,
  protocolError,
  serverName,
} from './imap-errors.ts';
import { watchSilence } from './implicit-tls.ts';
import { openSocket } from './open-socket.ts';
import { sectionChunk } from './section-progress.ts';
import type { OpenSession } from './session.ts';
import { asciiHost, tlsOptions } from './tls-options.ts';
import { explainUntrusted } from './tls-probe.ts';

/**
 * The most octets in one line. The longest that Heron asks for is one message's ENVELOPE with BODYSTRUCTURE: 20,000
 * recipients take 2 MB, 1,000 parts 0.3 MB. It ends a connection whose server never ends its line. imapflow's default
 * is 1 GB.
 */
const maxLineLength = 4 * 1024 * 1024;
/**
 * The most octets in one literal. Sections are asked for in chunks; a server may answer with up to four times as much.
 */
const maxLiteralSize = 4 * sectionChunk;
/** The most octets in one answer: a line, and the literals of an ENVELOPE or the one of a section. */
const maxResponseSize = maxLineLength + 2 * maxLiteralSize;
/**
 * The most words and lists in one answer, which take about 100 octets of memory each: 20,000 recipients are 120,000.
 * imapflow's default is a million.
 */
const maxResponseTokens = 200_000;

/** The most octets before a greeting; a greeting with all its capabilities has some hundred. */
const mostBeforeGreeting = 64 * 1024;
const floodCheckMs = 50;

/**
 * Opens an IMAP connection and signs in: implicit TLS, or STARTTLS before any credential (S1), certificates always checked (S2);
 * XOAUTH2 (OAUTHBEARER where offered), or PLAIN, LOGIN over TLS. One deadline for all of it; an abort or a failure leaves no socket.
 */
export const openSession: OpenSession = async (options, signal) => {
  const { endpoint, credentials, timeoutSeconds, extraCa } = options;
  const context = faultContext(endpoint, credentials);
  if (signal.aborted) throw cancelled();
  if (/\p{Cc}/u.test(`${credentials.username}${secretOf(credentials)}`)) {
    throw new AppFailure(makeError('authentication_failed', { reason: 'not_sendable' }));
  }
  let ended: AppFailure | null = null;
  let session: FlowSession | null = null;
  const opening = new AbortController();
  let socket: Socket | null = null;
  const end = (failure: AppFailure): void => {
    ended ??= failure;
    opening.abort();
    if (session) session.end(failure.error);
    else client.close();
  };
  /** Until STARTTLS has ended, nothing that was said counts (S3). */
  const heard = (): FaultContext => ({
    ...context,
    inClear: endpoint.security === 'starttls' && !client.secureConnection,
    webAlert: log.webAlert,
  });
  const log = new CommandLog(
    (error) => end(new AppFailure(imapError(error, heard()), error)),
    options.onSignIn,
    options.onLine,
  );
  const transport = transportOver(endpoint, extraCa, () => socket);
  const client = newClient(endpoint, credentials, timeoutSeconds, transport, log);
  const connect = async (): Promise<void> => {
    // By the same way as everything else that speaks with a mail server, and with the same trust.
    socket = await openSocket(endpoint, extraCa, opening.signal);
    await client.connect();
  };
  let lastError: unknown = null;
  // Without a listener for `error` Node would end the whole process.
  client.on('error', (error) => {
    lastError ??= error;
  });
  const stopWatching = watchSilence({
    ...options,
    isSilent: () => client.greeting === undefined && client.stats().received === 0,
    found: (error) => end(new AppFailure(error)),
  });
  // imapflow reads empty lines, and says nothing of them, for ever.
  const flood = setInterval(() => {
    const isFlood = client.greeting === undefined && client.stats().received > mostBeforeGreeting;
    if (isFlood) end(new AppFailure(protocolError(endpoint)));
  }, floodCheckMs);
  try {
    const limits = { quietMs: timeoutSeconds * 1_000, totalMs: timeoutSeconds * 1_000 };
    const server = serverName(endpoint);
    await withDeadline(connect, limits, signal, () => 0, end, {
      reason: 'no_answer_within',
      server,
      seconds: timeoutSeconds,
    });
    // imapflow 2.10.2 keeps the greeting, except that of a PREAUTH, which it takes for a sign-in.
    if (client.greeting === undefined) throw new AppFailure(protocolError(endpoint));
    if (!client.secureConnection) throw new AppFailure(makeError('tls_failed', { reason: 'not_encrypted', server }));
    // Exchange may accept the sign-in and refuse all else; imapflow 2.10.2 notices only where the server has NAMESPACE.
    const refused = log.refusal === null ? null : imapError(log.refusal, context);
    if (refused?.code === 'mailbox_unavailable') throw new AppFailure(refused, log.refusal);
    // imapflow 2.10.2 keeps the credentials as long as it lives.
    client.options.auth = undefined;
    session = new FlowSession(client, log, { ...context, phase: 'command', secrets: [] }, timeoutSeconds * 1_000);
    return session;
  } catch (error) {
    const told = heard();
    // imapflow leaves the socket open after a failed sign-in, and does not touch one that it never got.
    client.close();
    opening.abort();
    (socket as Socket | null)?.destroy();
    const early = ended as AppFailure | null;
    const failure = new AppFailure(
      early ? sharpen(early.error, client, context) : connectError(error, lastError, client, told),
      error,
    );
    if (failure.error.code !== 'tls_untrusted' && failure.error.code !== 'tls_expired') throw failure;
    throw new AppFailure(await explainUntrusted(failure.error, endpoint, extraCa, signal), error);
  } finally {
    stopWatching();
    clearInterval(flood);
  }
};

function newClient(
  endpoint: ServerEndpoint,
  credentials: Credentials,
  timeoutSeconds: number,
  transport: ImapTransport,
  logger: CommandLog,
): FlowClient {
  const timeoutMs = timeoutSeconds * 1_000;
  return new FlowClient({
    host: asciiHost(endpoint.host),
    port: endpoint.port,
    secure: endpoint.security === 'tls',
    // `secure: false` alone would send the password in clear where STARTTLS is missing.
    ...(endpoint.security === 'starttls' ? { doSTARTTLS: true } : {}),
    auth: {
      user: credentials.username,
      ...(credentials.kind === 'password' ? { pass: credentials.password } : { accessToken: credentials.accessToken }),
    },
    transport,
    logger,
    clientInfo: { name: 'Heron', version: '', vendor: '', 'support-url': '' },
    // Longer than the deadline above, which reports more precisely.
    connectionTimeout: timeoutMs + 5_000,
    greetingTimeout: timeoutMs + 5_000,
    // Only a backstop, for which silence in IDLE is none: every command has its own deadline.
    socketTimeout: renewIdleMs + 2 * 60_000,
    disableAutoIdle: true,
    disableCompression: true,
    disableIMAP4rev2: true,
    disableBinary: true,
    // Sends ENABLE QRESYNC where the server has it (RFC 7162): it names what was expunged by UID.
    qresync: true,
    maxLineLength,
    maxLiteralSize,
    maxResponseSize,
    maxResponseTokens,
  });
}

/** Hands imapflow the socket that is open already, and begins TLS on it after STARTTLS. */
function transportOver(endpoint: ServerEndpoint, extraCa: string | null, opened: () => Socket | null): ImapTransport {
  return {
    connect: (_options, onConnect) => {
      const socket = opened();
      if (socket === null) throw new Error('imapflow connects before there is a connection.');
      setImmediate(onConnect);
      return socket;
    },
    upgrade: (plain, _options, onSecure) => connectTls({ ...tlsOptions(endpoint, extraCa), socket: plain }, onSecure),
  };
}

function connectError(error: unknown, lastError: unknown, client: ImapFlow, context: FaultContext): AppError {
  const offers = (mechanism: string): boolean => client.capabilities.has(`AUTH=${mechanism}`);
  const text = error instanceof Error ? error.message : '';
  if (/^(Unsupported authentication mechanism|Login is disabled|No matching authentication method)$/.test(text)) {
    if (context.auth === 'password' && (offers('XOAUTH2') || offers('OAUTHBEARER'))) return basicAuthBlocked(context);
    const reason = context.auth === 'password' ? 'no_password_sign_in' : 'no_oauth_sign_in';
    return makeError('server_refused', { reason, server: serverName(context.endpoint) });
  }
  const mapped = imapError(error, context);
  if (mapped.code === 'server_timeout') return sharpen(mapped, client, context);
  if (mapped.code !== 'connection_lost') return mapped;
  if (lastError !== null) return imapError(lastError, context);
  return client.byeReason ? closedError(client.byeReason, context) : mapped;
}

/** The more precise error of a time-out: a server that sent something but no greeting is no IMAP server. */
function sharpen(error: AppError, client: ImapFlow, context: FaultContext): AppError {
  const babbled = client.greeting === undefined && client.stats().received > 0;
  return error.code === 'server_timeout' && babbled ? protocolError(context.endpoint) : error;
}

function faultContext(endpoint: ServerEndpoint, credentials: Credentials): FaultContext {
  const auth = credentials.kind === 'password' ? 'password' : 'xoauth2';
  return { endpoint, phase: 'sign_in', auth, secrets: secretsIn(credentials) };
}
