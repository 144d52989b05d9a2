import type { Diagnosis, Rung } from '../../shared/diagnosis.ts';
import type { Finding, TokenFinding } from '../../shared/finding.ts';
import type { AuthMethod, ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure, type Reply } from '../../shared/reply.ts';
import { verdictOf } from '../../shared/verdicts.ts';
import type { OpenSession } from '../imap/session.ts';
import { type Credentials, secretsIn } from '../mail/credentials.ts';
import type { Clock } from '../platform/clock.ts';
import { climbToInbox, climbToServer } from './imap-rungs.ts';
import { Rungs } from './rungs.ts';
import { climbSmtp } from './smtp-rungs.ts';
import { type ExpectedToken, tokenFacts } from './token-facts.ts';

/** What is to be diagnosed. */
export interface Patient {
  readonly address: string;
  readonly method: AuthMethod;
  readonly imap: ServerEndpoint;
  /** Null: its messages are not handed over by SMTP. */
  readonly smtp: ServerEndpoint | null;
  readonly expected: ExpectedToken;
  /** Why nothing is tried for this account before somebody acts; null where nothing stands in the way. */
  readonly block: AppError | null;
  /** The user wants the refused password tried once more, and was told that each attempt counts towards the account's lock. */
  readonly repeatRefused: boolean;
  /**
   * What has to be added to this computer's clock to get the identity provider's time, in milliseconds; null where they are nearly the same. Where it is
   * given, what this computer says of a certificate's dates cannot be believed.
   */
  readonly clockWrongBy: number | null;
}

export interface LadderOptions {
  readonly patient: Patient;
  readonly open: OpenSession;
  readonly extraCa: string | null;
  /** Lends credentials as to any connection: a token by way of its identity's one lock. */
  readonly credentials: (
    purpose: 'imap' | 'smtp',
    rejected: string | null,
    signal: AbortSignal,
  ) => Promise<Reply<Credentials>>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** The time of each rung. */
  readonly rungSeconds: number;
}

/** Refusals that another attempt makes worse: it counts towards a lock, or comes while the server asked for none. */
const notToBeRepeated: ReadonlySet<AppError['code']> = new Set([
  'authentication_failed',
  'basic_auth_blocked',
  'throttled',
]);

/**
 * Tries an account from the name of its server to its open inbox and the sign-in for sending, on connections of its own, and says what the
 * first rung that does not hold means. Changes nothing: blocks stay, no mail is begun. Never throws; an abort leaves no connection.
 */
export async function diagnose(
  options: LadderOptions,
  progress: (diagnosis: Diagnosis) => void,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const { patient, clock, rungSeconds, extraCa } = options;
  const rungs: Rungs = new Rungs({
    clock,
    rungSeconds,
    signal,
    changed: () => progress(rungs.report(null, null)),
  });
  const isBarred = patient.block !== null && !patient.repeatRefused && notToBeRepeated.has(patient.block.code);
  const reached = await climbToServer(rungs, patient.imap, extraCa);

  let lent: Credentials | null = null;
  let token: TokenFinding | null = null;
  await rungs.try('credentials', patient.imap, async (notes, within) => {
    lent = taken(await options.credentials('imap', null, within));
    rungs.hide(secretsIn(lent));
    if (lent.kind === 'password') return notes.fact('token', 'password');
    const told = tokenFacts(lent.accessToken, patient.expected);
    notes.facts(told.facts);
    token = told.finding;
  });
  const credentials = lent as Credentials | null;
  if (isBarred) rungs.skip(['sign_in', 'namespace', 'inbox'], 'refused_before', patient.block);
  if (reached && credentials !== null && !isBarred) {
    await climbToInbox(rungs, {
      ...options,
      endpoint: patient.imap,
      timeoutSeconds: rungSeconds,
      credentials,
      renewed: credentials.kind === 'password' ? null : (within) => renewed(options, credentials, within),
    });
  }
  rungs.skip(['sign_in', 'namespace', 'inbox'], 'earlier_failed');

  if (patient.smtp === null) rungs.skip(['smtp_tcp', 'smtp_tls', 'smtp_ehlo', 'smtp_sign_in'], 'not_by_smtp');
  else {
    const mayTry = !isBarred && !(patient.method !== 'oauth2' && wasRefused(rungs.list));
    await climbSmtp(rungs, {
      endpoint: patient.smtp,
      extraCa,
      sender: patient.address,
      credentials: mayTry ? async (within) => taken(await options.credentials('smtp', null, within)) : null,
    });
  }
  if (signal.aborted) return rungs.report(null, null);
  const trueTime = patient.clockWrongBy === null ? null : clock.now() + patient.clockWrongBy;
  const finding = firstFinding(rungs.list, patient.method, trueTime, token);
  return rungs.report(finding === null ? 'all_well' : verdictOf(finding), finding?.error ?? null);
}

/** What the first rung met that does not hold: those behind it cannot hold either. */
function firstFinding(
  rungs: readonly Rung[],
  method: Patient['method'],
  trueTime: number | null,
  token: TokenFinding | null,
): Finding | null {
  for (const { name, error } of rungs) if (error !== null) return { error, rung: name, method, token, trueTime };
  return null;
}

function wasRefused(rungs: readonly Rung[]): boolean {
  return rungs.some(({ name, error }) => name === 'sign_in' && error !== null && notToBeRepeated.has(error.code));
}

/** As the account's own connections do, once: a token that the server refuses may only be stale. */
async function renewed(
  { credentials }: LadderOptions,
  refused: Credentials,
  signal: AbortSignal,
): Promise<Credentials | null> {
  if (refused.kind === 'password') return null;
  // Where no other can be had, the provider's reason says more than the mail server's refusal.
  const other = taken(await credentials('imap', refused.accessToken, signal));
  return other.kind === 'xoauth2' && other.accessToken !== refused.accessToken ? other : null;
}

function taken<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new AppFailure(reply.error);
  return reply.value;
}
