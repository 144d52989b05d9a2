import type { Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { Credentials } from '../mail/credentials.ts';
import { askWithin } from './size-limit.ts';
import { type ScriptedServer, type ScriptOptions, type Step, scriptedServer, WaitsByHand } from './smtp-script.ts';
import { submitWithin } from './smtp-submission.ts';
import type { OutgoingMessage, SubmissionOutcome } from './submission.ts';

const ada = 'ada@contoso.test';
const password: Credentials = { kind: 'password', username: ada, password: 'correct horse' };
const token: Credentials = { kind: 'xoauth2', username: ada, accessToken: 'a-token' };
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());

type Acts = ScriptOptions['acts'];
interface Talk {
  readonly inClear?: boolean;
  readonly credentials?: Credentials;
  readonly message?: OutgoingMessage;
  readonly waits?: WaitsByHand;
}
interface More {
  readonly handedOver: number;
  readonly limits: number[];
  readonly to: ScriptedServer;
}
type Talked = SubmissionOutcome & More;

function message(
  open = () => Readable.from([Buffer.from('Subject: Hello\r\n\r\nHello\r\n')]),
  size = 25,
): OutgoingMessage {
  return { envelope: { from: ada, to: ['grace@navy.test'] }, size, eightBit: false, bccField: '', open };
}

async function talk(acts: Acts, options: Talk = {}): Promise<Talked> {
  const { inClear = false, credentials = password, waits = new WaitsByHand() } = options;
  const server = await scriptedServer({ leaf: ca.leaf, inClear, acts });
  const endpoint = { host: 'localhost', port: server.port, security: inClear ? 'starttls' : 'tls' } as const;
  let handedOver = 0;
  const limits: number[] = [];
  const events = {
    onHandingOver: () => {
      handedOver += 1;
    },
    onSizeLimit: (octets: number) => limits.push(octets),
  };
  const outcome = await submitWithin(
    options.message ?? message(),
    { endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem, ...events },
    waits,
    new AbortController().signal,
  );
  // Whatever happened, nothing secret was said before the encryption, and nothing was sent twice.
  expect(server.inClear.filter((line) => !/^(EHLO|STARTTLS)/.test(line))).toEqual([]);
  expect(server.messages).toBeLessThanOrEqual(1);
  expect(JSON.stringify(outcome)).not.toMatch(/correct horse|a-token/);
  return { ...outcome, handedOver, limits, to: server };
}

