import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { cleanText } from '../mail/clean-text.ts';
import { connectTcp, findRoutes } from '../platform/proxy/connect-tcp.ts';
import type { Place } from '../platform/proxy/route.ts';
import { cancelled } from './command-queue.ts';
import {
  closedError,
  type FaultContext,
  imapFailure,
  isWebAnswer,
  makeError,
  protocolError,
  serverName,
  webServerError,
} from './imap-errors.ts';
import { LineSocket } from './line-socket.ts';
import { tlsError } from './tls-errors.ts';
import { asciiHost, tlsOptions } from './tls-options.ts';

const explainMs = 5_000;

/** What a handshake told; texts are cleaned, and empty where the certificate does not say. */
export interface TlsFacts {
  /** For example "TLSv1.3". */
  readonly protocol: string;
  /** The names that the certificate is for. */
  readonly names: string;
  readonly issuer: string;
  /** The date as the certificate writes it. */
  readonly validUntil: string;
}

/** What is said in the clear until both sides agree on TLS; throws AppFailure where the server offers none. */
export type StartTls = (lines: LineSocket, endpoint: ServerEndpoint) => Promise<void>;

/**
 * Connects to a server step by step, without credentials, to find the step that fails. The caller must close it. Every
 * step throws AppFailure.
 */
export class TlsProbe {
  readonly #endpoint: ServerEndpoint;
  readonly #extraCa: string | null;
  readonly #context: FaultContext;
  readonly #startTlsOf: StartTls | null;
  readonly #closing = new AbortController();
  #socket: Socket | null = null;
  #lines: LineSocket | null = null;

  /** @param startTls how another protocol than IMAP begins encryption */
  constructor(endpoint: ServerEndpoint, extraCa: string | null, startTls: StartTls | null = null) {
    this.#startTlsOf = startTls;
    this.#endpoint = endpoint;
    this.#extraCa = extraCa;
    this.#context = { endpoint, phase: 'connect', auth: 'password' };
  }

  /** Octets on the socket so far. */
  get received(): number {
    return this.#socket?.bytesRead ?? 0;
  }

  /** Whether the server sent something that is no line where one is due. */
  get babbled(): boolean {
    return this.#lines?.hasMore ?? false;
  }

  /** Finds the server's addresses. None where a proxy is tried first, which looks the name up by itself. */
  async dns(): Promise<readonly string[]> {
    const { host } = this.#place();
    if (isIP(host) !== 0) return [host];
    const [first] = await this.#explain(() => findRoutes(this.#place(), this.#closing.signal));
    if (first?.via !== 'direct') return [];
    const found = await this.#explain(() => lookup(host, { all: true }));
    return found.map(({ address }) => address);
  }

  /** Connects by the way that the system's settings name. @returns the proxy that it leads through; null where it is direct */
  async tcp(): Promise<string | null> {
    const { socket, proxy } = await this.#explain(() => connectTcp(this.#place(), this.#closing.signal));
    this.#socket = socket;
    // No other listener exists between the steps and under TLS; without one Node would end the process.
    socket.on('error', () => undefined);
    return proxy;
  }

