import type { IdentitySettings, PageRefusal } from '../../shared/mail.ts';
import { type AppError, assertNever, type Guidance } from '../../shared/reply.ts';
import { translateFailure } from './auth-errors.ts';
import { consentGuidance, guidanceClassOf, guidanceFor } from './auth-guidance.ts';
import type { SignInWay } from './identity-provider.ts';
import { afterSigningIn } from './msal-grant.ts';
import type { Refusal } from './provider-failure.ts';

/** AADSTS numbers of policies that refuse in a browser as well: the person is not assigned, or the app not approved. */
const everywhere: ReadonlySet<string> = new Set(['AADSTS50105', 'AADSTS53002']);

/**
 * A policy's refusal of a sign-in with a code. Most policies mean the code itself, or a device that a code cannot show, and let the
 * browser of this computer in (docs/microsoft365.md, "Which sign-in path works where").
 */
export function inCodeSignIn(error: AppError): AppError {
  if (error.code !== 'policy_blocked' || everywhere.has(error.guidance?.reference ?? '')) return error;
  return codeBlocked(error.guidance);
}

function codeBlocked(guidance: Guidance | undefined): AppError {
  // No letter for the administrator: the next step is the person's own. The general policy's explanation is the error's own sentence.
  const { letter: _letter, explanation, ...rest } = guidance ?? {};
  const more = explanation === 53003 ? {} : { explanation };
  return { code: 'code_blocked', params: { reason: 'by_policy' }, retryable: false, guidance: { ...rest, ...more } };
}

/** What Microsoft's page stands for when it refuses and the program hears nothing (AADSTS53003, "Need admin approval"). */
export function microsoftPageVerdict(said: PageRefusal, way: SignInWay, identity: IdentitySettings): AppError {
  switch (said.page) {
    case 'approval':
      return {
        code: 'consent_required',
        params: { reason: 'not_approved' },
        retryable: false,
        guidance: consentGuidance(identity),
      };
    case 'blocked': {
      const guidance = guidanceFor('policy', refusalOf(null), identity);
      return way === 'code'
        ? codeBlocked(guidance)
        : { code: 'policy_blocked', params: { reason: 'blocked' }, retryable: false, guidance };
    }
    case 'other_account':
      return wrongAccount();
    case 'code':
      return verdictOfCode(refusalOf(said.code), way, identity);
    default:
      return assertNever(said);
  }
}

function verdictOfCode(refusal: Refusal, way: SignInWay, identity: IdentitySettings): AppError {
  const kind = guidanceClassOf(refusal);
  if (kind === 'tenant') return wrongAccount(guidanceFor(kind, refusal, identity));
  // A number that is in no table ended the sign-in all the same; its administrator can look it up.
  const word = kind === 'none' ? 'interaction_required' : refusal.word;
  const error = afterSigningIn(translateFailure({ kind: 'refused', refusal: { ...refusal, word } }, identity).error);
  return way === 'code' ? inCodeSignIn(error) : error;
}

function wrongAccount(guidance?: Guidance): AppError {
  return { code: 'wrong_account', params: { reason: 'on_page' }, retryable: false, guidance };
}

function refusalOf(code: number | null): Refusal {
  return { word: '', suberror: '', code, correlationId: null, at: null, claims: null };
}
