import { type AddressPorts, answerOf } from './fetch-image.ts';

/** What RFC 8058 section 3.1 wants to be posted. */
const oneClick = 'List-Unsubscribe=One-Click';
const deadlineMs = 15_000;

/**
 * Leaves a mailing list by one click (RFC 8058): one POST over HTTPS, with the care that remote images are loaded with: no cookies, no referrer,
 * public and checked addresses only. A redirect is not followed, since it would be another request than the one that was asked for.
 * @returns whether the list's server accepted it
 */
export async function postUnsubscribe(url: string, ports: AddressPorts): Promise<boolean> {
  if (!URL.canParse(url) || (new URL(url).protocol !== 'https:' && new URL(url).origin !== ports.trustedOrigin))
    return false;
  try {
    const response = await answerOf(
      url,
      ports,
      { body: oneClick, type: 'application/x-www-form-urlencoded' },
      AbortSignal.timeout(deadlineMs),
    );
    response.destroy();
    const status = response.statusCode ?? 0;
    return status >= 200 && status < 300;
  } catch {
    return false;
  }
}
