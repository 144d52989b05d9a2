import type { IdentitySettings } from '../../shared/mail.ts';
import { assertNever, type Guidance } from '../../shared/reply.ts';
import type { Refusal } from './provider-failure.ts';
import { adminConsentUrl, mailScopes } from './providers.ts';

/** Whose turn it is, beyond the OAuth word. Chooses texts only, never behaviour. */
export type GuidanceClass = 'consent' | 'app' | 'policy' | 'tenant' | 'none';

const CLASSES: Readonly<Record<Exclude<GuidanceClass, 'none'>, readonly number[]>> = {
  consent: [65001, 65004, 90094, 90095],
  app: [700016, 7000112, 7000218, 700025, 50194],
  policy: [53000, 53001, 53003, 530032, 530035, 50097, 50105, 50199],
  tenant: [50020, 50034, 90038, 90002],
};

const classOfCode: ReadonlyMap<number, GuidanceClass> = new Map([
  ...CLASSES.consent.map((code) => [code, 'consent'] as const),
  ...CLASSES.app.map((code) => [code, 'app'] as const),
  ...CLASSES.policy.map((code) => [code, 'policy'] as const),
  ...CLASSES.tenant.map((code) => [code, 'tenant'] as const),
]);

const EXPLANATIONS: Readonly<Record<number, string>> = {
  50097:
    'The organisation only lets devices in that it knows; signing in with a code cannot show which device this is.',
  50105: 'The organisation only lets people use Heron who are assigned to it.',
  50194: 'The app is registered for one organisation only, so the tenant has to be that organisation’s ID or domain.',
  53000: 'The organisation only lets devices in that it manages.',
  53001: 'The organisation only lets devices in that have joined its domain.',
  53003: 'A Conditional Access policy blocks this sign-in. Many organisations block signing in with a code.',
  530032: 'The organisation’s security policy does not allow this sign-in.',
  530035: 'The organisation’s security defaults do not allow this sign-in.',
  65004: 'The request for permission was declined on Microsoft’s page.',
  90002: 'There is no organisation with this tenant ID or domain.',
  90038: 'The organisation is in another national cloud, which has its own login host.',
  700016: 'The organisation does not know an app with this client ID.',
  700025: 'The app is registered as a confidential client; Heron needs a public client.',
  7000112: 'The app was disabled.',
  7000218: '“Allow public client flows” is switched off in the app registration.',
};

/** `invalid_scope` and `consent_required` say by themselves that a permission is missing. */
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

/** What the user and an administrator can do, with the provider's own reference. Holds nothing that the provider worded. */
export function guidanceFor(kind: GuidanceClass, refusal: Refusal, identity: IdentitySettings): Guidance {
  const explanation = refusal.code === null ? undefined : EXPLANATIONS[refusal.code];
  const parts = [
    refusal.code === null ? refusal.word : `AADSTS${refusal.code}`,
    refusal.correlationId === null ? '' : `correlation ID ${refusal.correlationId}`,
  ];
  const reference = parts.filter((part) => part !== '').join(', ') || undefined;
  const app = `Application (client) ID: ${identity.clientId}\nTenant: ${identity.tenant}\nReference: ${reference ?? 'none'}`;
  const { imap, smtp } = mailScopes(identity.loginHost);
  switch (kind) {
    case 'consent': {
      const adminUrl = adminConsentUrl(identity);
      const adminText = `Hello,\n\nI would like to read my mail with Heron, a desktop mail client. It needs your approval for these delegated permissions: ${imap}, ${smtp}, offline_access.\n\nThis page grants them: ${adminUrl}\n\n${app}\n`;
      return { explanation, reference, adminUrl, adminText };
    }
    case 'app': {
      const adminText = `Hello,\n\nsigning in to my mail with Heron fails because of its app registration in Microsoft Entra. ${explanation ?? ''}\nPlease check: the client ID exists and is enabled; “Allow public client flows” is Yes; no client secret is needed; the supported account types fit; delegated permissions IMAP.AccessAsUser.All and SMTP.Send.\n\n${app}\n`;
      return { explanation, reference, adminText };
    }
    case 'policy': {
      const adminText = `Hello,\n\nsigning in to my mail with Heron, a desktop mail client, is blocked by a policy. ${explanation ?? ''}\nHeron signs in with the device code flow (OAuth2). Could you allow it for me?\n\n${app}\n`;
      return { explanation, reference, adminText };
    }
    case 'tenant':
      return {
        explanation: explanation ?? 'Check the tenant and the login host, or sign in with another account.',
        reference,
      };
    case 'none':
      return { explanation, reference };
    default:
      return assertNever(kind);
  }
}