const codeOf = (outcome: SubmissionOutcome): string =>
  outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind}/${outcome.error.code}`;

const beforeTheEnd: readonly Step[] = ['connect', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'];

describe('a server that hangs', () => {
  it.each(beforeTheEnd.slice(1))('at %s: certainly not sent', async (step) => {
    const waits = new WaitsByHand();
    const outcome = await talk({ [step]: () => waits.expire() }, { waits });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['not_sent/server_timeout', 0]);
  });

  it('before its greeting: certainly not sent', async () => {
    const waits = new WaitsByHand();
    waits.expireAt(2);
    expect(codeOf(await talk({ connect: '' }, { waits }))).toBe('not_sent/server_timeout');
  });

  it('in the middle of the message: certainly not sent', async () => {
    const waits = new WaitsByHand();
    const endless = (): Readable =>
      Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(64 * 1024, 'x\r\n');
        })(),
      );
    const stops = (socket: { pause: () => void }): void => {
      socket.pause();
      setImmediate(() => waits.expire());
    };
    const outcome = await talk({ body: stops }, { waits, message: message(endless) });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['not_sent/server_timeout', 0]);
  });

  it('after the end of the message: it may have been sent', async () => {
    const waits = new WaitsByHand();
    const outcome = await talk({ end: () => waits.expire() }, { waits });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['unknown/may_have_been_sent', 1]);
  });

  it.each(['connect', 'EHLO', 'MAIL', 'end'] as const)(
    'and sends an octet now and then at %s does not prolong its wait',
    async (step) => {
      const waits = new WaitsByHand();
      let begun = 0;
      const drips: ScriptOptions['acts'][Step] = (socket) => {
        const drip = (left: number): void => {
          if (left === 40) begun = waits.count;
          if (left > 0) socket.write('2', () => setImmediate(drip, left - 1));
          else {
            expect(waits.count).toBe(begun);
            waits.expire();
          }
        };
        // Its greeting may come before the client is ready to wait for it.
        setImmediate(drip, step === 'connect' ? 400 : 40);
      };
      const outcome = await talk({ [step]: drips }, { waits });
      expect(codeOf(outcome)).toBe(step === 'end' ? 'unknown/may_have_been_sent' : 'not_sent/server_timeout');
    },
  );
});

/** A message that never ends. */
function begun(): Readable {
  const body = new PassThrough();
  body.write('Subject: Hello\r\n\r\n');
  return body;
}

describe('a server that closes the connection', () => {
  it.each([...beforeTheEnd, 'body'] as const)(
    'at %s: certainly not sent',
    async (step) => {
      const outcome = await talk({ [step]: 'close' }, step === 'body' ? { message: message(begun) } : {});
      expect([codeOf(outcome), outcome.handedOver]).toEqual(['not_sent/connection_lost', 0]);
    },
    20_000,
  );

  it('after the end of the message: it may have been sent', async () => {
    expect(codeOf(await talk({ end: 'close' }))).toBe('unknown/may_have_been_sent');
  });

  it('with 421 at any command is asked again later; after the end of the message too, since 421 is a no', async () => {
    for (const step of [...beforeTheEnd, 'end'] as const) {
      const outcome = await talk({ [step]: (socket: Socket) => void socket.end('421 4.3.2 Going down\r\n') });
      expect([step, codeOf(outcome)]).toEqual([step, 'not_sent/sending_deferred']);
    }
  });
});

describe('a server that talks nonsense', () => {
  it.each([
    'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
    '* OK [CAPABILITY IMAP4rev1] ready\r\n',
    '+OK POP3 ready\r\n',
    'SSH-2.0-OpenSSH_9.9\r\n',
    '\u0016\u0003\u0001\u0002\r\n',
    '-220 hi\r\n',
    '22 hi\r\n',
    '999 hi\r\n',
    '000 hi\r\n',
    '100 wait\r\n',
    '250 hi\r\n',
    '354 go\r\n',
    'x'.repeat(1_000_000),
    `220 ${'x'.repeat(1_000_000)}\r\n`,
    '220-more\r\n'.repeat(100_000),
  ])('greets with %j', async (greeting) => {
    const outcome = await talk({ connect: greeting });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['not_sent/smtp_protocol', 0]);
    expect(outcome.to.said).toEqual([]);
  });

  it.each(['EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const)('at %s: certainly not sent', async (step) => {
    const nonsense = ['garbage\r\n', '-250 ok\r\n', '000 ok\r\n', '334 go on\r\n', '\u0000\u0001\u0002\r\n'];
    if (step !== 'DATA') nonsense.push('354 go\r\n');
    for (const answer of [...nonsense, '250-more\r\n'.repeat(20_000), 'x'.repeat(1_000_000)]) {
      // The reply to DATA may begin with 3, so 334 is taken for it (RFC 5321 section 4.2.1: by its first digit).
      if (step === 'DATA' && answer.startsWith('334')) continue;
      const outcome = await talk({ [step]: answer });
      const shown = answer.slice(0, 20);
      expect([shown, outcome.kind, outcome.handedOver]).toEqual([shown, 'not_sent', 0]);
      expect(codeOf(outcome)).toMatch(/smtp_protocol|recipients_refused|server_refused|message_refused/);
    }
  });

  it.each([
    '25 ok\r\n',
    '2\r\n',
    'garbage\r\n',
    '-250 ok\r\n',
    '334 go on\r\n',
    '354 go\r\n',
    '999 ok\r\n',
    '250-more\r\n'.repeat(20_000),
    'x'.repeat(1_000_000),
  ])('at the end of the message, %j: it may have been sent', async (answer) => {
    const outcome = await talk({ end: answer });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['unknown/may_have_been_sent', 1]);
  });

  it('asks for the token without end', async () => {
    const outcome = await talk(
      { EHLO: '250-hi\r\n250 AUTH XOAUTH2\r\n', AUTH: '334 more\r\n334 more\r\n334 more\r\n' },
      { credentials: token },
    );
    expect(outcome.kind).toBe('not_sent');
  });

  it('says that it has the message before it came: nothing counts as sent (C4)', async () => {
    const waits = new WaitsByHand();
    const outcome = await talk({ DATA: '354 go\r\n250 queued\r\n' }, { message: message(begun), waits });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['not_sent/smtp_protocol', 0]);
    expect(outcome.to.messages).toBe(0);
  });

  it('answers a command twice: never is a message called sent that it does not have (C4)', async () => {
    for (const [step, answer] of [
      ['EHLO', '250-hi\r\n250 AUTH PLAIN\r\n250 again\r\n'],
      ['AUTH', '235 ok\r\n250 again\r\n'],
      ['MAIL', '250 ok\r\n250 again\r\n'],
      ['RCPT', '250 ok\r\n250 again\r\n'],
      ['DATA', '354 go\r\n354 again\r\n'],
    ] as const) {
      for (const pipelining of ['', '250-PIPELINING\r\n']) {
        const acts = {
          EHLO: `250-hi\r\n${pipelining}250 AUTH PLAIN\r\n`,
          [step]: answer.replace('250-hi\r\n', `250-hi\r\n${pipelining}`),
        };
        const outcome = await talk(acts);
        const what = `${step} ${pipelining}: ${codeOf(outcome)}, ${outcome.to.messages} there`;
        if (outcome.kind === 'accepted') expect(outcome.to.messages, what).toBe(1);
        if (outcome.kind === 'not_sent') expect(outcome.to.messages, what).toBe(0);
      }
    }
  });
});

describe('a server that lies about its size', () => {
  it.each([
    ['MAIL', '552 5.3.4 Message size exceeds fixed limit\r\n', 0],
    ['end', '552 5.3.4 Message too big for system\r\n', 1],
    ['RCPT', '552 5.3.4 Message too large\r\n', 0],
  ] as const)('takes less than it says, and says so at %s', async (step, answer, handedOver) => {
    const outcome = await talk({ EHLO: '250-hi\r\n250-SIZE 10485760\r\n250 AUTH PLAIN\r\n', [step]: answer });
    expect([codeOf(outcome), outcome.handedOver]).toEqual(['not_sent/message_refused', handedOver]);
    expect(outcome.limits).toEqual([10_485_760]);
  });

  it.each(['SIZE', 'SIZE 0', 'SIZE 1', 'SIZE -5', 'SIZE abc', 'SIZE 12abc', 'SIZE 99999999999999999999999', 'SIZE='])(
    'names no limit that can be believed (%s): the message is sent, and nothing is remembered',
    async (size) => {
      const acts = { EHLO: `250-hi\r\n250-${size}\r\n250 AUTH PLAIN\r\n` };
      const outcome = await talk(acts, { message: message(undefined, 40_000) });
      expect([codeOf(outcome), outcome.limits]).toEqual(['accepted', []]);
      expect(outcome.to.said.find((line) => line.startsWith('MAIL'))).not.toContain('SIZE');
      const endpoint = { host: 'localhost', port: outcome.to.port, security: 'tls' } as const;
      const question = { endpoint, timeoutSeconds: 60, extraCa: ca.caPem };
      expect(await askWithin(question, new WaitsByHand(), new AbortController().signal)).toBeNull();
    },
  );
});

describe('a server and its encryption (S1, S3)', () => {
  it.each([
    ['refuses STARTTLS', { 'clear:STARTTLS': '454 4.7.0 not now\r\n' }, 'starttls_missing'],
    ['does not know STARTTLS', { 'clear:EHLO': '250 hi\r\n', 'clear:STARTTLS': '502 what?\r\n' }, 'starttls_missing'],
    ['does not know EHLO', { 'clear:EHLO': '502 what?\r\n' }, 'starttls_missing'],
    [
      'offers to sign in without it',
      { 'clear:EHLO': '250-hi\r\n250 AUTH PLAIN\r\n', 'clear:STARTTLS': '502 no\r\n' },
      'starttls_missing',
    ],
    ['closes instead', { 'clear:STARTTLS': 'close' }, 'connection_lost'],
    [
      'greets with a refusal',
      { 'clear:connect': '554 5.7.139 SmtpClientAuthentication is disabled\r\n' },
      'server_unavailable',
    ],
    ['greets with something else', { 'clear:connect': '* OK IMAP4rev1\r\n' }, 'smtp_protocol'],
  ] as const)('that %s gets no word of the account', async (_what, acts, code) => {
    const outcome = await talk(acts, { inClear: true });
    expect([codeOf(outcome), outcome.handedOver]).toEqual([`not_sent/${code}`, 0]);
    expect(JSON.stringify(outcome)).not.toContain('SmtpClientAuthentication');
  });

  it.each(['250-evil\r\n250-SIZE 70000\r\n250 AUTH XOAUTH2\r\n', '250 AUTH XOAUTH2', '535 no\r\n'])(
    'of which somebody in between adds to the answer, %j: that is thrown away',
    async (injected) => {
      const outcome = await talk({ 'clear:STARTTLS': `220 go\r\n${injected}` }, { inClear: true });
      // It either ends, or goes on with what the server said under encryption alone.
      if (outcome.kind === 'accepted') expect(outcome.to.said[1]).toMatch(/^AUTH PLAIN /);
      else expect(outcome.handedOver).toBe(0);
      expect(outcome.limits).toEqual([]);
    },
  );

  it('of which somebody in between adds half an answer is not waited for without end', async () => {
    const waits = new WaitsByHand();
    const injects = (socket: Socket): void => {
      socket.write('220 go\r\n250-SIZE 70000\r\n', () => setImmediate(() => waits.expire()));
    };
    const outcome = await talk({ 'clear:STARTTLS': injects }, { inClear: true, waits });
    expect([codeOf(outcome), outcome.handedOver, outcome.limits]).toEqual(['not_sent/server_timeout', 0, []]);
  });

  it('tells its size limit without a sign-in, and only under encryption', async () => {
    const acts = {
      'clear:EHLO': '250-hi\r\n250-SIZE 70000\r\n250 STARTTLS\r\n',
      EHLO: '250-hi\r\n250 SIZE 26214400\r\n',
    };
    const server = await scriptedServer({ leaf: ca.leaf, inClear: true, acts });
    const endpoint = { host: 'localhost', port: server.port, security: 'starttls' } as const;
    const question = { endpoint, timeoutSeconds: 60, extraCa: ca.caPem };
    const ask = (waits = new WaitsByHand()) => askWithin(question, waits, new AbortController().signal);
    expect(await ask()).toBe(26_214_400);
    expect(server.said.filter((line) => !/^(EHLO|QUIT)/.test(line))).toEqual([]);
    const stuck = new WaitsByHand();
    stuck.expireAt(2);
    expect(await askWithin({ ...question, extraCa: null }, stuck, new AbortController().signal)).toBeNull();
  });
});
