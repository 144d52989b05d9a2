/** A code in groups of four, the way it is read aloud; one that its provider grouped by hyphens is left as it is. */
export function codeGroups(code: string): { start: number; text: string }[] {
  if (code.includes('-')) return [{ start: 0, text: code }];
  return [...code.matchAll(/.{1,4}/gu)].map((match) => ({ start: match.index, text: match[0] }));
}
