import { onTestFinished } from 'vitest';
import { startHostileImap } from '../../e2e/servers/hostile-imap.ts';
import type { HostileScript } from '../../e2e/servers/hostile-scripts.ts';
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../e2e/servers/smtp-server.ts';
import type { Leaf, TestCa } from '../../e2e/servers/test-ca.ts';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import type { ConnectionSecurity } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import type { Credentials } from '../mail/credentials.ts';
import { systemClock } from '../platform/clock.ts';
import { diagnose, type LadderOptions, type Patient } from './ladder.ts';

export const ada = 'ada@contoso.test';
export const secret = 'CANARY7f3a-correct-horse';
export const password: Credentials = { kind: 'password', username: ada, password: secret };
const mailScope = 'https://outlook.office.com/IMAP.AccessAsUser.All';

/** Credentials with a token that says this of itself, as Microsoft's do. */
export function tokenSaying(claims: object): Credentials {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return { kind: 'xoauth2', username: ada, accessToken: `${part({ alg: 'none' })}.${part(claims)}.CANARY7f3a` };
}

/** A token that is right in every part. */
export const rightClaims = {
  aud: 'https://outlook.office.com',
  scp: 'IMAP.AccessAsUser.All SMTP.Send',
  upn: ada,
  tid: '5f0e3a52-1c9d-4c77-9e0b-c0270505a11e',
  exp: 1_900_000_000,
};

/** The endpoint of a scripted IMAP server with TLS that ends with the test. */
export async function imapAt(script: HostileScript, ca: TestCa, leaf: Leaf = ca.leaf) {
  const server = await startHostileImap(script, { leaf, security: 'tls' });
  onTestFinished(async () => await server.stop());
  return { server, endpoint: at(server.port) };
}

/** The endpoint of an SMTP server that ends with the test. */
export async function smtpAt(ca: TestCa, options: Partial<SmtpSinkOptions> = {}) {
  const settings = { leaf: ca.leaf, users: { [ada]: secret }, tokenOwner: () => ada, ...options };
  const server: SmtpSink = await startSmtpSink(settings);
  onTestFinished(async () => await server.stop());
  return { server, endpoint: at(server.port, settings.implicitTls === true ? 'tls' : 'starttls') };
}

export function at(port: number, security: ConnectionSecurity = 'tls', host = 'localhost') {
  return { host, port, security };
}

interface Climb {
  readonly ca: TestCa;
  readonly patient: Pick<Patient, 'imap'> & Partial<Patient>;
  readonly credentials?: Credentials | LadderOptions['credentials'];
  readonly rungSeconds?: number;
  readonly progress?: (diagnosis: Diagnosis) => void;
  readonly signal?: AbortSignal;
}

/** One diagnosis of an account that signs in with a password, unless something else is said; without SMTP. */
export function climb({ ca, patient, credentials = password, rungSeconds = 20, progress, signal }: Climb) {
  return diagnose(
    {
      patient: {
        address: ada,
        method: typeof credentials === 'object' && credentials.kind === 'xoauth2' ? 'oauth2' : 'password',
        smtp: null,
        expected: { audiences: ['https://outlook.office.com'], scopes: [mailScope], address: ada },
        block: null,
        repeatRefused: false,
        clockWrongBy: null,
        ...patient,
      },
      open: openSession,
      extraCa: ca.caPem,
      credentials: typeof credentials === 'function' ? credentials : async () => success(credentials),
      clock: systemClock,
      rungSeconds,
    },
    progress ?? (() => undefined),
    signal ?? new AbortController().signal,
  );
}
