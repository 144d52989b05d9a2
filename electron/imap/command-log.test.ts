import { ImapFlow } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { CommandLog } from './command-log.ts';

function overheard(tell: (log: CommandLog) => void): Promise<unknown[]> {
  const told: unknown[] = [];
  tell(new CommandLog((error) => told.push(error)));
  return new Promise((resolve) => setImmediate(() => resolve(told)));
}

const said = (msg: string) => ({ src: 's', msg });

describe('what imapflow only logs', () => {
  it('makes imapflow spell out no FETCH answer: that would cost as much as reading it', () => {
    const client = new ImapFlow({ host: 'localhost', port: 1, logger: new CommandLog(() => undefined) });
    expect(client.log.isLevelEnabled?.('trace')).toBe(false);
    expect(client.log.isLevelEnabled?.('debug')).toBe(true);
  });

  it('tells when the sign-in begins, and of no other command', () => {
    let signIns = 0;
    const log = new CommandLog(
      () => undefined,
      () => {
        signIns += 1;
      },
    );
    const sent = (msg: string): void => log.debug({ src: 'c', msg });
    for (const line of ['1 CAPABILITY', '2 STARTTLS', '3 ID NIL', '4 SELECT "LOGIN"', '(* value hidden *)']) sent(line);
    expect(signIns).toBe(0);
    sent('5 LOGIN "ada" "(* value hidden *)"');
    sent('6 AUTHENTICATE XOAUTH2 "(* value hidden *)"');
    expect(signIns).toBe(2);
  });

  it.each(['* OK ready', '* bye too many'])('takes "%s" as a greeting', async (line) => {
    expect(await overheard((log) => log.debug(said(line)))).toEqual([]);
  });

  it('tells at the first line that it is no greeting, read or not, and only then', async () => {
    const noImap = [{ code: 'InvalidResponse' }];
    expect(await overheard((log) => log.debug(said('HTTP/1.1 400 Bad Request')))).toEqual(noImap);
    // H16: it leaves no way to encrypt or to sign in.
    expect(await overheard((log) => log.debug(said('* PREAUTH welcome')))).toEqual(noImap);
    expect(await overheard((log) => log.error({ ...said('\u0000\u0001'), payloadBytes: 2 }))).toEqual(noImap);
    const later = await overheard((log) => {
      log.debug(said('* OK ready'));
      log.error({ ...said('* 1 FETCH ('), payloadBytes: 11 });
    });
    expect(later).toEqual([]);
  });

  it('keeps the latest refusal, counts what could not be read, and tells of throttling once', async () => {
    const log = new CommandLog(() => undefined);
    const refused = { responseStatus: 'NO', responseText: 'Quota exceeded' };
    log.warn({ err: refused });
    log.warn({ err: { code: 'NoConnection' } });
    expect(log.refusal).toBe(refused);
    log.warn({ msg: 'any words', command: 'FETCH', err: new TypeError('odd row') });
    log.error({ src: 's', msg: '* 3 FETCH (', payloadBytes: 11, err: { code: 'ParserError1' } });
    log.error({ err: { code: 'ECONNRESET' } });
    expect(log.unreadable).toBe(2);
    const throttled = { code: 'ETHROTTLE', responseStatus: 'BAD', throttleReset: 90_000 };
    const told = await overheard((each) => {
      each.warn({ throttleDelay: 90_000, err: throttled });
      each.warn({ err: throttled });
    });
    expect(told).toEqual([throttled]);
  });
});
