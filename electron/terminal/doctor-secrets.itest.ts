import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { leaksIn } from '../../e2e/canary.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { reportText } from '../../shared/diagnosis-report.ts';
import { ada, climb, imapAt, smtpAt } from '../diagnosis/ladder-fixture.ts';
import type { Credentials } from '../mail/credentials.ts';
import { FolderNumbers, imapServerLine, smtpServerLine } from '../mail/protocol-log/redact-protocol.ts';
import { openLog } from '../platform/log.ts';
import { doctorData, doctorText } from './doctor-text.ts';

let ca: TestCa;
beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());

const base64 = (text: string) => Buffer.from(text).toString('base64');
const lent: readonly Credentials[] = [
  { kind: 'password', username: ada, password: 'CANARY7f3a-horse' },
  { kind: 'xoauth2', username: ada, accessToken: 'opaque.CANARY7f3a' },
];
const forms: readonly (readonly [string, (secret: string) => string])[] = [
  ['in clear', (secret) => secret],
  ['in Base64', base64],
  ['in Base64 behind one octet', (secret) => base64(`x${secret}`)],
  ['in Base64 behind two octets', (secret) => base64(`xy${secret} and more`)],
  ['in Base64url', (secret) => Buffer.from(`~~?${secret}`).toString('base64url')],
  ['as PLAIN sends it', (secret) => base64(`\0${ada}\0${secret}`)],
  ['as PLAIN sends it for somebody else', (secret) => base64(`eve\0${ada}\0${secret}`)],
  ['as XOAUTH2 sends it', (secret) => base64(`user=${ada}\u0001auth=Bearer ${secret}\u0001\u0001`)],
  ['in hexadecimal digits', (secret) => Buffer.from(secret).toString('hex')],
  ['in large hexadecimal digits', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
];

describe('I2 a secret that the servers repeat is in nothing that a person copies or finds on the disk', () => {
  it.each(forms)('%s', async (_form, written) => {
    const folder = await mkdtemp(join(tmpdir(), 'heron-logs-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const log = openLog(folder);
    for (const credentials of lent) {
      const repeated = written(credentials.kind === 'password' ? credentials.password : credentials.accessToken);
      // The oracle knows the form: otherwise the test could not fail.
      expect(leaksIn(repeated)).not.toEqual([]);
      const { endpoint } = await imapAt(
        {
          onCommand: ({ tag, name }) =>
            /LOGIN|AUTHENTICATE/.test(name) ? `${tag} NO I got ${repeated}\r\n` : undefined,
        },
        ca,
      );
      const smtp = await smtpAt(ca);
      smtp.server.refuse('auth', `535 5.7.8 I got ${repeated}`);
      const diagnosis = await climb({ ca, patient: { imap: endpoint, smtp: smtp.endpoint }, credentials });
      const folders = new FolderNumbers();
      const protocol = [
        imapServerLine(`A1 NO I got ${repeated}`, folders),
        imapServerLine(`* OK [ALERT] ${repeated}`, folders),
        smtpServerLine(`535 5.7.8 I got ${repeated}`),
      ].join('\n');
      const report = { program: 'Heron', at: 0, hidden: [], protocol };
      const told = [
        doctorText(ada, diagnosis, null),
        JSON.stringify(doctorData(ada, 'id', diagnosis, null)),
        reportText(diagnosis, { ...report, names: true }),
        reportText(diagnosis, { ...report, names: false }),
      ].join('\n');
      for (const { error } of diagnosis.rungs) if (error !== null) log('warn', 'diagnosis', JSON.stringify(error));
      expect(told).toContain('I got');
      expect(leaksIn(told)).toEqual([]);
    }
    const logs = join(folder, 'logs');
    const files = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'latin1')));
    expect(files.join('')).toContain('diagnosis');
    expect(leaksIn(files.join(''))).toEqual([]);
  });
});
