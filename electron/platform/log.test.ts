import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type AppError, logText } from '../../shared/reply.ts';
import { openLog, scrub } from './log.ts';

it.each([
  'Authorization: Bearer CANARY.value',
  'GET /token?access_token=CANARY&x=1',
  '{"refresh_token":"CANARY"}',
  'A1 LOGIN ada@example.org CANARY',
  'A1 AUTHENTICATE PLAIN CANARY',
  `token eyJhbGciOiJub25lIn0.CANARY.x`,
  'password: CANARY',
  `raw ${'CANARY'.repeat(30)}`,
])('I2 keeps secrets out of the log: %s', (text) => {
  expect(scrub(text)).not.toContain('CANARY');
});

it.each(['{"access_token":"CANARY","password":"CANARY"}', 'password="CANARY"', String.raw`{\"password\":\"CANARY\"}`])(
  'I2 keeps secrets in a server’s words out of the log, also of an error’s params: %s',
  (said) => {
    const error: AppError = {
      code: 'server_refused',
      params: { reason: 'command', server: 'imap.example.org:993', said },
      retryable: false,
    };
    expect(scrub(logText(error))).not.toContain('CANARY');
    expect(scrub(JSON.stringify(error.params))).not.toContain('CANARY');
  },
);

it('keeps one line a record, bounded', () => {
  expect(scrub('a\r\nb\u0000c')).toBe('a b c');
  expect(scrub('ab '.repeat(10_000)).length).toBe(2000);
});

it('writes to the profile, and survives a folder it cannot write to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-log-'));
  openLog(folder, () => new Date(0))('info', 'main', 'started');
  expect(readFileSync(join(folder, 'logs', 'heron.log'), 'utf8')).toBe('1970-01-01T00:00:00.000Z info main: started\n');
  rmSync(folder, { recursive: true });
  expect(() => openLog('/dev/null/nowhere')('error', 'main', 'x')).not.toThrow();
});
