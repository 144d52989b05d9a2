// The name of a tag as somebody types it, and the keyword that it becomes: an IMAP server keeps nothing else of a tag.
import { isTag, longestTag } from './tags.ts';

/** Why a name can be no tag: none of its letters can be sent, programs use the word for themselves, or it is too long. */
type TagNameProblem = 'letters' | 'program' | 'length';

/** The keyword that a typed name becomes, or why it becomes none; null where nothing was typed. */
export type NewTag = { readonly keyword: string } | { readonly problem: TagNameProblem } | null;

/** Latin letters that are written with others where they cannot be written themselves. */
const spelled: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
};
const accents = /[\u0300-\u036f]/g;
/** What no atom has (RFC 9051 section 9), and blanks: as in Thunderbird, a "_" stands in its place. */
const notInAtoms = /[\s(){%*"\\\]]+/g;
/** The longest name that is looked at; one that comes out longer than a tag may be is refused. */
const longestTyped = 1_000;

/**
 * The keyword for a name. Accents go, umlauts are spelled out, and blanks become "_", so the name is readable in every mail program; Thunderbird
 * writes modified UTF-7 in lower case instead, which cannot be turned back into the name. A name with letters of other scripts becomes none.
 */
export function newTag(typed: string): NewTag {
  const name = typed.slice(0, longestTyped).normalize('NFC').trim();
  if (name === '') return null;
  const latin = [...name]
    .map((letter) => spelled[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replaceAll(accents, '');
  // "$" at the beginning is for programs (RFC 5788).
  const keyword = latin.replaceAll(notInAtoms, '_').replace(/^\$+/, '');
  if (/^_*$/.test(keyword) || /[^\x21-\x7e]/.test(keyword)) return { problem: 'letters' };
  if (isTag(keyword)) return { keyword };
  return { problem: keyword.length > longestTag ? 'length' : 'program' };
}
