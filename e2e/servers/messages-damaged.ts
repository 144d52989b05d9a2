/** Random messages, damaged in random ways: the same one for the same seed. */

const pieces = [
  '--b',
  '\r\n',
  '\r',
  '\n',
  'Content-Type: ',
  'multipart/mixed; boundary=b',
  'text/html',
  '=?',
  '?=',
  '"',
  ';',
  ':',
  '\0',
  '\xff',
  "*0*=a''%F",
  'x',
];

/** What every text part of a damaged message says. */
export const readableWords = 'Readable words';

/** A tree of parts with words in its text parts, then up to two kinds of damage. One character for each octet. */
export function damagedMessage(seed: number): string {
  const next = random(seed);
  let source = `From: a@b.test\r\nSubject: ${seed}\r\n${tree(next, 3, 'r')}`;
  for (let times = Math.floor(next() * 3); times > 0; times -= 1) source = damaged(source, next);
  return source;
}

/** Pieces of MIME in random order. */
export function scrambledMessage(seed: number): string {
  const next = random(seed);
  return Array.from({ length: 200 }, () => pick(pieces, next)).join('');
}

function tree(next: () => number, depth: number, id: string): string {
  if (depth === 0 || next() < 0.3) {
    const charset = pick(['utf-8', 'iso-8859-1', 'us-ascii', 'cp850', 'x-klingon', '"', ''], next);
    const type = pick(['text/plain', 'text/html', 'text/markdown', 'text', 'plain/text', ';;', ''], next);
    const encoding = pick(['7bit', '8bit', 'base64', 'quoted-printable', 'x-rot', ''], next);
    const words = `${readableWords} ${id}`;
    const body = encoding === 'base64' ? Buffer.from(words).toString('base64') : words;
    return `Content-Type: ${type}; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
  }
  const kind = pick(['mixed', 'alternative', 'related', 'signed', 'x'], next);
  const boundary = `b${id}`;
  let body = `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n`;
  const count = 1 + Math.floor(next() * 3);
  for (let child = 0; child < count; child += 1) {
    body += `--${boundary}\r\n${tree(next, depth - 1, `${id}${child}`)}`;
  }
  return `${body}--${boundary}--\r\n`;
}

function damaged(source: string, next: () => number): string {
  const at = Math.floor(next() * source.length);
  switch (Math.floor(next() * 7)) {
    case 0:
      return source.slice(0, at);
    case 1:
      return source.replace(/boundary="b[^"]*"/, next() < 0.5 ? 'boundary="other"' : 'bound');
    case 2:
      return source.replaceAll('\r\n', next() < 0.5 ? '\r' : '\n');
    case 3:
      return source.replace(/charset=[^\r\n]*/g, 'charset=x-other');
    case 4:
      return `${source.slice(0, at)}${String.fromCharCode(Math.floor(next() * 256))}${source.slice(at)}`;
    case 5:
      return source.replace(/\r\n\r\n/, '\r\n');
    default:
      return source.replace(/--b[^\r\n]*--\r\n/g, '');
  }
}

function pick(values: readonly string[], next: () => number): string {
  return values[Math.floor(next() * values.length)] ?? '';
}

/** Deterministic random numbers below 1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
