import type { Readable } from 'node:stream';
import { type AppError, failure, type Reply } from '../../shared/reply.ts';
import { makeError } from '../imap/imap-errors.ts';
import { type Credentials, secretsIn } from '../mail/credentials.ts';
import type { HttpResponse } from '../platform/net-client.ts';
import type { TransportFault } from '../platform/net-faults.ts';
import { graphFault, graphName, graphSizeLimit, graphVerdict, tooLarge } from './graph-errors.ts';
import type { OutgoingMessage, SubmissionOutcome } from './submission.ts';

/** One request to Graph: its answer, or why none came. */
export type GraphExchange =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly fault: TransportFault };

/**
 * Posts a message's Base64 to where the account's provider takes it. A failure is an error from before anything was sent, but for
 * `cancelled` and `internal`, after which it may have been.
 */
export type PostToGraph = (
  request: { readonly accessToken: string; readonly body: string },
  signal: AbortSignal,
) => Promise<Reply<GraphExchange>>;

export interface GraphOptions {
  readonly credentials: Credentials;
  readonly post: PostToGraph;
  /** As in SubmissionOptions. */
  readonly onHandingOver: () => void;
}

/**
 * Hands a message over to Microsoft Graph (`POST /me/sendMail` with the MIME message). Graph takes the recipients from the header, with Bcc,
 * so only a message that goes to all of them can be sent so. Exchange puts the copy into Sent Items by itself.
 */
export async function submitByGraph(
  message: OutgoingMessage,
  options: GraphOptions,
  signal: AbortSignal,
): Promise<SubmissionOutcome> {
  const { credentials, post, onHandingOver } = options;
  const size = message.size + message.bccField.length;
  if (size > graphSizeLimit) return notSent(tooLarge(size));
  if (credentials.kind !== 'xoauth2') return notSent(makeError('sign_in_required', { reason: 'no_sign_in' }));
  if (signal.aborted) return notSent(makeError('cancelled', { reason: 'closing' }));
  let body: string;
  try {
    body = (await read(message.bccField, message.open())).toString('base64');
    onHandingOver();
  } catch (cause) {
    const isGone = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return notSent({ ...makeError('internal', { reason: 'unforeseen' }), retryable: !isGone });
  }
  const reply = await post({ accessToken: credentials.accessToken, body }, signal);
  if (!reply.ok) {
    const { code } = reply.error;
    return code === 'cancelled' || code === 'internal' ? unknown('connection_cut') : notSent(reply.error);
  }
  const exchange = reply.value;
  if (exchange.kind === 'failed') {
    const error = graphFault(exchange.fault);
    return error === null ? unknown('connection_cut') : notSent(error);
  }
  const context = { secrets: secretsIn(credentials), sender: message.envelope.from, size };
  const verdict = graphVerdict(exchange.response, context);
  if (verdict.kind === 'not_sent') return notSent(verdict.error);
  return verdict.kind === 'accepted' ? { kind: 'accepted', server: graphName, refused: [] } : unknown('strange_answer');
}

/** For an engine without main: nothing can be posted. */
export const postNowhere: PostToGraph = async () =>
  failure(makeError('graph_refused', { reason: 'not_graph', said: '' }));

async function read(bccField: string, source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [Buffer.from(bccField)];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function notSent(error: AppError): SubmissionOutcome {
  return { kind: 'not_sent', error, refused: [] };
}

function unknown(reason: 'connection_cut' | 'strange_answer'): SubmissionOutcome {
  return { kind: 'unknown', error: makeError('may_have_been_sent', { reason, server: graphName }) };
}
