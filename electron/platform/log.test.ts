import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  'passwd=CANARY',
  '{"pass":"CANARY"}',
  '{"id_token":"CANARY"}',
  'client_secret=CANARY&x=1',
  'device_code=CANARY&x=1',
  'app://heron/?code=CANARY&state=1',
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

it('I2 scrubs what it writes, for this user only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-log-'));
  openLog(folder)('info', 'auth', 'password: CANARY');
  const file = join(folder, 'logs', 'heron.log');
  expect(readFileSync(file, 'utf8')).toContain('[secret]');
  expect(readFileSync(file, 'utf8')).not.toContain('CANARY');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
  rmSync(folder, { recursive: true });
});

it('begins a new file after 2 MB, and keeps one old file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-log-'));
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const log = openLog(folder, () => new Date(0));
  for (const age of ['oldest', 'older']) {
    writeFileSync(join(logs, 'heron.log'), age.padEnd(2 * 1024 * 1024 + 1));
    log('info', 'main', 'started');
  }
  expect(readdirSync(logs).toSorted()).toEqual(['heron.log', 'heron.log.1']);
  expect(readFileSync(join(logs, 'heron.log'), 'utf8')).toBe('1970-01-01T00:00:00.000Z info main: started\n');
  expect(readFileSync(join(logs, 'heron.log.1'), 'utf8')).toMatch(/^older/);
  rmSync(folder, { recursive: true });
});
