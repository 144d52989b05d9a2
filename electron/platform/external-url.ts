import { mailtoUrl } from './mailto-url.ts';

/**
 * Whether a link from a message may be handed to the system: https, http and mailto only, and no userinfo, which disguises hosts (E5).
 * A mailto link is written anew with RFC 6068's harmless fields.
 * @returns the normalised URL, or null when it must not be opened
 */
export function externalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol === 'mailto:') return mailtoUrl(url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' && url.hostname !== '' ? url.href : null;
}
