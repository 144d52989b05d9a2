import { exampleError } from './example-errors.ts';
import type { AppError, ErrorCode } from './reply.ts';
import { causesOf, type VerdictId } from './verdicts.ts';

/** Values that the sentences of errors name. */
const values = {
  server: 'mail.contoso.example:993',
  host: 'mail.contoso.example',
  said: 'NO not now',
  date: '1 November 2026',
  names: 'other.contoso.example',
  issuer: 'Contoso Proxy CA',
  because: 'self_signed',
  provider: 'Microsoft 365',
  tenant: 'contoso.example',
  expected: 'ada@contoso.example',
  actual: 'eve@contoso.example',
  permission: 'SMTP.Send',
  seconds: 30,
  status: 503,
  folder: 'Inbox',
  systemCode: 'EACCES',
  id: 'later',
} as const;

/** Where a verdict follows from whatever reasons are left over, one of those: of the first ones others follow. */
const leftOver: Partial<Record<ErrorCode, string>> = {
  dns_failed: 'look_up_failed',
  token_rejected: 'refused',
  account_blocked: 'disabled',
  identity_provider_unavailable: 'busy',
};

/** An error that a verdict follows from, as poor as it can be: with the cause's reason and reference, and without a letter or a page. Null where there is none. */
export function sampleErrorOf(id: VerdictId): AppError | null {
  const [cause] = causesOf(id);
  if (cause === undefined) return null;
  const standard = exampleError(cause.code);
  const reason = cause.reasons?.[0] ?? leftOver[cause.code];
  const params = { ...values, ...standard.params, ...(reason !== undefined && { reason }) };
  const reference = cause.references?.[0];
  return { ...standard, params, ...(reference !== undefined && { guidance: { reference } }) } as AppError;
}
