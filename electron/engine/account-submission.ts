import type { AccountId } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';
import type { Credentials, MailPurpose } from '../mail/credentials.ts';
import { graphName } from '../smtp/graph-errors.ts';
import { type PostToGraph, submitByGraph } from '../smtp/graph-submission.ts';
import type { Submission, Submit } from '../smtp/submission.ts';
import type { AccountRuntime } from './account-runtime.ts';

/** What an account's messages are handed over with. */
export interface SubmissionPorts {
  readonly submit: Submit;
  readonly postToGraph: (accountId: AccountId, ...request: Parameters<PostToGraph>) => ReturnType<PostToGraph>;
  readonly credentials: (
    accountId: AccountId,
    rejected: string | null,
    signal: AbortSignal,
    purpose: MailPurpose,
  ) => Promise<Reply<Credentials>>;
  readonly extraCa: string | null;
  /** Writes what is said while a message is handed over. */
  readonly logged: (accountId: AccountId, submit: Submit) => Submit;
}

/** The way in which an account's messages are handed over now: by SMTP, or through Microsoft Graph. */
export function submissionOf({ sync }: AccountRuntime, ports: SubmissionPorts): Submission {
  const { credentials, submit, postToGraph, extraCa, logged } = ports;
  const { id, smtp: endpoint, sending, connectionTimeoutSeconds: timeoutSeconds } = sync.account;
  if (sending === 'graph') {
    return {
      server: graphName,
      takesSome: false,
      credentials: (rejected, signal) => credentials(id, rejected, signal, 'graph'),
      submit: (message, given, { onHandingOver }, signal) => {
        const post: PostToGraph = (request, end) => postToGraph(id, request, end);
        return submitByGraph(message, { credentials: given, post, onHandingOver }, signal);
      },
    };
  }
  return {
    server: serverName(endpoint),
    takesSome: true,
    credentials: (rejected, signal) => credentials(id, rejected, signal, 'smtp'),
    submit: async (message, given, events, signal) => {
      const outcome = await logged(id, submit)(
        message,
        { endpoint, credentials: given, timeoutSeconds, extraCa, ...events },
        signal,
      );
      const isUnreachable = outcome.kind === 'not_sent' && outcome.error.code === 'smtp_unreachable';
      // Only while the mail server answers is it the port for sending that is closed.
      if (!isUnreachable || !(await sync.isSilent())) return outcome;
      return { ...outcome, error: makeError('offline', { reason: 'no_network', server: serverName(endpoint) }) };
    },
  };
}
