import libbase64 from 'libbase64';
import { decodeCharset } from './charset.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';

/** RFC 2047 section 2, lenient: the text may hold spaces and octets above 127. RFC 2231 section 5 adds `*language`. */
const encodedWord = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi;

/** What one charset covers of a header: octets as they came, or the text of encoded words still in their encoding. */
interface Run {
  readonly charset: string | null;
  readonly encoding: 'b' | 'q' | null;
  text: string;
}

/**
 * The text of a header field: encoded words (RFC 2047) decoded, other octets by `decodeRaw`. Words of one charset that follow
 * each other are decoded together, because senders cut characters between them. Takes linear time and never throws.
 * @param octets one character for each octet (latin1)
 * @param charset what the message's text is written in; null where it does not say
 */
export function headerText(octets: string, charset: string | null): string {
  const runs: Run[] = [];
  let end = 0;
  for (const match of octets.matchAll(encodedWord)) {
    const between = octets.slice(end, match.index);
    // White space between encoded words is not part of the text.
    if (between.trim() !== '' || runs.length === 0) addRun(runs, { charset: null, encoding: null, text: between });
    const encoding = match[2]?.toLowerCase() === 'b' ? 'b' : 'q';
    addRun(runs, { charset: (match[1] ?? '').toLowerCase(), encoding, text: match[3] ?? '' });
    end = match.index + match[0].length;
  }
  addRun(runs, { charset: null, encoding: null, text: octets.slice(end) });
  return runs.map((run) => runText(run, charset)).join('');
}

function addRun(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (last !== undefined && last.charset === run.charset && last.encoding === run.encoding) last.text += run.text;
  else runs.push(run);
}

function runText(run: Run, charset: string | null): string {
  if (run.encoding === null) return rawHeaderText(run.text, charset);
  const octets =
    run.encoding === 'b'
      ? libbase64.decode(run.text)
      : decodeQuotedPrintable(Buffer.from(run.text.replaceAll('_', '=20'), 'latin1'), false);
  return decodeCharset(octets, run.charset, false);
}

/**
 * Octets of a header that no encoded word covers: UTF-8 (RFC 6532) if that is valid, else by the charset of the message's
 * text, else as `decodeCharset` guesses.
 */
export function rawHeaderText(octets: string, charset: string | null): string {
  if (/^[\t\n\r -~]*$/.test(octets)) return octets;
  const bytes = Buffer.from(octets, 'latin1');
  return decodeCharset(bytes, isUtf8Text(bytes) ? 'utf-8' : charset, false);
}

/** Valid UTF-8 in which no escape sequence selects another charset. */
function isUtf8Text(bytes: Uint8Array): boolean {
  if (bytes.includes(0x1b)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
