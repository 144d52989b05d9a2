import type { ServerEndpoint } from '../../shared/mail.ts';
import { SmtpLink, type SmtpWaits, sizeLimitIn, waitsOf } from './smtp-link.ts';

export interface SizeLimitQuestion {
  readonly endpoint: ServerEndpoint;
  readonly timeoutSeconds: number;
  readonly extraCa: string | null;
}

/** Asks a server how large a message may be. Resolves with octets, or null where it names no limit or cannot be asked now. */
export type AskSizeLimit = (question: SizeLimitQuestion, signal: AbortSignal) => Promise<number | null>;

/** Asks by EHLO (RFC 1870), encrypted, without signing in. */
export const askSizeLimit: AskSizeLimit = (question, signal) =>
  askWithin(question, waitsOf(question.timeoutSeconds), signal);

/** As `askSizeLimit`, with waits of the caller's choice. */
export async function askWithin(
  { endpoint, extraCa }: SizeLimitQuestion,
  waits: SmtpWaits,
  signal: AbortSignal,
): Promise<number | null> {
  const link = new SmtpLink(endpoint, extraCa, waits);
  const abort = (): void => link.giveUp({ code: 'cancelled', params: { reason: 'closing' }, retryable: true });
  if (signal.aborted) return null;
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await link.run(async () => {
      const connection = await link.open();
      const limit = await new Promise<number | null>((resolve, reject) => {
        // Only a handler for a sign-in is told what EHLO said. This one signs in with nothing.
        connection.customAuth.set('HERON', ({ maxAllowedSize }) => resolve(sizeLimitIn(maxAllowedSize)));
        connection.login({ method: 'HERON', user: '' }, (error?: Error | null) => error && reject(error));
      });
      connection.quit();
      return limit;
    });
  } catch {
    return null;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
