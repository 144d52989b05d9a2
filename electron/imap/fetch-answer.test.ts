import { parser } from 'imapflow/lib/handler/imap-handler.js';
import type { ImapAttributeList } from 'imapflow/lib/handler/types.js';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../store/store-fixture.ts';
import { remoteFlags } from './envelope.ts';
import { readFetchAnswer } from './fetch-answer.ts';

/** What imapflow's parser makes of the same line; null where it refuses it. */
async function byImapflow(line: string, literals: readonly Buffer[]): Promise<ImapAttributeList | null> {
  try {
    const { attributes, truncatedAttributes } = await parser(Buffer.from(line), { literals: [...literals] });
    return truncatedAttributes === undefined ? (attributes ?? null) : null;
  } catch {
    return null;
  }
}

const whole =
  '* 12 FETCH (UID 7 FLAGS (\\Seen $Junk $Forwarded) INTERNALDATE " 1-Jan-2020 10:00:00 +0000" RFC822.SIZE 123 ENVELOPE ("Thu, 1 Jan 2020 00:00:00 +0000" ' +
  '"\\"Figures\\" \\\\ Zürich" (("Ada" NIL "ada" "example.com")) NIL nil (("Bob" NIL "bob" "example.com")("" NIL "c" "d")) NIL NIL NIL "<1@x>") ' +
  'BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 10 1 NIL NIL NIL NIL)("text" "html" NIL NIL NIL "7bit" 9 1) "mixed"))';

describe('readFetchAnswer', () => {
  it('reads a whole answer as imapflow does', async () => {
    const read = readFetchAnswer(whole, []);
    expect(read).not.toBeNull();
    expect(read).toEqual(await byImapflow(whole, []));
  });

  it.each([
    ['a literal', '* 1 FETCH (UID 7 ENVELOPE ({5}\r\n "x" {0}\r\n))', ['a"\r\nb', '']],
    ['spaces where none belong', '* 1 FETCH ( UID  7 FLAGS ( ) )', []],
    ['no space between lists', '* 1 FETCH (FLAGS ()UID 7)', []],
    ['the word NIL in quotes, and words that begin with it', '* 1 FETCH (A "NIL" B NIL C NILS D nIl)', []],
    ['quotes and backslashes at the end of strings', '* 1 FETCH (A "\\\\" B "\\"" C "\\\\\\"" D "x\\\\")', []],
    ['no items', '* 1 FETCH ()', []],
  ])('reads %s as imapflow does', async (_name, line, texts) => {
    const literals = texts.map((text) => Buffer.from(text));
    const read = readFetchAnswer(line, literals);
    expect(read).not.toBeNull();
    expect(read).toEqual(await byImapflow(line, literals));
  });

  it('flags and keywords mean the same, whoever reads them', async () => {
    const below = seededRandom(5);
    const names = [
      '\\Seen',
      '\\ANSWERED',
      '\\Draft',
      '$Forwarded',
      '$forwarded',
      'Forwarded',
      '$Junk',
      'a_b-c.d',
      'NIL',
      'x/y',
    ];
    const flagsOf = (answer: ImapAttributeList | null): ReadonlySet<string> => {
      const items = answer?.[1];
      const flags = Array.isArray(items) ? items[1] : undefined;
      if (!Array.isArray(flags)) throw new Error('no flags');
      return new Set(flags.map((flag) => (flag !== null && 'value' in flag ? String(flag.value) : '')));
    };
    let readHere = 0;
    for (let round = 0; round < 500; round += 1) {
      const set = names.filter(() => below(4) === 0);
      const line = `* 1 FETCH (FLAGS (${set.join(' ')}) UID 7)`;
      const read = readFetchAnswer(line, []);
      const parsed = remoteFlags(flagsOf(await byImapflow(line, [])));
      expect(parsed, line).toMatchObject({
        answered: set.includes('\\ANSWERED'),
        forwarded: set.some((name) => /^\$?forwarded$/i.test(name)),
      });
      // imapflow reads NIL as nothing, wherever it stands.
      expect(parsed.tags ?? [], line).toEqual(['a_b-c.d', 'x/y'].filter((name) => set.includes(name)));
      if (read === null) continue;
      expect(remoteFlags(flagsOf(read)), line).toEqual(parsed);
      readHere += 1;
    }
    expect(readHere).toBeGreaterThan(300);
  });

  it.each([
    ['another answer', '* 12 EXPUNGE', []],
    ['a section', '* 1 FETCH (BODY[] "x")', []],
    ['a sequence set', '* 1 FETCH (UID 1:7)', []],
    ['two flags without a space', '* 1 FETCH (FLAGS (\\Seen\\Flagged))', []],
    ['a keyword with characters of its own', '* 1 FETCH (FLAGS (a/b))', []],
    ['a string without an end', '* 1 FETCH (A "x\\")', []],
    ['a list without an end', '* 1 FETCH (FLAGS (\\Seen)', []],
    ['a parenthesis too many', '* 1 FETCH (UID 7))', []],
    ['something behind it', '* 1 FETCH (UID 7) x', []],
    ['a literal that is missing', '* 1 FETCH (A {3}\r\n)', []],
    ['a literal of another length', '* 1 FETCH (A {3}\r\n)', ['ab']],
    ['a literal too many', '* 1 FETCH (UID 7)', ['ab']],
    ['nesting without end', `* 1 FETCH (A ${'('.repeat(61)}${')'.repeat(61)})`, []],
    ['tokens without end', `* 1 FETCH (A (${'x '.repeat(20_001)}))`, []],
  ])('leaves %s to imapflow', (_name, line, texts) => {
    expect(
      readFetchAnswer(
        line,
        texts.map((text) => Buffer.from(text)),
      ),
    ).toBeNull();
  });

  it('never reads a line otherwise than imapflow, whatever is done to it', async () => {
    const below = seededRandom(11);
    const signs = [
      '"',
      '\\',
      '(',
      ')',
      ' ',
      'NIL',
      '{',
      '}',
      '{2}\r\n',
      '[',
      ']',
      '<',
      '*',
      ':',
      ',',
      '1',
      'é',
      '\0',
      '\\Seen',
      '~',
      '%',
    ];
    const octets = Buffer.from('ab');
    let readAlike = 0;
    for (let round = 0; round < 6_000; round += 1) {
      let line = whole;
      for (let change = below(4); change >= 0; change -= 1) {
        const at = below(line.length);
        const sign = signs[below(signs.length)] ?? '';
        line = line.slice(0, at) + sign + line.slice(at + below(3) * below(6));
      }
      const literals = Array.from({ length: line.split('{2}\r\n').length - 1 }, () => octets);
      const read = readFetchAnswer(line, literals);
      if (read === null) continue;
      expect(read, line).toEqual(await byImapflow(line, literals));
      readAlike += 1;
    }
    expect(readAlike).toBeGreaterThan(500);
  });
});
