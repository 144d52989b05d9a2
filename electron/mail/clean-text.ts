/**
 * Controls, lone surrogates, line separators and bidi overrides: no name or message needs them, and spoofing uses them.
 */
const unwanted = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
/** Most texts of a mailbox are printable ASCII with single spaces inside; they need no more than this test. */
const mayNeedCleaning = /[^ -~]|^ | $| {2}/;
/** A word this long in a server's answer may be a token that the server repeats. */
const longRun = /[A-Za-z0-9+/_=~.-]{48,}/g;

/** Text of a stranger as one line: no control characters, white space collapsed, at most `max` UTF-16 units. Never throws. */
export function cleanText(value: unknown, max: number): string {
  if (typeof value !== 'string') return '';
  if (value.length <= max && !mayNeedCleaning.test(value)) return value;
  const cleaned = value.slice(0, max * 2).replace(unwanted, ' ');
  const collapsed = /\s\s|^\s|\s$|[\t\u00a0]/.test(cleaned) ? cleaned.replace(/\s+/gu, ' ').trim() : cleaned;
  if (collapsed.length <= max) return collapsed;
  // The cut must not leave half a surrogate pair.
  return collapsed.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

/**
 * A server's answer for use in a message to the user: one line, at most 200 characters, without secrets.
 *
 * @param secrets what we sent to the server, which it might repeat
 */
export function cleanServerText(text: string, secrets: readonly string[] = []): string {
  let result = text.slice(0, 2_000);
  for (const secret of secrets) if (secret.length > 0) result = result.replaceAll(secret, '…');
  return cleanText(result.replace(longRun, '…'), 200);
}
