// Tags: the keywords of RFC 9051 section 2.3.2 that people give messages.

/** The longest name that is kept. */
export const longestTag = 100;
/** So many tags of an account are kept; further ones are left at the server. */
export const mostTags = 31;
/** Of more tags than these on one message the rest is left at the server. */
const mostOfMessage = 100;
/** An atom without "\" (RFC 9051 section 9), which a keyword has to be. */
const atom = /^[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+$/;

/**
 * Keywords of programs that lack the "$" which such names have since RFC 5788: what filters for junk found, how KMail and others called a forwarded or
 * redirected message, mutt's "Old", and that a message has files.
 */
const ofPrograms: ReadonlySet<string> = new Set([
  'junk',
  'nonjunk',
  'notjunk',
  'junkrecorded',
  'forwarded',
  'redirected',
  'mdnsent',
  'old',
  'hasattachment',
  'hasnoattachment',
  'kmailforwarded',
  'kmailtodo',
  'kmailwatched',
  'kmailignored',
]);

/**
 * Whether a keyword is a tag, so that a person gave it. Names with "$" are for programs (RFC 5788 section 3.1 keeps them for common use: $Forwarded,
 * $MDNSent, $Junk, $MailFlagBit0, $HasAttachment …), but for $label1 to $label5 and the like, which are the tags of Thunderbird, Evolution and others.
 */
export function isTag(keyword: string): boolean {
  if (keyword.length > longestTag || !atom.test(keyword)) return false;
  const folded = keyword.toLowerCase();
  return folded.startsWith('$') ? folded.startsWith('$label') : !ofPrograms.has(folded);
}

/** The tags among a message's flags and keywords, in the order of their names, each once: names that differ in case alone are the same. */
export function tagsAmong(flags: Iterable<string>): readonly string[] {
  const tags = new Map<string, string>();
  for (const flag of flags) {
    if (tags.size === mostOfMessage) break;
    if (isTag(flag) && !tags.has(flag.toLowerCase())) tags.set(flag.toLowerCase(), flag);
  }
  return [...tags].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, name]) => name);
}

/** A message's tags with one more, or without one; left as they are where that changes nothing. */
export function withTag(tags: readonly string[] = [], tag: string, on: boolean): readonly string[] {
  const others = tags.filter((each) => !isSameTag(each, tag));
  if (on === others.length < tags.length) return tags;
  return on ? tagsAmong([...tags, tag]) : others;
}

/** Whether two names are of the same tag. */
export function isSameTag(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase();
}

/** Whether two messages have the same tags, each list in the order of `tagsAmong`; one that is left out is empty. */
export function haveSameTags(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.length === other.length && one.every((tag, index) => isSameTag(tag, other[index] ?? ''));
}
