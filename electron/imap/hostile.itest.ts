import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startHostileImap } from '../../e2e/servers/hostile-imap.ts';
import { type HostileScript, hostileScripts } from '../../e2e/servers/hostile-scripts.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { ConnectionReport, ConnectionSecurity } from '../../shared/mail.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import type { Credentials } from '../mail/credentials.ts';
import { openSession } from './connection.ts';
import { testConnection } from './connection-test.ts';
import type { ImapSession } from './session.ts';

const signal = new AbortController().signal;
const byToken: Credentials = { kind: 'xoauth2', username: 'ada@contoso.test', accessToken: 'CANARY-7f3a' };
const byPassword: Credentials = { kind: 'password', username: 'ada@contoso.test', password: 'CANARY-7f3a' };
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});

afterAll(async () => {
  await ca?.dispose();
});

interface Attempt {
  readonly security?: ConnectionSecurity;
  readonly credentials?: Credentials;
  readonly timeoutSeconds?: number;
  /** The server has no TLS at all. */
  readonly plain?: boolean;
}

async function serve(
  script: HostileScript,
  { security = 'tls', credentials = byToken, timeoutSeconds = 60, plain = false }: Attempt = {},
) {
  const server = await startHostileImap(script, { leaf: ca.leaf, security: plain ? 'plain' : security });
  onTestFinished(async () => await server.stop());
  const endpoint = { host: 'localhost', port: server.port, security };
  return { server, options: { endpoint, credentials, timeoutSeconds, extraCa: ca.caPem } };
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const failed = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (typeof failed !== 'object' || failed === null || !('error' in failed))
    throw new Error('It did not fail with an AppError.');
  expect(JSON.stringify(failed)).not.toContain('CANARY');
  return failed.error as AppError;
}

async function signInError(script: HostileScript, attempt: Attempt = {}): Promise<AppError> {
  const { options } = await serve(script, attempt);
  return await errorOf(openSession(options, signal));
}

async function session(script: HostileScript, attempt: Attempt = {}): Promise<ImapSession> {
  const { options } = await serve(script, attempt);
  const opened = await openSession(options, signal);
  onTestFinished(async () => await opened.close());
  return opened;
}

/** Stops the clocks that deadlines are measured by: from here on time passes only by `vi.advanceTimersByTime`. */
function stopClocks(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
}

/** A server that never answers this command, and the moment when it hears it. */
function deafTo(command: string): { readonly script: HostileScript; readonly heard: Promise<void> } {
  let hear = (): void => undefined;
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const onCommand: HostileScript['onCommand'] = ({ name }) => {
    if (name !== command) return undefined;
    hear();
    return 'hang';
  };
  return { script: { onCommand }, heard };
}

/** Answers FETCH and the like with these lines, and is sane otherwise; the inbox has two messages. */
function answering(name: string, lines: string, capabilities?: string): HostileScript {
  return {
    ...(capabilities ? { capabilities } : {}),
    onCommand: (command) => {
      if (command.name === 'SELECT') {
        return `* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 3] ok\r\n${command.tag} OK [READ-WRITE] done\r\n`;
      }
      const asked = command.name === 'UID' ? (command.line.split(' ')[2] ?? '') : command.name;
      return asked.toUpperCase() === name ? `${lines}${command.tag} OK done\r\n` : undefined;
    },
  };
}

