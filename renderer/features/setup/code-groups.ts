/** A code in groups of four, the way it is read aloud; a provider's own hyphens stay where they are. */
export function codeGroups(code: string): { start: number; text: string }[] {
  const groups: { start: number; text: string }[] = [];
  let start = 0;
  for (const [text] of code.matchAll(/[^-]{1,4}-?|-/g)) {
    groups.push({ start, text });
    start += text.length;
  }
  return groups;
}
