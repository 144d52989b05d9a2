const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML that shows it. */
export function escapedText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** Plain text as the editor's HTML: one paragraph for each line. */
export function htmlOfText(text: string): string {
  return text
    .split('\n')
    .map((line) => `<p>${escapedText(line)}</p>`)
    .join('');
}