describe('servers that greet badly', () => {
  // Each but the silent one is known for what it is at once, or after a number of octets.
  it.each([
    ['nonsense', 'imap_protocol', 60],
    ['http', 'imap_protocol', 60],
    ['silent', 'server_timeout', 1],
    ['byeAtGreeting', 'server_unavailable', 60],
    ['hugeLine', 'imap_protocol', 60],
  ] as const)('%s', async (name, code, timeoutSeconds) => {
    expect((await signInError(hostileScripts[name], { timeoutSeconds })).code).toBe(code);
  });

  it('PREAUTH skips no sign-in', async () => {
    expect((await signInError({ greeting: '* PREAUTH welcome\r\n' })).code).toBe('imap_protocol');
  });

  it.each([
    ['nonsense', 'greeting', 'imap_protocol'],
    ['http', 'greeting', 'imap_protocol'],
    ['silent', 'greeting', 'server_timeout'],
    ['byeAtGreeting', 'greeting', 'server_unavailable'],
    ['hugeLine', 'greeting', 'imap_protocol'],
    ['authenticateFailed', 'sign_in', 'token_rejected'],
    ['accessTokenExpired', 'mailbox', 'token_rejected'],
  ] as const)('the connection test names the step: %s', async (name, step, code) => {
    const { options } = await serve(hostileScripts[name]);
    stopClocks();
    const untilSilent = ({ steps }: ConnectionReport): void => {
      if (name === 'silent' && steps[3]?.state === 'running') vi.advanceTimersByTime(60_000);
    };
    const report = await testConnection(openSession, options, untilSilent, signal);
    const failed = report.steps.find(({ state }) => state === 'failed');
    expect([failed?.step, failed?.error?.code]).toEqual([step, code]);
  });
});

describe('S1 S3 STARTTLS', () => {
  it.each([
    ['startTlsStripped', 'starttls_missing'],
    ['startTlsRefused', 'starttls_missing'],
    ['injectedBeforeTls', 'tls_failed'],
  ] as const)('%s: no credential, and the connection test agrees', async (name, code) => {
    for (const credentials of [byToken, byPassword]) {
      const { server, options } = await serve(hostileScripts[name], {
        security: 'starttls',
        credentials,
        plain: name === 'startTlsStripped',
      });
      expect((await errorOf(openSession(options, signal))).code).toBe(code);
      const report = await testConnection(openSession, options, () => undefined, signal);
      expect(report.steps[2]).toMatchObject({ step: 'tls', state: 'failed', error: { code } });
      const said = server.lines.join('\n');
      expect(said).not.toMatch(/AUTHENTICATE|LOGIN|CANARY/);
      expect(said).not.toContain(Buffer.from('CANARY').toString('base64').slice(0, 6));
    }
  });

  it('keeps no capability that was told before TLS', async () => {
    const script: HostileScript = {
      capabilities: 'IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=XOAUTH2 SASL-IR',
      greeting: '* OK [CAPABILITY IMAP4rev1 STARTTLS X-CLEAR AUTH=PLAIN] ready\r\n',
    };
    const { server, options } = await serve(script, { security: 'starttls' });
    const opened = await openSession(options, signal);
    expect(opened.capabilities.has('X-CLEAR')).toBe(false);
    expect(server.clearLines.join('\n')).not.toMatch(/AUTHENTICATE|LOGIN/);
    await opened.close();
  });
});