  /**
   * The TLS handshake and the certificate check, after STARTTLS if the endpoint uses it. What was received before the
   * handshake is discarded (S3).
   */
  async tls(): Promise<TlsFacts> {
    if (this.#endpoint.security === 'starttls') await this.#explain(() => this.#startTls());
    const plain = this.#socket;
    if (!plain) throw new Error('tls() before tcp()');
    const socket = connectTls({
      ...tlsOptions(this.#endpoint, this.#extraCa),
      socket: plain,
      // Refused just below; this way the certificate can be read, to say what is wrong with it.
      rejectUnauthorized: false,
    });
    this.#socket = socket;
    await this.#explain(() => once(socket, 'secureConnect'));
    const refusal = this.#certificateError(socket);
    if (!refusal) return tlsFacts(socket.getProtocol(), socket.getPeerCertificate());
    this.close();
    throw new AppFailure(refusal);
  }

  /** Reads the greeting; after STARTTLS checks that the server still answers. @returns the server's line */
  async greeting(): Promise<string> {
    const lines = this.lines();
    return await this.#explain(async () => {
      if (this.#endpoint.security === 'starttls') {
        const { answer } = await lines.command('h3', 'CAPABILITY');
        if (!/^OK\b/i.test(answer)) throw new AppFailure(protocolError(this.#endpoint));
        return answer;
      }
      const line = await greetingLine(lines);
      this.#checkGreeting(line, this.#context);
      return line;
    });
  }

  /** What the server says from here on, line by line, for whoever goes on speaking with it. */
  lines(): LineSocket {
    const socket = this.#socket;
    if (!socket) throw new Error('lines() before tcp()');
    this.#lines = new LineSocket(socket);
    return this.#lines;
  }

  /** What the server offers before anybody signs in, after `greeting()`. */
  async capabilities(): Promise<readonly string[]> {
    const lines = this.#lines;
    if (lines === null) throw new Error('capabilities() before greeting()');
    return await this.#explain(async () => {
      const { answer, untagged } = await lines.command('h4', 'CAPABILITY');
      const told = untagged.find((line) => /^\* CAPABILITY\b/i.test(line));
      if (!/^OK\b/i.test(answer) || told === undefined) throw new AppFailure(protocolError(this.#endpoint));
      return cleanText(told, 2_000).toUpperCase().split(' ').slice(2);
    });
  }

  /** Destroys the socket. */
  close(): void {
    this.#closing.abort();
    this.#lines?.release();
    this.#socket?.on('error', () => undefined);
    this.#socket?.destroy();
  }

  #place(): Place {
    return { host: asciiHost(this.#endpoint.host), port: this.#endpoint.port };
  }

  async #startTls(): Promise<void> {
    const socket = this.#socket;
    if (!socket) throw new Error('tls() before tcp()');
    const lines = new LineSocket(socket);
    this.#lines = lines;
    try {
      if (this.#startTlsOf !== null) {
        await this.#startTlsOf(lines, this.#endpoint);
        if (lines.hasMore) throw Object.assign(new Error('Data before TLS'), { code: 'STARTTLS_INJECTION' });
        return;
      }
      this.#checkGreeting(await greetingLine(lines), { ...this.#context, inClear: true });
      const { untagged } = await lines.command('h1', 'CAPABILITY');
      const offered = untagged.some((line) => /^\* CAPABILITY\b.*\sSTARTTLS(\s|$)/i.test(line));
      if (!offered) throw new AppFailure(startTlsMissing(this.#endpoint));
      const { answer } = await lines.command('h2', 'STARTTLS');
      if (!/^OK\b/i.test(answer)) throw new AppFailure(startTlsMissing(this.#endpoint));
      if (lines.hasMore) throw Object.assign(new Error('Data before TLS'), { code: 'STARTTLS_INJECTION' });
    } finally {
      lines.release();
    }
  }

  #checkGreeting(line: string, context: FaultContext): void {
    if (/^\* OK\b/i.test(line)) return;
    const bye = /^\* BYE\b(.*)$/i.exec(line);
    if (bye) throw new AppFailure(closedError(bye[1]?.trim(), context));
    throw new AppFailure(isWebAnswer(line) ? webServerError(this.#endpoint) : protocolError(this.#endpoint));
  }

  #certificateError(socket: TLSSocket): AppError | null {
    if (socket.authorized) return null;
    const code = String(socket.authorizationError ?? '');
    const error = Object.assign(new Error(code), { code });
    const fallback = makeError('tls_failed', {
      reason: 'certificate_uncheckable',
      server: serverName(this.#endpoint),
    });
    return tlsError(error, this.#endpoint, socket.getPeerCertificate()) ?? fallback;
  }

  async #explain<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw imapFailure(error, this.#context);
    }
  }
}

function tlsFacts(protocol: string | null, certificate: PeerCertificate): TlsFacts {
  const { issuer, subject, subjectaltname, valid_to } = certificate;
  return {
    protocol: cleanText(protocol ?? '', 20),
    names: cleanText(subjectaltname?.replaceAll('DNS:', '') ?? subject?.CN ?? '', 200),
    issuer: cleanText(issuer?.CN ?? issuer?.O ?? '', 100),
    validUntil: cleanText(valid_to ?? '', 40),
  };
}

/** The most empty lines that are skipped before the greeting; imapflow skips them too. */
const mostEmptyLines = 100;

async function greetingLine(lines: LineSocket): Promise<string> {
  for (let skipped = 0; skipped < mostEmptyLines; skipped += 1) {
    const line = await lines.line();
    if (line !== '') return line;
  }
  return '';
}

function startTlsMissing(endpoint: ServerEndpoint): AppError {
  return makeError('starttls_missing', { reason: 'not_offered', server: serverName(endpoint) });
}

async function once(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error): void => {
      socket.off(event, done);
      socket.off('error', settle);
      socket.off('close', closed);
      if (error) reject(error);
      else resolve();
    };
    const done = (): void => settle();
    const closed = (): void => settle(Object.assign(new Error('Connection ended'), { code: 'ECONNRESET' }));
    socket.once(event, done);
    socket.once('error', settle);
    socket.once('close', closed);
  });
}

/** Runs a step under a signal; closes the probe when it aborts. */
export async function abortable<T>(probe: TlsProbe, signal: AbortSignal, step: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw cancelled();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      probe.close();
      reject(cancelled());
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  aborted.catch(() => undefined);
  try {
    const running = step();
    running.catch(() => undefined);
    return await Promise.race([running, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Whether a port answers a TLS handshake right after connecting; the certificate does not matter. Never throws. */
export async function speaksTls(
  endpoint: ServerEndpoint,
  extraCa: string | null,
  signal: AbortSignal,
): Promise<boolean> {
  const probe = new TlsProbe({ ...endpoint, security: 'tls' }, extraCa);
  try {
    await abortable(probe, signal, async () => {
      await probe.tcp();
      await probe.tls();
    });
    return true;
  } catch (failure) {
    // Without a certificate that could be judged there was no handshake.
    const code = failure instanceof AppFailure ? failure.error.code : '';
    return code === 'tls_untrusted' || code === 'tls_expired' || code === 'tls_wrong_host';
  } finally {
    probe.close();
  }
}

/**
 * Connects once more to a server whose certificate was refused, to name its issuer or its dates, which imapflow's error
 * lacks. Only the handshake is done. Returns `error` unchanged if that fails.
 */
export async function explainUntrusted(
  error: AppError,
  endpoint: ServerEndpoint,
  extraCa: string | null,
  signal: AbortSignal,
): Promise<AppError> {
  const probe = new TlsProbe(endpoint, extraCa);
  // Not AbortSignal.timeout: inside AbortSignal.any nothing else holds it, and on Node 20 it is collected before it fires.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), explainMs);
  try {
    await abortable(probe, AbortSignal.any([signal, deadline.signal]), async () => {
      await probe.tcp();
      await probe.tls();
    });
    return error;
  } catch (failure) {
    return failure instanceof AppFailure && failure.error.code === error.code ? failure.error : error;
  } finally {
    clearTimeout(timer);
    probe.close();
  }
}
