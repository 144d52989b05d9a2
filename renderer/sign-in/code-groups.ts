/**
 * A code in groups of four, as it is read aloud; in groups of three where a single character would be left over
 * (Microsoft's codes have nine). A code that its provider grouped by hyphens stays as it is.
 */
export function codeGroups(code: string): { start: number; text: string }[] {
  if (code.includes('-')) return [{ start: 0, text: code }];
  const groups = code.length % 4 === 1 ? /.{1,3}/gu : /.{1,4}/gu;
  return [...code.matchAll(groups)].map((match) => ({ start: match.index, text: match[0] }));
}
