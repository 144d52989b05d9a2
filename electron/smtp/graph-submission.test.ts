import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { errorText } from '../../shared/error-texts.ts';
import { type ErrorCode, success } from '../../shared/reply.ts';
import type { HttpResponse } from '../platform/net-client.ts';
import type { TransportFault } from '../platform/net-faults.ts';
import { graphSizeLimit } from './graph-errors.ts';
import { type GraphExchange, submitByGraph } from './graph-submission.ts';
import type { OutgoingMessage, SubmissionOutcome } from './submission.ts';

const source = Buffer.from('From: ada@contoso.test\r\nTo: grace@navy.test\r\nSubject: Hello\r\n\r\nHi\r\n');
const token = 'CANARY-token';

function message(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    envelope: { from: 'ada@contoso.test', to: ['grace@navy.test'] },
    size: source.length,
    eightBit: false,
    bccField: '',
    open: () => Readable.from([source]),
    ...change,
  };
}

interface Attempt {
  readonly outcome: SubmissionOutcome;
  readonly posted: readonly string[];
  readonly handedOver: number;
}

async function submit(exchange: GraphExchange, outgoing = message()): Promise<Attempt> {
  const posted: string[] = [];
  let handedOver = 0;
  const outcome = await submitByGraph(
    outgoing,
    {
      credentials: { kind: 'xoauth2', username: 'ada@contoso.test', accessToken: token },
      onHandingOver: () => {
        handedOver += 1;
      },
      post: async ({ body }) => {
        expect(handedOver).toBe(1);
        posted.push(body);
        return success(exchange);
      },
    },
    new AbortController().signal,
  );
  return { outcome, posted, handedOver };
}

function answered(status: number, code = '', said = '', headers: HttpResponse['headers'] = {}): GraphExchange {
  const body = code === '' ? said : JSON.stringify({ error: { code, message: said } });
  return { kind: 'answered', response: { status, headers, body } };
}

describe('handing a message over to Microsoft Graph', () => {
  it('posts the message as it is, with the blind copies that only the header can name', async () => {
    const bccField = 'Bcc: eve@navy.test\r\n';
    const { outcome, posted } = await submit(answered(202), message({ bccField }));
    expect(outcome).toMatchObject({ kind: 'accepted', server: 'Microsoft Graph', refused: [] });
    expect(Buffer.from(posted[0] ?? '', 'base64').toString()).toBe(bccField + source.toString());
  });

  it('says that a message is too large before anything is sent', async () => {
    const { outcome, posted, handedOver } = await submit(answered(202), message({ size: graphSizeLimit + 1 }));
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      error: { code: 'not_sendable', params: { reason: 'too_large', limit: graphSizeLimit } },
    });
    expect([posted.length, handedOver]).toEqual([0, 0]);
    expect(Math.ceil((graphSizeLimit * 4) / 3)).toBeLessThanOrEqual(4_000_000);
  });

  it.each([
    [
      401,
      'InvalidAuthenticationToken',
      'Lifetime validation failed, the token is expired.',
      'token_rejected/refused',
      'you',
    ],
    [403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.', 'graph_refused/denied', 'admin'],
    [
      403,
      'ErrorSendAsDenied',
      'The user account does not have the right to send mail.',
      'send_as_denied/not_allowed',
      'you',
    ],
    [
      404,
      'MailboxNotEnabledForRESTAPI',
      'REST API is not yet supported for this mailbox.',
      'graph_refused/no_mailbox',
      'admin',
    ],
    [413, 'BadRequest', 'The maximum request length supported is 4MB.', 'not_sendable/too_large', 'you'],
    [
      400,
      'ErrorMessageSizeExceeded',
      'The message exceeds the maximum supported size.',
      'not_sendable/too_large',
      'you',
    ],
    [400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.', 'recipients_refused/unnamed', 'you'],
    [400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string.', 'message_refused/refused', 'you'],
    [
      429,
      'ApplicationThrottled',
      'Application is over its MailboxConcurrency limit.',
      'sending_deferred/later',
      'server',
    ],
    [429, 'ErrorSubmissionQuotaExceeded', 'The limit of sent messages is reached.', 'sending_limit/reached', 'nobody'],
    [503, 'ErrorServerBusy', 'The server cannot service this request right now.', 'sending_deferred/later', 'server'],
    [500, 'ErrorInternalServerTransientError', 'Try again later.', 'sending_deferred/later', 'server'],
  ] as const)('%i %s: not sent, and whose turn it is', async (status, code, said, expected, turn) => {
    const { outcome } = await submit(answered(status, code, said));
    if (outcome.kind !== 'not_sent') throw new Error(outcome.kind);
    expect(`${outcome.error.code}/${outcome.error.params.reason}`).toBe(expected);
    expect(errorText(outcome.error.code).whose).toBe(turn);
  });

  it('waits as long as throttling asks, and no longer than an hour', async () => {
    const wait = async (seconds: string) => {
      const { outcome } = await submit(answered(429, 'TooManyRequests', '', { 'retry-after': seconds }));
      return outcome.kind === 'not_sent' ? outcome.error.retryAfterMs : 0;
    };
    expect(await wait('17')).toBe(17_000);
    expect(await wait('999999')).toBe(3_600_000);
    expect(await wait('soon')).toBeUndefined();
  });

  it.each([
    ['a gateway that heard nothing', answered(504, '', '<html>Gateway Timeout</html>')],
    ['a gateway with a broken answer', answered(502)],
    ['an error inside', answered(500, 'ErrorInternalServerError', 'An internal server error occurred.')],
    ['a yes that is none, as Graph has given to what was too large', answered(200)],
    ['a connection that ended', { kind: 'failed', fault: 'lost' }],
    ['no answer in time', { kind: 'failed', fault: 'timeout' }],
    ['a request that was given up', { kind: 'failed', fault: 'cancelled' }],
  ] as const satisfies readonly (readonly [string, GraphExchange])[])(
    '%s: it may have been sent',
    async (_what, exchange) => {
      const { outcome, handedOver } = await submit(exchange);
      expect(outcome).toMatchObject({ kind: 'unknown', error: { code: 'may_have_been_sent' } });
      expect(handedOver).toBe(1);
    },
  );

  it.each<[TransportFault, ErrorCode]>([
    ['offline', 'offline'],
    ['dns', 'server_timeout'],
    ['refused', 'server_timeout'],
    ['proxy', 'server_timeout'],
    ['proxy_sign_in', 'server_timeout'],
    ['proxy_password', 'proxy_password_wanted'],
    ['tls_untrusted', 'tls_untrusted'],
    ['redirected', 'graph_refused'],
    ['not_https', 'graph_refused'],
  ])('%s: certainly not sent, by %s', async (fault, code) => {
    expect((await submit({ kind: 'failed', fault })).outcome).toMatchObject({ kind: 'not_sent', error: { code } });
  });

  it('takes the token out of the service’s words (I2)', async () => {
    const { outcome } = await submit(answered(403, 'ErrorAccessDenied', `${token} is not welcome`));
    expect(JSON.stringify(outcome)).not.toContain(token);
  });

  it('does not post where the handing over could not be noted', async () => {
    const posted: string[] = [];
    const outcome = await submitByGraph(
      message(),
      {
        credentials: { kind: 'xoauth2', username: 'ada', accessToken: token },
        onHandingOver: () => {
          throw new Error('The disk is full.');
        },
        post: async ({ body }) => {
          posted.push(body);
          return success(answered(202));
        },
      },
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({ kind: 'not_sent', error: { code: 'internal', retryable: true } });
    expect(posted).toEqual([]);
  });
});
