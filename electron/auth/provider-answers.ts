import { z } from 'zod';

const httpsUrl = z.string().refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:');
/**
 * A page for the user's browser, which does not trust a test's CA. So loopback may use plain HTTP (W3C Secure Contexts,
 * section 3.1, trusts loopback as it does TLS). Heron sends no credentials there.
 */
const pageUrl = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
});
const seconds = z.coerce
  .number()
  .positive()
  .max(100 * 24 * 60 * 60);

const discovery = z.looseObject({
  issuer: z.string().min(1),
  authorization_endpoint: pageUrl,
  token_endpoint: httpsUrl,
});

/** RFC 8628 section 3.2. A missing interval becomes 5 s; without one MSAL would poll without a pause. */
const deviceCode = z.looseObject({
  user_code: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  device_code: z.string().min(1),
  verification_uri: pageUrl,
  expires_in: seconds,
  interval: seconds.default(5).transform((value) => Math.min(value, 60)),
});

/** RFC 6749 section 5.1. */
const token = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: seconds,
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional(),
  scope: z.string().optional(),
});

/** The checked OpenID configuration; null when the body is none. */
export function discoveryAnswer(body: unknown): object | null {
  return discovery.safeParse(body).data ?? null;
}

/** The checked device code answer; null when the body is none. */
export function deviceCodeAnswer(body: unknown): object | null {
  return deviceCode.safeParse(body).data ?? null;
}

/**
 * The checked token answer; null when the body is none. `refresh_in` is removed, because MSAL would refresh in the
 * background, outside our lock (T3); `refresh_token_expires_in` is removed, because MSAL would judge it by a clock that
 * may be wrong (T8).
 */
export function tokenAnswer(body: unknown): z.infer<typeof token> | null {
  const parsed = token.safeParse(body);
  if (!parsed.success) return null;
  const { refresh_in: _background, refresh_token_expires_in: _byOurClock, ...rest } = parsed.data;
  return rest as z.infer<typeof token>;
}
