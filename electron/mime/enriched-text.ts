const commands = /<<|<param>[^<]*<\/param>|<\/?[a-z0-9-]{1,60}>/gi;

/**
 * The words of text/enriched (RFC 1896) and its predecessor text/richtext (RFC 1341), without their formatting commands. One
 * end of line is a space, and each further one in a row an end of line.
 */
export function textOfEnriched(text: string): string {
  return text
    .replace(commands, (command) => {
      if (command === '<<') return '<';
      return /^<(?:nl|np|\/paragraph)>$/i.test(command) ? '\n\n' : '';
    })
    .replace(/(?:\r?\n)+/g, (ends) => {
      const count = ends.split('\n').length - 1;
      return count === 1 ? ' ' : '\n'.repeat(count - 1);
    });
}
