/**
 * What mail programs put before the subject of an answer or a forwarded message, in the languages that they are known to use: English,
 * German, Danish, Norwegian, Swedish, Finnish, Dutch, French, Spanish, Portuguese, Italian, Polish, Hungarian, Turkish, Greek, Russian,
 * Welsh, Hebrew, Arabic, Chinese. Single letters (Italian "R:" and "I:") are left out, since ordinary subjects begin like that as well.
 */
const prefixes = [
  ...[
    're',
    'aw',
    'sv',
    'vs',
    'antw',
    'antwort',
    'odp',
    'res',
    'rif',
    'ynt',
    'vá',
    'atb',
    'bls',
    'ref',
    'rép',
    'απ',
    'σχετ',
    'отв',
    'ha',
  ],
  ...[
    'fw',
    'fwd',
    'wg',
    'vb',
    'vl',
    'doorst',
    'tr',
    'rv',
    'enc',
    'pd',
    'ilt',
    'i̇lt',
    'továbbítás',
    'πρθ',
    'пересл',
    'trs',
  ],
  ...[
    '回复',
    '回覆',
    '答复',
    '答覆',
    '回信',
    '转发',
    '轉寄',
    '轉發',
    '返信',
    '転送',
    '회신',
    '답장',
    '전달',
    'تعليق',
    'רד',
    'השב',
    'הועבר',
  ],
];
/** "Re:", "RE[2]:", "Re^3:", "Re (4) :", "回复：" with a colon of any width. */
const prefix = new RegExp(
  `^(?:${[...prefixes].sort((one, other) => other.length - one.length).join('|')})\\s{0,3}(?:[[(^*]\\s{0,3}\\d{1,4}\\s{0,3}[\\])]?)?\\s{0,3}[:：]\\s*`,
  'iu',
);
/** The tag of a mailing list, which stands before the prefix in some archives. */
const listTag = /^\[[^\][]{1,64}\]\s*(?=\S)/u;

/** The subject without what answering and forwarding put before it (RFC 5322 section 3.6.5); a list's tag stays. */
export function baseSubject(subject: string): string {
  let rest = subject.trim();
  let tags = '';
  for (;;) {
    const tag = listTag.exec(rest)?.[0] ?? '';
    const behindTag = rest.slice(tag.length);
    const found = prefix.exec(behindTag)?.[0];
    if (found === undefined) return (tags !== '' && rest.startsWith(tags.trim()) ? rest : `${tags}${rest}`).trim();
    if (tag !== '' && !tags.includes(tag.trim())) tags += `${tag.trim()} `;
    rest = behindTag.slice(found.length);
  }
}

/** The subject of an answer: one "Re:", which mail programs of every language understand. */
export function replySubject(subject: string): string {
  return `Re: ${baseSubject(subject)}`.trim();
}

/** The subject of a forwarded message. */
export function forwardSubject(subject: string): string {
  return `Fwd: ${baseSubject(subject)}`.trim();
}
