import { z } from 'zod';
import { address, clientSecret, endpoint, identity, passwordMethod } from '../../shared/input-schemas.ts';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { OrganisationView } from '../../shared/organisation.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { endpointOf } from '../accounts/presets.ts';
import { microsoftPresets, providerPresets } from '../accounts/provider-presets.ts';
import { mailHostsOf, microsoft } from '../auth/microsoft.ts';
import { notUsable } from '../platform/foreign-file.ts';

const format = 'heron-organisation';
const version = 1;

const words = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u);
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*\.)[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u);
const httpsAddress = z
  .string()
  .trim()
  .max(2048)
  .refine((value) => URL.canParse(value) && new URL(value).protocol === 'https:' && new URL(value).username === '');
/** Where the browser comes back to; Heron appends the port. The registration decides between the two (RFC 8252 section 7.3). */
const redirect = z.enum(['http://localhost', 'http://127.0.0.1']).optional();
const { clientId, tenant, loginHost } = identity.shape;

const signIn = z.discriminatedUnion('provider', [
  z.object({
    provider: z.literal('microsoft365'),
    clientId,
    tenant: tenant.min(1).default('organizations'),
    loginHost: loginHost.default(microsoft.loginHosts[0] ?? ''),
    redirect,
  }),
  z.object({ provider: z.literal('google'), clientId, clientSecret, redirect }),
  z.object({
    provider: z.literal('openid'),
    clientId,
    clientSecret,
    discovery: httpsAddress,
    scopes: words(2048),
    redirect,
  }),
  z.object({
    provider: z.literal('password'),
    method: passwordMethod.default('password'),
    username: z.enum(['address', 'local_part']).default('address'),
  }),
]);

const profile = z.object({
  name: words(100),
  domains: z.array(domain).min(1).max(500),
  signIn,
  servers: z.object({ imap: endpoint, smtp: endpoint }).optional(),
  helpDesk: z
    .object({
      name: words(100),
      mail: address.optional(),
      phone: words(50).optional(),
      link: httpsAddress.optional(),
    })
    .optional(),
});

/** An organisation's profile as Heron uses it. */
export interface OrganisationProfile extends Omit<OrganisationView, 'managed' | 'from'> {
  /** What Google and others give to installed programs, and do not take for a secret; it stays in main all the same. */
  readonly clientSecret: string | null;
}

const head = z.looseObject({ format: z.literal(format), version: z.number().int().positive() });

/**
 * Checks a parsed profile. A domain where everybody can have an address is refused, since no organisation speaks for all of them; and so are servers
 * outside Microsoft's for a sign-in at Microsoft's own hosts, because a token for real mailboxes would go there (Q3). Errors: file_not_usable.
 * @param from where it comes from, for the error
 */
export function readProfile(content: unknown, from: string): Reply<OrganisationProfile> {
  const begun = head.safeParse(content);
  if (!begun.success) return failure(notUsable('unknown_content', from));
  if (begun.data.version > version) return failure(notUsable('newer', from));
  const read = profile.safeParse(content);
  if (!read.success) return failure(wrongValue(read.error.issues[0]?.path.join('.') ?? '', from));
  const { name, domains, signIn: way, servers, helpDesk } = read.data;
  const open = domains.find((each) => publicDomains.has(each));
  if (open !== undefined) {
    return failure({
      code: 'file_not_usable',
      params: { reason: 'public_domain', path: from, domain: open },
      retryable: false,
    });
  }
  const { imap, smtp } = servers ?? usualServers(way);
  if (imap === null || smtp === null) return failure(wrongValue('servers', from));
  if (way.provider === 'microsoft365' && microsoft.loginHosts.includes(way.loginHost)) {
    const own = mailHostsOf(way.loginHost);
    const foreign = [imap, smtp].find(({ host }) => !own.includes(host.toLowerCase()));
    if (foreign !== undefined) return failure(wrongValue('servers', from));
  }
  return success({
    name,
    domains: [...new Set(domains)],
    provider: way.provider,
    method: way.provider === 'password' ? way.method : 'password',
    username: way.provider === 'password' ? way.username : 'address',
    imap,
    smtp,
    helpDesk:
      helpDesk === undefined
        ? null
        : {
            name: helpDesk.name,
            mail: helpDesk.mail ?? null,
            phone: helpDesk.phone ?? null,
            link: helpDesk.link ?? null,
          },
    ...identityOf(way, imap, smtp),
  });
}

type SignIn = z.infer<typeof signIn>;

function identityOf(
  way: SignIn,
  imap: ServerEndpoint,
  smtp: ServerEndpoint,
): Pick<OrganisationProfile, 'identity' | 'clientSecret'> {
  if (way.provider === 'password') return { identity: null, clientSecret: null };
  const back: Readonly<Record<string, string>> = way.redirect === undefined ? {} : { redirect: way.redirect };
  if (way.provider === 'microsoft365') {
    const options = way.redirect === undefined ? {} : { options: back };
    const { clientId, tenant, loginHost } = way;
    return { identity: { clientId, tenant, loginHost, ...options }, clientSecret: null };
  }
  const { clientId, clientSecret: secret = null } = way;
  if (way.provider === 'google') {
    const identity = { clientId, tenant: '', loginHost: 'https://accounts.google.com', options: back };
    return { identity, clientSecret: secret };
  }
  const { discovery, scopes } = way;
  const options = { discovery, scopes, mailHosts: `${imap.host} ${smtp.host}`, ...back };
  return { identity: { clientId, tenant: '', loginHost: new URL(discovery).origin, options }, clientSecret: secret };
}

/** The servers where the profile names none. */
function usualServers(way: SignIn): { readonly imap: ServerEndpoint | null; readonly smtp: ServerEndpoint | null } {
  if (way.provider === 'google')
    return { imap: endpointOf('imap.gmail.com:993'), smtp: endpointOf('smtp.gmail.com:465') };
  if (way.provider !== 'microsoft365') return { imap: null, smtp: null };
  const cloud = microsoftPresets.find((preset) => preset.cloud?.loginHost === way.loginHost)?.cloud;
  if (cloud) return { imap: endpointOf(cloud.imap), smtp: endpointOf(cloud.smtp) };
  const isWorldwide = way.loginHost === microsoft.loginHosts[0];
  return isWorldwide
    ? { imap: endpointOf('outlook.office365.com:993'), smtp: endpointOf('smtp.office365.com:587') }
    : { imap: null, smtp: null };
}

const publicDomains: ReadonlySet<string> = new Set(
  [...providerPresets, ...microsoftPresets].flatMap(({ domains }) => domains),
);

function wrongValue(place: string, path: string): AppError {
  return { code: 'file_not_usable', params: { reason: 'profile_value', path, place }, retryable: false };
}