describe('servers that refuse the sign-in', () => {
  const refusals: readonly [keyof typeof hostileScripts, Credentials, ErrorCode][] = [
    ['authenticateFailed', byToken, 'token_rejected'],
    ['authenticateFailed', byPassword, 'authentication_failed'],
    ['basicAuthBlocked', byPassword, 'basic_auth_blocked'],
    ['notConnected', byToken, 'mailbox_unavailable'],
  ];
  it.each(refusals)('%s', async (name, credentials, code) => {
    expect((await signInError(hostileScripts[name], { credentials })).code).toBe(code);
  });

  it('throttled: says for how long, at once', async () => {
    const error = await signInError(hostileScripts.throttled);
    expect(error).toMatchObject({ code: 'throttled', retryAfterMs: 90_000, retryable: true });
  });

  it('offers no way that we have', async () => {
    const oauthOnly = { capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2 SASL-IR' };
    expect((await signInError(oauthOnly, { credentials: byPassword })).code).toBe('basic_auth_blocked');
    expect((await signInError({ capabilities: 'IMAP4rev1 LOGINDISABLED' }, { credentials: byPassword })).code).toBe(
      'server_refused',
    );
    expect((await signInError({ capabilities: 'IMAP4rev1 AUTH=PLAIN' })).code).toBe('server_refused');
  });

  it('hangs after the sign-in', async () => {
    expect((await signInError(hostileScripts.hangAfterLogin, { timeoutSeconds: 1 })).code).toBe('server_timeout');
  });
});

describe('servers that go wrong later', () => {
  it('T5 BYE with AccessTokenExpired ends the session with token_rejected, told once', async () => {
    const opened = await session(hostileScripts.accessTokenExpired);
    const told: ErrorCode[] = [];
    opened.on('closed', ({ code }) => told.push(code));
    const error = await errorOf(opened.select('INBOX', signal));
    expect(error.code).toBe('token_rejected');
    expect(opened.closed).toBe(true);
    expect(told).toEqual([error.code]);
    expect((await errorOf(opened.noop(signal))).code).toBe(error.code);
  });

  it('throttles a command: the session ends with how long to wait', async () => {
    const opened = await session({
      onCommand: ({ tag, name }) =>
        name === 'STATUS'
          ? `${tag} BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n`
          : undefined,
    });
    expect(await errorOf(opened.status('INBOX', signal))).toMatchObject({ code: 'throttled', retryAfterMs: 92_415 });
    expect(opened.closed).toBe(true);
  });

  it('says goodbye and stays on the line: the session ends with its words', async () => {
    // In lower case the stand-in does not know its own goodbye, and hangs up no more than this server does.
    const opened = await session({
      onCommand: ({ name }) => (name === 'STATUS' ? '* bye Too many connections\r\n' : undefined),
    });
    expect((await errorOf(opened.status('INBOX', signal))).code).toBe('server_unavailable');
    expect(opened.closed).toBe(true);
  });

  it('Exchange says "Server Unavailable." instead of an answer: the session ends at once', async () => {
    const opened = await session({
      onCommand: ({ name }) => (name === 'STATUS' ? 'Server Unavailable. 15\r\n' : undefined),
    });
    const error = await errorOf(opened.status('INBOX', signal));
    expect(error).toMatchObject({ code: 'server_unavailable', retryable: true });
    expect(opened.closed).toBe(true);
  });

  it.each(['lacks', 'refuses'] as const)('a server that %s IDLE is asked by NOOP', async (how) => {
    let noops = 0;
    let idles = 0;
    const opened = await session({
      capabilities: `IMAP4rev1 AUTH=XOAUTH2 SASL-IR${how === 'refuses' ? ' IDLE' : ''}`,
      onCommand: ({ tag, name }) => {
        if (name === 'IDLE') {
          idles += 1;
          return `${tag} NO not now\r\n`;
        }
        if (name !== 'NOOP') return undefined;
        noops += 1;
        return `${noops === 2 ? '* 3 EXISTS\r\n' : ''}${tag} OK done\r\n`;
      },
    });
    await opened.select('INBOX', signal);
    const heard: number[] = [];
    opened.on('exists', (_path, count) => heard.push(count));
    stopClocks();
    // It ends and polls by the stopped clock only.
    while (heard.length === 0) {
      let ended = false;
      const idling = opened.idle(signal).finally(() => {
        ended = true;
      });
      while (!ended) {
        await vi.advanceTimersByTimeAsync(30_000);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      await idling;
    }
    expect(heard).toEqual([3]);
    expect(idles).toBe(how === 'refuses' ? 1 : 0);
    expect(opened.closed).toBe(false);
  });

  /** A server with IDLE; `answers` false: it falls silent once it idles. */
  function idling(answers: boolean): { readonly script: HostileScript; readonly idles: () => number } {
    let tag = '';
    let idles = 0;
    const onCommand: HostileScript['onCommand'] = (command) => {
      if (idles > 0 && !answers) return 'hang';
      if (command.line === 'DONE') return `${tag} OK done\r\n`;
      if (command.name !== 'IDLE') return undefined;
      idles += 1;
      tag = command.tag;
      return '+ idling\r\n';
    };
    return { script: { capabilities: 'IMAP4rev1 AUTH=XOAUTH2 SASL-IR IDLE', onCommand }, idles: () => idles };
  }

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('N1 an hour of quiet takes at most three IDLEs', async () => {
    const { script, idles } = idling(true);
    const opened = await session(script);
    await opened.select('INBOX', signal);
    stopClocks();
    const end = performance.now() + 3_600_000;
    while (performance.now() < end) {
      let ended = false;
      const before = idles();
      const quiet = opened.idle(signal).finally(() => {
        ended = true;
      });
      // The last one ends with the session.
      quiet.catch(() => undefined);
      while (idles() === before) await turn();
      while (!ended && performance.now() < end) {
        await vi.advanceTimersByTimeAsync(10_000);
        // What was sent is answered before more time passes.
        for (let turns = 0; turns < 20; turns += 1) await turn();
      }
      if (ended) await quiet;
    }
    expect(idles()).toBeGreaterThan(1);
    expect(idles()).toBeLessThanOrEqual(3);
    expect(opened.closed).toBe(false);
  });

  it('N1 a server that falls silent in IDLE is noticed within a minute of the next command', async () => {
    const { script, idles } = idling(false);
    const opened = await session(script);
    await opened.select('INBOX', signal);
    stopClocks();
    const quiet = errorOf(opened.idle(signal));
    while (idles() === 0) await turn();
    const asked = errorOf(opened.noop(signal));
    for (let seconds = 0; seconds < 60 && !opened.closed; seconds += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      await turn();
    }
    expect(opened.closed).toBe(true);
    expect([(await quiet).code, (await asked).code]).toEqual(['server_timeout', 'server_timeout']);
  });

  it('N1 does not answer: the deadline ends the session; an abort does at once', async () => {
    const deaf = deafTo('STATUS');
    const slow = await session(deaf.script, { timeoutSeconds: 10 });
    stopClocks();
    const asked = errorOf(slow.status('INBOX', signal));
    await deaf.heard;
    vi.advanceTimersByTime(8_000);
    expect(slow.closed).toBe(false);
    vi.advanceTimersByTime(4_000);
    expect((await asked).code).toBe('server_timeout');
    expect(slow.closed).toBe(true);
    vi.useRealTimers();
    const other = deafTo('STATUS');
    const patient = await session(other.script, { timeoutSeconds: 300 });
    const controller = new AbortController();
    const running = errorOf(patient.status('INBOX', controller.signal));
    const waiting = errorOf(patient.noop(signal));
    await other.heard;
    controller.abort();
    expect((await running).code).toBe('cancelled');
    expect((await waiting).code).toBe('cancelled');
    expect(patient.closed).toBe(true);
  });

  it('lists strange folders: paths exact, names clean, each usable or not selectable', async () => {
    const { server, options } = await serve(hostileScripts.strangeFolders);
    const opened = await openSession(options, signal);
    const folders = await opened.listFolders(signal);
    const byPath = new Map(folders.map((folder) => [folder.path, folder]));
    expect(byPath.get('say "hello" \\ twice')?.name).toBe('say "hello" \\ twice');
    expect(byPath.get('日本語')?.selectable).toBe(true);
    expect(byPath.has('&ZeVnLIqe')).toBe(true);
    expect(byPath.has('R&D')).toBe(true);
    expect(byPath.get('line\r\ntwo')).toMatchObject({ name: 'line two', selectable: false });
    for (const { name } of folders) expect(name).not.toMatch(/\p{Cc}/u);
    expect(folders.filter(({ role }) => role === 'inbox')).toHaveLength(1);
    for (const path of ['日本語', 'R&D', 'say "hello" \\ twice', '&ZeVnLIqe']) await opened.select(path, signal);
    const selects = server.lines
      .filter((line) => line.includes('SELECT '))
      .map((line) => line.replace(/^\S+ SELECT /, ''));
    expect(selects).toEqual(['"&ZeVnLIqe-"', '"R&D"', '"say \\"hello\\" \\\\ twice"', '"&ZeVnLIqe"']);
    expect((await errorOf(opened.select('line\r\ntwo', signal))).code).toBe('folder_missing');
    await opened.close();
  });

  it('never loses a message to a broken envelope, and ignores changes told unasked', async () => {
    let asked = 0;
    const script: HostileScript = {
      onCommand: ({ tag, name, line }) => {
        if (name === 'SELECT')
          return `* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 9] ok\r\n${tag} OK [READ-WRITE] done\r\n`;
        if (name !== 'FETCH') return undefined;
        asked += 1;
        const facts = 'INTERNALDATE "01-Nov-2026 10:00:00 +0000" RFC822.SIZE 10 FLAGS (\\Seen)';
        const deep = `${'('.repeat(40)}"text" "plain"${')'.repeat(40)}`;
        const good = `* 1 FETCH (UID 1 ${facts} ENVELOPE (NIL "=?utf-8?q?Gr=C3=BC=C3=9Fe?=" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n`;
        if (!line.includes('ENVELOPE'))
          return `* 1 FETCH (UID 1 ${facts})\r\n* 2 FETCH (UID 5 ${facts})\r\n* 3 FETCH (UID 8 ${facts})\r\n${tag} OK done\r\n`;
        const second = line.includes('BODYSTRUCTURE')
          ? `BODYSTRUCTURE ${deep}`
          : `ENVELOPE (NIL "Deep"${' NIL'.repeat(8)})`;
        return `${good}* 2 FETCH (UID 5 ${facts} ${second})\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 3 FETCH (UID 8 ENVELOPE ("unclosed\r\n${tag} OK done\r\n`;
      },
    };
    const opened = await session(script);
    await opened.select('INBOX', signal);
    const { envelopes: rows } = await opened.fetchEnvelopesBySequence({ from: 1, to: 3 }, signal);
    expect(rows.map(({ uid, subject, size }) => [uid, subject, size])).toEqual([
      [1, 'Grüße', 10],
      [5, 'Deep', 10],
      [8, '', 10],
    ]);
    expect(asked).toBe(3);
  });

  it('asks again only for the messages whose envelope was left out', async () => {
    const facts = 'INTERNALDATE "01-Nov-2026 10:00:00 +0000" RFC822.SIZE 10 FLAGS ()';
    const named = (subject: string): string => `ENVELOPE (NIL "${subject}"${' NIL'.repeat(8)})`;
    const asked: string[] = [];
    const sane = answering('NONE', '');
    const opened = await session({
      ...sane,
      onCommand: (command) => {
        if (!command.line.includes('FETCH ')) return sane.onCommand?.(command);
        asked.push(command.line.replace(/^\S+ /, '').replace(/ \(.*$/, ''));
        const first = asked.length === 1;
        const rows = first ? `* 1 FETCH (UID 1 ${facts} ${named('One')})\r\n` : '';
        const second = first ? 'ENVELOPE NIL' : named('Two');
        return `${rows}* 2 FETCH (UID 2 ${facts} ${second})\r\n${command.tag} OK done\r\n`;
      },
    });
    await opened.select('INBOX', signal);
    const { envelopes: rows } = await opened.fetchEnvelopesBySequence({ from: 1, to: 2 }, signal);
    expect(rows.map(({ uid, subject }) => [uid, subject])).toEqual([
      [1, 'One'],
      [2, 'Two'],
    ]);
    expect(asked).toEqual(['FETCH 1:2', 'UID FETCH 2']);
  });

  it('sends more messages than were asked for: nonsense, and the session ends', async () => {
    const flood = Array.from({ length: 20_000 }, (_, index) => `* 1 FETCH (UID ${index + 1} RFC822.SIZE 1)\r\n`).join(
      '',
    );
    const opened = await session(answering('FETCH', flood));
    await opened.select('INBOX', signal);
    expect((await errorOf(opened.fetchEnvelopes([1, 2], signal))).code).toBe('imap_protocol');
    expect(opened.closed).toBe(true);
  });

  it('lists folders without end: nonsense, and the session ends while they come', async () => {
    const some = (from: number, count: number): string =>
      Array.from({ length: count }, (_, index) => `* LIST () "/" "Folder ${from + index}"\r\n`).join('');
    let count = 6_000;
    const { options, server } = await serve({
      onCommand: ({ tag, name, line }) => {
        if (name !== 'LIST' || line.endsWith(' ""')) return undefined;
        // The flood does not come to an end: the session must not wait for it.
        return count > 10_000 ? some(0, count) : `${some(0, count)}${tag} OK done\r\n`;
      },
    });
    const opened = await openSession(options, signal);
    // Each list counts for itself; the inbox, which this server leaves out, is always there.
    for (let time = 0; time < 2; time += 1) expect(await opened.listFolders(signal)).toHaveLength(count + 1);
    count = 10_001;
    expect((await errorOf(opened.listFolders(signal))).code).toBe('imap_protocol');
    expect(opened.closed).toBe(true);
    expect(server.connections).toBe(1);
  });

  it('sends a section larger than the limit on literals', async () => {
    const opened = await session(answering('FETCH', '* 1 FETCH (UID 1 BODY[1]<0> {99999999}\r\n'));
    await opened.select('INBOX', signal);
    expect((await errorOf(opened.fetchPart(1, '1', 1_000, signal))).code).toBe('imap_protocol');
  });

  it('answers with more of a section than asked for, or with nothing', async () => {
    const generous = await session(answering('FETCH', '* 1 FETCH (UID 1 BODY[1]<0> {9}\r\n123456789)\r\n'));
    await generous.select('INBOX', signal);
    const part = await generous.fetchPart(1, '1', 4, signal);
    expect([Buffer.from(part.bytes).toString(), part.truncated]).toEqual(['1234', true]);
    const empty = await session(answering('FETCH', '* 2 FETCH (FLAGS ())\r\n'));
    await empty.select('INBOX', signal);
    expect((await errorOf(empty.fetchPart(1, '1', 4, signal))).code).toBe('message_gone');
  });
});

describe('changes on servers with little', () => {
  it('never expunges without UIDPLUS, and refuses to move', async () => {
    const { server, options } = await serve(answering('NONE', ''));
    const opened = await openSession(options, signal);
    await opened.select('INBOX', signal);
    expect((await opened.move([1], 'Trash', signal)).kind).toBe('refused');
    expect(await opened.setSeen([], true, signal)).toEqual({ kind: 'done' });
    expect(server.lines.join('\n')).not.toMatch(/EXPUNGE|COPY|STORE/);
    await opened.close();
  });

  it('moves with COPY, \\Deleted and UID EXPUNGE where there is UIDPLUS', async () => {
    const capabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS';
    const script = answering('COPY', '* OK [COPYUID 9 1:2 11:12] done\r\n', capabilities);
    const { server, options } = await serve(script);
    const opened = await openSession(options, signal);
    await opened.select('INBOX', signal);
    expect((await opened.move([1, 2], 'Trash', signal)).kind).toBe('done');
    const said = server.lines.filter((line) => line.includes(' UID ')).map((line) => line.replace(/^\S+ /, ''));
    expect(said).toEqual(['UID COPY 1:2 Trash', 'UID STORE 1:2 +FLAGS (\\Deleted)', 'UID EXPUNGE 1:2']);
    await opened.close();
  });

  it.each(['STORE', 'EXPUNGE'])(
    'Y2: a %s that is refused after the COPY is told as such, one that is cut is unknown',
    async (refused) => {
      const capabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS';
      const sane = answering('NONE', '', capabilities);
      for (const end of ['NO', 'close']) {
        const { server, options } = await serve({
          ...sane,
          onCommand: (command) => {
            if (!command.line.includes(` UID ${refused} `)) return sane.onCommand?.(command);
            return end === 'close' ? 'close' : `${command.tag} NO [NOPERM] Not\tallowed\r\n`;
          },
        });
        const opened = await openSession(options, signal);
        await opened.select('INBOX', signal);
        const outcome = await opened.move([1, 2], 'Trash', signal);
        expect(outcome).toEqual(
          end === 'NO' ? { kind: 'copied', text: 'Not allowed', code: 'NOPERM', passing: false } : { kind: 'unknown' },
        );
        if (end === 'NO') {
          expect(await opened.expunge([1, 2], signal)).toMatchObject({ kind: 'refused', text: 'Not allowed' });
        }
        expect(server.lines.filter((line) => line.includes('COPY'))).toHaveLength(1);
        await opened.close();
      }
    },
  );

  it('Y2: copies nothing out of a folder that lets nothing be removed', async () => {
    const capabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS';
    const { server, options } = await serve({
      capabilities,
      onCommand: ({ tag, name }) =>
        name === 'SELECT'
          ? `* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\Seen)] ok\r\n${tag} OK [READ-WRITE] done\r\n`
          : undefined,
    });
    const opened = await openSession(options, signal);
    await opened.select('INBOX', signal);
    expect((await opened.move([1], 'Trash', signal)).kind).toBe('refused');
    expect((await opened.expunge([1], signal)).kind).toBe('refused');
    expect(server.lines.join('\n')).not.toMatch(/EXPUNGE|COPY|STORE/);
    await opened.close();
  });

  it('sets flags that the server lists in another case', async () => {
    const { server, options } = await serve({
      capabilities: 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS',
      onCommand: ({ tag, name, line }) => {
        if (name === 'SELECT')
          return `* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\seen \\FLAGGED \\answered \\deleted $forwarded)] ok\r\n${tag} OK [READ-WRITE] done\r\n`;
        return /STORE|EXPUNGE/.test(line) ? `${tag} OK done\r\n` : undefined;
      },
    });
    const opened = await openSession(options, signal);
    await opened.select('INBOX', signal);
    const outcomes = [
      await opened.setSeen([1], true, signal),
      await opened.setFlagged([1], true, signal),
      await opened.mark([1], 'answered', signal),
      await opened.mark([1], 'forwarded', signal),
      await opened.expunge([1], signal),
    ];
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'done'));
    const sent = server.lines.flatMap((line) => /\+FLAGS\S* \((\S+)\)/.exec(line)?.[1] ?? []);
    expect(sent).toEqual(['\\Seen', '\\Flagged', '\\Answered', '$Forwarded', '\\Deleted']);
    await opened.close();
  });

  it('tells a refusal with its words from an unknown outcome', async () => {
    const capabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE';
    const refusing = answering('NONE', '', capabilities);
    const no = await session({
      ...refusing,
      onCommand: (command) =>
        command.name === 'UID' ? `${command.tag} NO [OVERQUOTA] Quota\texceeded\r\n` : refusing.onCommand?.(command),
    });
    await no.select('INBOX', signal);
    const quota = { kind: 'refused', text: 'Quota exceeded', code: 'OVERQUOTA', passing: false };
    expect(await no.move([1], 'Trash', signal)).toEqual(quota);
    expect(await no.setSeen([1], true, signal)).toEqual(quota);
    const closing = await session({
      ...refusing,
      onCommand: (command) => (command.name === 'UID' ? 'close' : refusing.onCommand?.(command)),
    });
    await closing.select('INBOX', signal);
    expect(await closing.move([1], 'Trash', signal)).toEqual({ kind: 'unknown' });
    expect(closing.closed).toBe(true);
    await expect(closing.move([1], 'Trash', signal)).rejects.toMatchObject({ error: { code: 'connection_lost' } });
  });
});
