import { afterEach, describe, expect, it } from 'vitest';
import { errorMessage, errorTurns } from './error-texts.ts';
import { newWords } from './new-words.ts';
import type { AppError, ErrorCode } from './reply.ts';
import { languages } from './texts/format.ts';
import { setLanguage, textsIn } from './texts/texts.ts';

/** Values for every param that a sentence takes; words that belong to this computer or to a server are made up. */
const params = {
  server: 'mail.example:993',
  host: 'mail.example',
  port: 993,
  seconds: 30,
  status: 503,
  limit: 9,
  times: 5,
  until: 0,
  said: '',
  date: '',
  names: '',
  issuer: '',
  word: '',
  systemCode: '',
  path: '/p',
  file: 'f',
  folder: 'Zzz',
  name: 'Zzz',
  value: 'Zzz',
  wanted: 'server',
  field: 'zzz',
  rule: 'address',
  problem: 'empty',
  place: 'zzz',
  because: 'self_signed',
  step: 'tcp',
  own: 'no_reason',
  what: 'settings',
  keyring: 'no_keyring',
  provider: 'Microsoft 365',
  tenant: 'contoso.test',
  actual: 'eve@contoso.test',
  expected: 'ada@contoso.test',
  address: 'ada@contoso.test',
  id: 'zzz',
  delimiter: '/',
  text: 'Zzz.',
  url: 'https://mail.example/',
};

const names = [params.server, params.host, params.tenant];

const reasonsOf = (code: ErrorCode): string[] =>
  Object.keys((textsIn('en').faults as Readonly<Record<string, object>>)[code] ?? {});
/** The sentence of somebody else, or of an older version. */
const quoted = new Set(['former', 'change']);

afterEach(() => setLanguage('en'));

describe('U3 what stands under an error’s title', () => {
  it.each(languages)('says something that the title does not, in %s', (language) => {
    setLanguage(language);
    const repeated: string[] = [];
    for (const code of Object.keys(errorTurns) as ErrorCode[]) {
      const { title } = textsIn(language).errors.codes[code];
      for (const reason of reasonsOf(code).filter((each) => !quoted.has(each))) {
        const error = { code, params: { ...params, reason }, retryable: false } as unknown as AppError;
        const body = errorMessage(error);
        if (newWords(body, title, language, names).length === 0) repeated.push(`${code}.${reason}: ${title} ${body}`);
      }
    }
    expect(repeated).toEqual([]);
  });
});
