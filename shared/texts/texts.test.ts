import { afterEach, describe, expect, it } from 'vitest';
import { language, setLanguage, texts, textsIn } from './texts.ts';

/** Names, and words that are the same in English and German. */
const sameInBoth: ReadonlySet<string> = new Set([
  ...['Heron', 'Microsoft 365', 'English', 'Deutsch', 'In Heron'],
  ...['Google', 'OAuth2', 'Organisation', 'Thunderbird', 'RustyMail'],
  ...['OK', 'Alt', 'Esc', 'Junk', 'Diagnose…', 'Name', 'Offline', 'offline', 'Pause', 'Person', 'Version'],
  ...['in Ada', 'Cc', 'Bcc', 'Code', 'Details', 'Link', 'AADSTS53003', 'SMTP', 'Microsoft Graph'],
]);

/** Params of an error of any shape: each field is this. */
function everyField(value: unknown): unknown {
  return new Proxy({}, { get: (_params, field) => (field === 'own' ? undefined : value) });
}

/** Arguments to try a text's function with; its parameter types exist only at compile time. */
const samples: readonly unknown[] = [
  everyField('Ada'),
  everyField(3),
  'Ada',
  3,
  ['Ada', 'Grace'],
  true,
  1,
  0,
  new Date(0),
  Date.UTC(2026, 0, 1),
];
/** Functions whose argument has to be one of the catalogue's own names. */
const givenNames: readonly [RegExp, readonly unknown[]][] = [
  [/^faults\.invalid_input\.rule$/, [{ field: '', rule: 'port' }]],
  [/^faults\.invalid_input\.certificate_file$/, [{ problem: 'empty', systemCode: '', path: 'Ada' }]],
  [/^faults\.invalid_input\.variable$/, [{ name: 'Ada', value: 'Ada', wanted: 'tenant' }]],
  [/^faults\.(disk_full|storage_failed)\.saving/, [{ what: 'settings', systemCode: 'EIO' }]],
  [/^faults\.secret_not_saved\.session_only$/, [{ keyring: 'no_keyring' }]],
  [/^faults\.tls_untrusted\.chain$/, [{ server: 'Ada', because: 'revoked', issuer: 'Ada' }]],
  [/^faults\.operation_parked\.(refused|copied|over_quota|not_opened)$/, [{ folder: 'Ada', times: 3, said: 'Ada' }]],
  [/^faults\.server_timeout\.test$/, [{ server: 'Ada', seconds: 3, step: 'tls' }]],
  [/^settings\.dialogs\.unchanged$/, ['ada@contoso.test', 'oauth2']],
];

type Say = (...args: readonly unknown[]) => unknown;
interface Entry {
  readonly path: string;
  readonly value: unknown;
}

function* entriesOf(value: unknown, path: readonly string[] = []): Generator<Entry> {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* entriesOf(inner, [...path, name]);
  } else {
    yield { path: path.join('.'), value };
  }
}

function isSaying(value: unknown): value is Say {
  return typeof value === 'function';
}

function argumentsFor(path: string, arity: number): unknown[][] {
  const given = givenNames.find(([pattern]) => pattern.test(path));
  if (given !== undefined) return [given[1].slice(0, arity)];
  return Array.from({ length: arity }).reduce<unknown[][]>(
    (lists) => lists.flatMap((list) => samples.map((sample) => [...list, sample])),
    [[]],
  );
}

/** What a text's function returns, or the error that it throws. */
function said(value: unknown, args: readonly unknown[]): string | null {
  try {
    const result = isSaying(value) ? value(...args) : value;
    return typeof result === 'string' && result.trim() !== '' && !/undefined|NaN|\[object|Invalid Date/.test(result)
      ? result
      : null;
  } catch {
    return null;
  }
}

const english = [...entriesOf(textsIn('en'))];
const german = new Map([...entriesOf(textsIn('de'))].map(({ path, value }) => [path, value]));

/** Whether nothing is left to translate without the sample arguments, numbers, units and signs. */
function isWordless(words: string): boolean {
  return !/\p{L}/u.test(words.replaceAll(/Ada|Grace|\b(ms|KB|MB|GB)\b/g, ''));
}

/** The ways to ask for a text that English has an answer to: none for a broken one. */
function ways({ path, value }: Entry): { readonly args: readonly unknown[]; readonly words: string }[] {
  const lists = isSaying(value) ? argumentsFor(path, value.length) : [[]];
  return lists.flatMap((args) => {
    const words = said(value, args);
    return words === null ? [] : [{ args, words }];
  });
}

afterEach(() => setLanguage('en'));

describe('the catalogue of words', () => {
  it('has as many texts in German as in English', () => {
    expect([...german.keys()].sort()).toEqual(english.map(({ path }) => path).sort());
  });

  it('says something for every text, in English', () => {
    expect(english.filter((entry) => ways(entry).length === 0).map(({ path }) => path)).toEqual([]);
  });

  it('says something for every text, in German, whatever English can say', () => {
    const broken = english.filter((entry) =>
      ways(entry).some(({ args }) => said(german.get(entry.path), args) === null),
    );
    expect(broken.map(({ path }) => path)).toEqual([]);
  });

  it('is German in German', () => {
    const same = english.flatMap((entry) => {
      const [way] = ways(entry);
      const isSame = way !== undefined && said(german.get(entry.path), way.args) === way.words;
      return isSame && !isWordless(way.words) && !sameInBoth.has(way.words) ? [`${entry.path}: ${way.words}`] : [];
    });
    expect(same).toEqual([]);
  });

  it('speaks the language that was set last', () => {
    expect(language()).toBe('en');
    expect(texts().errors.codes.offline.title).toBe('This computer is offline.');
    setLanguage('de');
    expect(texts().errors.codes.offline.title).toBe('Dieser Computer ist offline.');
  });
});
