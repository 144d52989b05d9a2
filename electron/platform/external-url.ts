const allowedSchemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/**
 * Whether a link from a message may be handed to the system: https, http and mailto only, and no userinfo, which disguises hosts (E5).
 * @returns the normalised URL, or null when it must not be opened
 */
export function externalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!allowedSchemes.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  if (url.protocol !== 'mailto:' && url.hostname === '') return null;
  return url.href;
}
