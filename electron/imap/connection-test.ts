import type { ConnectionReport, ConnectionStep, ConnectionStepResult, ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { Credentials } from '../mail/credentials.ts';
import { cancelled } from './command-queue.ts';
import { imapError, makeError, protocolError, serverName } from './imap-errors.ts';
import { unlessImplicitTls } from './implicit-tls.ts';
import type { ImapSession, OpenSession } from './session.ts';
import { abortable, TlsProbe } from './tls-probe.ts';

const steps = ['dns', 'tcp', 'tls', 'greeting', 'sign_in', 'mailbox'] as const satisfies readonly ConnectionStep[];

export interface ConnectionTestOptions {
  readonly endpoint: ServerEndpoint;
  readonly credentials: Credentials;
  /** The time for all steps together. */
  readonly timeoutSeconds: number;
  readonly extraCa: string | null;
}

/**
 * Tries a server step by step: name, port, encryption, greeting, sign-in, inbox. The report names the first step that failed; the
 * ones after it stay pending. Never throws; an abort is a failed step with the code `cancelled`. Leaves no connection.
 *
 * @param progress called with the whole report whenever a step starts or ends
 */
export async function testConnection(
  open: OpenSession,
  options: ConnectionTestOptions,
  progress: (report: ConnectionReport) => void,
  signal: AbortSignal,
): Promise<ConnectionReport> {
  const { endpoint, extraCa, timeoutSeconds } = options;
  const results = new Map<ConnectionStep, ConnectionStepResult>(
    steps.map((step) => [step, { step, state: 'pending', durationMs: null, error: null }]),
  );
  const report = (): ConnectionReport => {
    const list = [...results.values()];
    return { ok: list.every(({ state }) => state === 'passed'), steps: list };
  };
  const set = (result: ConnectionStepResult): void => {
    results.set(result.step, result);
    progress(report());
  };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutSeconds * 1_000);
  const either = AbortSignal.any([signal, deadline.signal]);
  const probe = new TlsProbe(endpoint, extraCa);
  const isSilent = (): boolean => probe.received === 0;
  let session: ImapSession | null = null;
  const actions: Readonly<Record<ConnectionStep, () => Promise<unknown>>> = {
    dns: () => abortable(probe, either, () => probe.dns()),
    tcp: () => abortable(probe, either, () => probe.tcp()),
    tls: () => abortable(probe, either, () => unlessImplicitTls({ ...options, isSilent }, () => probe.tls())),
    greeting: () => abortable(probe, either, () => probe.greeting()),
    sign_in: async () => {
      probe.close();
      session = await open(options, either);
    },
    mailbox: async () => await session?.select('INBOX', either),
  };
  try {
    for (const step of steps) {
      const started = performance.now();
      set({ step, state: 'running', durationMs: null, error: null });
      try {
        await actions[step]();
        set({ step, state: 'passed', durationMs: performance.now() - started, error: null });
      } catch (error) {
        const told = explainStep(error, step, options, signal, deadline.signal, probe.babbled);
        set({ step, state: 'failed', durationMs: performance.now() - started, error: told });
        break;
      }
    }
    return report();
  } finally {
    clearTimeout(timer);
    probe.close();
    await closeQuietly(session);
  }
}

async function closeQuietly(session: ImapSession | null): Promise<void> {
  await session?.close();
}

function explainStep(
  error: unknown,
  step: ConnectionStep,
  { endpoint, credentials, timeoutSeconds }: ConnectionTestOptions,
  callers: AbortSignal,
  deadline: AbortSignal,
  babbled: boolean,
): AppError {
  if (callers.aborted) return cancelled().error;
  if (deadline.aborted && babbled && (step === 'tls' || step === 'greeting')) return protocolError(endpoint);
  if (deadline.aborted) {
    const server = serverName(endpoint);
    return makeError('server_timeout', { reason: 'test', server, seconds: timeoutSeconds, step });
  }
  if (error instanceof AppFailure) return error.error;
  const auth = credentials.kind === 'password' ? 'password' : 'xoauth2';
  return imapError(error, { endpoint, phase: step === 'sign_in' ? 'sign_in' : 'command', auth });
}
