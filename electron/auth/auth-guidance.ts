import type { IdentitySettings } from '../../shared/mail.ts';
import { assertNever, type Guidance } from '../../shared/reply.ts';
import { guidanceEn } from '../../shared/texts/guidance.en.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { adminConsentUrl, permissionsFor } from './microsoft.ts';
import type { Refusal } from './provider-failure.ts';

/** Who can resolve a refusal, in more detail than its OAuth word. It selects the text, never what Heron does. */
export type GuidanceClass =
  | 'consent'
  | 'app'
  | 'policy'
  /** The account is not in this organisation. */
  | 'tenant'
  /** There is no such organisation. */
  | 'no_tenant'
  /** The organisation lacks the service itself. */
  | 'service'
  /** For a while, after too many wrong sign-ins. */
  | 'locked'
  | 'risky'
  | 'disabled'
  | 'password_due'
  | 'none';

/** By AADSTS number, from docs/microsoft365.md. Numbers that are not here are judged by the OAuth word alone. */
export const codesByClass: Readonly<Record<Exclude<GuidanceClass, 'none'>, readonly number[]>> = {
  consent: [65001, 65004, 90094, 90095],
  app: [700016, 700038, 7000112, 7000218, 700025, 50011, 50194, 65002, 70002, 9002346, 500011],
  policy: [53000, 53001, 53002, 53003, 530032, 530035, 50097, 50105, 50131, 50199],
  tenant: [50020, 500208, 50034, 90038, 90072],
  no_tenant: [90002, 900023, 50059, 50128],
  service: [650052],
  locked: [50053],
  risky: [53011, 530034],
  disabled: [50057],
  password_due: [50055],
};

const classOfCode: ReadonlyMap<number, GuidanceClass> = new Map(
  Object.entries(codesByClass).flatMap(([name, codes]) => codes.map((code) => [code, name as GuidanceClass] as const)),
);

/** The class of a refusal: by its AADSTS number, else `consent` if its words say that consent is missing. */
export function guidanceClassOf(refusal: Refusal): GuidanceClass {
  const known = refusal.code === null ? undefined : classOfCode.get(refusal.code);
  if (known !== undefined) return known;
  return refusal.word === 'consent_required' || refusal.suberror === 'consent_required' ? 'consent' : 'none';
}

/** Whether asking for fewer permissions may help: nobody has consented to all of these, or one does not exist here. */
export function isScopeRefusal(refusal: Refusal): boolean {
  return (
    refusal.word === 'invalid_scope' ||
    refusal.word === 'consent_required' ||
    refusal.suberror === 'consent_required' ||
    refusal.code === 65001 ||
    refusal.code === 70011
  );
}

const noRefusal: Refusal = { word: '', suberror: '', code: null, correlationId: null, at: null, claims: null };

/** How an administrator grants Heron's permissions, where the provider itself has not refused anything yet. */
export function consentGuidance(identity: IdentitySettings, purpose: MailPurpose = 'imap'): Guidance {
  return guidanceFor('consent', noRefusal, identity, purpose);
}

/** What the user and an administrator can do, with the provider's own reference. Holds nothing that the provider worded. */
export function guidanceFor(
  kind: GuidanceClass,
  refusal: Refusal,
  identity: IdentitySettings,
  purpose: MailPurpose = 'imap',
): Guidance {
  const explanation = refusal.code !== null && isExplained(refusal.code) ? refusal.code : undefined;
  const guidance: Guidance = {
    explanation,
    reference: (refusal.code === null ? refusal.word : `AADSTS${refusal.code}`) || undefined,
    correlationId: refusal.correlationId ?? undefined,
    at: refusal.at ?? undefined,
  };
  const { clientId, tenant, loginHost } = identity;
  switch (kind) {
    case 'consent': {
      const permissions = permissionsFor(loginHost, purpose);
      const adminUrl = adminConsentUrl(identity);
      return { ...guidance, adminUrl, letter: { kind: 'consent', permissions, clientId, tenant } };
    }
    case 'app':
      return { ...guidance, letter: { kind: 'fix_app', clientId, tenant } };
    case 'policy':
      return { ...guidance, letter: { kind: 'policy', clientId, tenant } };
    case 'tenant':
    case 'no_tenant':
      return { ...guidance, explanation: explanation ?? 'check_tenant' };
    case 'service':
    case 'risky':
    case 'disabled':
      return { ...guidance, letter: { kind: kind === 'service' ? 'service' : 'account', clientId, tenant } };
    case 'locked':
    case 'password_due':
    case 'none':
      return guidance;
    default:
      return assertNever(kind);
  }
}

type ExplainedCode = Extract<Guidance['explanation'], number>;

function isExplained(code: number): code is ExplainedCode {
  return Object.hasOwn(guidanceEn.explanations, code);
}
