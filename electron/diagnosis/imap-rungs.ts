import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { webServerError } from '../imap/imap-errors.ts';
import type { ImapSession, OpenSession } from '../imap/session.ts';
import { type TlsFacts, TlsProbe } from '../imap/tls-probe.ts';
import { cleanText } from '../mail/clean-text.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { RungNotes, Rungs } from './rungs.ts';
import { answersLikeWeb } from './web-answer.ts';

/** Climbs from the name to the capabilities, without any credentials. @returns whether all of it held */
export async function climbToServer(rungs: Rungs, endpoint: ServerEndpoint, extraCa: string | null): Promise<boolean> {
  const probe = new TlsProbe(endpoint, extraCa);
  try {
    return (
      (await rungs.try('dns', endpoint, async (notes) => {
        notes.fact('addresses', (await probe.dns()).slice(0, 8).join(', '));
      })) &&
      (await rungs.try('tcp', endpoint, async (notes) => notes.fact('proxy', (await probe.tcp()) ?? ''))) &&
      (await rungs.try('tls', endpoint, (notes, signal) => agreeOnTls(probe, endpoint, notes, signal))) &&
      (await rungs.try('greeting', endpoint, async (notes) => notes.said(await probe.greeting()))) &&
      (await rungs.try('capabilities', endpoint, async (notes) => {
        notes.fact('offers', (await probe.capabilities()).join(' '));
      }))
    );
  } finally {
    probe.close();
    rungs.skip(['tcp', 'tls', 'greeting', 'capabilities'], 'earlier_failed');
  }
}

/** Has the connection encrypted, and notes what the certificate says; a web server in the place of the mail server is named. */
export async function agreeOnTls(
  probe: TlsProbe,
  endpoint: ServerEndpoint,
  notes: RungNotes,
  signal: AbortSignal,
): Promise<void> {
  try {
    noteCertificate(notes, await probe.tls());
  } catch (failure) {
    const isUnclear = failure instanceof AppFailure && failure.error.code === 'tls_failed';
    if (isUnclear && (await answersLikeWeb(endpoint, signal))) throw new AppFailure(webServerError(endpoint));
    throw failure;
  }
}

function noteCertificate(notes: RungNotes, { protocol, names, issuer, validUntil }: TlsFacts): void {
  notes.fact('protocol', protocol);
  notes.fact('names', names);
  notes.fact('issuer', issuer);
  notes.fact('valid_until', validUntil);
}

interface MailboxOptions {
  readonly open: OpenSession;
  readonly endpoint: ServerEndpoint;
  readonly extraCa: string | null;
  readonly timeoutSeconds: number;
  readonly credentials: Credentials;
  /** Another token, renewed after the server refused this one; null for a password. */
  readonly renewed: ((signal: AbortSignal) => Promise<Credentials | null>) | null;
}

/** Signs in on a connection of its own, as the account's connections do, and opens the inbox. */
export async function climbToInbox(rungs: Rungs, options: MailboxOptions): Promise<void> {
  const { endpoint } = options;
  let session: ImapSession | null = null;
  let notOpened: AppError | null = null;
  let namespaces = '';
  try {
    const isIn = await rungs.try('sign_in', endpoint, async (notes, signal) => {
      const open = (credentials: Credentials) => {
        const onLine = (from: 'client' | 'server', line: string): void => {
          if (from !== 'server') return;
          if (/^\* NAMESPACE /i.test(line)) namespaces = cleanText(line, 300);
          else if (/^\* (OK|NO|BAD|BYE)\b|^[^*+\s]\S* (OK|NO|BAD)\b/i.test(line)) notes.said(line);
        };
        const { extraCa, timeoutSeconds } = options;
        return options.open({ endpoint, credentials, timeoutSeconds, extraCa, onLine }, signal);
      };
      try {
        session = await open(options.credentials);
      } catch (failure) {
        const error = failure instanceof AppFailure ? failure.error : null;
        if (error?.code === 'mailbox_unavailable') {
          // The server accepted the sign-in, and refused what came after it.
          notOpened = error;
          return;
        }
        const other = error?.code === 'token_rejected' ? await options.renewed?.(signal) : null;
        if (!other) throw failure;
        session = await open(other);
      }
    });
    if (!isIn) return;
    const named = await rungs.try('namespace', endpoint, async (notes) => {
      if (notOpened !== null) throw new AppFailure(notOpened);
      notes.fact('prefixes', namespaces);
    });
    if (!named) return;
    await rungs.try('inbox', endpoint, async (notes, signal) => {
      const folder = await session?.select('INBOX', signal);
      if (folder) notes.fact('messages', String(folder.exists));
    });
  } finally {
    await closeQuietly(session);
    rungs.skip(['namespace', 'inbox'], 'earlier_failed');
  }
}

async function closeQuietly(session: ImapSession | null): Promise<void> {
  await session?.close();
}
