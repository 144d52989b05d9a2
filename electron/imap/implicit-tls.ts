import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { makeError, serverName } from './imap-errors.ts';
import { speaksTls } from './tls-probe.ts';

const longestSilenceMs = 5_000;

interface SilenceOptions {
  readonly endpoint: ServerEndpoint;
  readonly extraCa: string | null;
  /** The deadline of the whole attempt. */
  readonly timeoutSeconds: number;
  /** Whether the server has said nothing at all so far. */
  readonly isSilent: () => boolean;
  readonly found: (error: AppError) => void;
}

/**
 * A port with implicit TLS says nothing to a client that waits for a greeting in clear, and both would wait for the whole
 * time-out. So, where a STARTTLS server is silent for a few seconds, a second connection tries TLS at once, and `found`
 * is called with what is wrong. Sends no credentials. @returns ends it
 */
export function watchSilence({ endpoint, extraCa, timeoutSeconds, isSilent, found }: SilenceOptions): () => void {
  if (endpoint.security !== 'starttls') return () => undefined;
  const abort = new AbortController();
  const look = async (): Promise<void> => {
    if (!isSilent() || !(await speaksTls(endpoint, extraCa, abort.signal)) || !isSilent()) return;
    if (!abort.signal.aborted) found(makeError('tls_failed', { reason: 'implicit_tls', server: serverName(endpoint) }));
  };
  const timer = setTimeout(() => void look(), Math.min(longestSilenceMs, (timeoutSeconds * 1_000) / 3));
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}

/** Runs a step of a connection test that reads the greeting, and ends it as soon as the silence is explained. */
export async function unlessImplicitTls<T>(options: Omit<SilenceOptions, 'found'>, step: () => Promise<T>): Promise<T> {
  let stop = (): void => undefined;
  const explained = new Promise<never>((_resolve, reject) => {
    stop = watchSilence({ ...options, found: (error) => reject(new AppFailure(error)) });
  });
  explained.catch(() => undefined);
  try {
    return await Promise.race([step(), explained]);
  } finally {
    stop();
  }
}
