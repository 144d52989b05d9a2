import type { Readable } from 'node:stream';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import type { RecipientRefusal } from '../../shared/texts/fault-words.en.ts';
import type { OnLine } from '../imap/protocol-lines.ts';
import type { Credentials } from '../mail/credentials.ts';

/** Whom a message goes to, as the server is told (RFC 5321); not what its header says. */
interface Envelope {
  /** Addresses as `sendable` makes them. */
  readonly from: string;
  readonly to: readonly string[];
}

/** A message as it is handed over. */
export interface OutgoingMessage {
  readonly envelope: Envelope;
  /** Octets. */
  readonly size: number;
  /** It has octets above 127 (RFC 6152). */
  readonly eightBit: boolean;
  /** The Bcc field, with its line end, for a service that takes recipients from the header; empty where nobody gets a blind copy. */
  readonly bccField: string;
  /** Reads it from its beginning, with CRLF line ends. */
  readonly open: () => Readable;
}

/** A recipient that the server did not take. */
export interface RefusedRecipient {
  readonly address: string;
  /** The server's words, cleaned. */
  readonly said: string;
  readonly why: RecipientRefusal;
  /** Whether the server may take it later (4xx). */
  readonly passing: boolean;
  /** The server takes only so many recipients at a time: this one goes with the next message. */
  readonly oneTooMany?: boolean;
}

/** How far a message got. */
export type SubmissionOutcome =
  /** The server has it, and is responsible for it now. `refused`: the recipients that it did not take; all others get the message. */
  | { readonly kind: 'accepted'; readonly server: string; readonly refused: readonly RefusedRecipient[] }
  /** The server certainly does not have it. `refused`: the recipients, where they are the reason. */
  | { readonly kind: 'not_sent'; readonly error: AppError; readonly refused: readonly RefusedRecipient[] }
  /** The end of the message was sent, and the server's answer did not come: it may have been accepted or not. */
  | { readonly kind: 'unknown'; readonly error: AppError };

/** The most addresses that an error names. */
const mostNamed = 5;

/** The addresses as one text, the first few by name. */
export function namesOf(refused: readonly Pick<RefusedRecipient, 'address'>[]): string {
  const named = refused.slice(0, mostNamed).map(({ address }) => address);
  return refused.length > mostNamed ? `${named.join(', ')}, …` : named.join(', ');
}

/** The reason that all of them have in common; else "other". */
export function whyOf(refused: readonly Pick<RefusedRecipient, 'why'>[]): RecipientRefusal {
  const [first] = refused;
  return first !== undefined && refused.every(({ why }) => why === first.why) ? first.why : 'other';
}

/** What happens while a message is handed over. */
interface SubmissionEvents {
  /**
   * Called before the end of the message is sent, from where on the server may accept it. What it throws ends the attempt with `not_sent`.
   */
  readonly onHandingOver: () => void;
  /** The most octets that the server takes, as it says (RFC 1870). */
  readonly onSizeLimit?: (octets: number) => void;
}

export interface SubmissionOptions extends SubmissionEvents {
  readonly endpoint: ServerEndpoint;
  readonly credentials: Credentials;
  readonly timeoutSeconds: number;
  readonly extraCa: string | null;
  /** Called for each command and each reply, which may have several lines. They hold addresses and credentials. */
  readonly onLine?: OnLine | undefined;
}

/** An account's way to hand messages over: SMTP, or Microsoft Graph. */
export interface Submission {
  /** "host:port", or the service's name. */
  readonly server: string;
  /** Whether a message can be handed over for some of its recipients only. */
  readonly takesSome: boolean;
  /** @param rejected the access token that the server just refused, so that it is renewed */
  readonly credentials: (rejected: string | null, signal: AbortSignal) => Promise<Reply<Credentials>>;
  /** Never rejects: whatever happens, the outcome says how far the message got. */
  readonly submit: (
    message: OutgoingMessage,
    credentials: Credentials,
    events: SubmissionEvents,
    signal: AbortSignal,
  ) => Promise<SubmissionOutcome>;
}

/** Hands a message over to an SMTP server. Never rejects: whatever happens, the outcome says how far the message got. */
export type Submit = (
  message: OutgoingMessage,
  options: SubmissionOptions,
  signal: AbortSignal,
) => Promise<SubmissionOutcome>;
