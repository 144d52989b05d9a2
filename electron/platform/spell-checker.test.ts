import { expect, it } from 'vitest';
import { checkSpelling } from './spell-checker.ts';

function told(
  wanted: Parameters<typeof checkSpelling>[1],
  platform: NodeJS.Platform = 'linux',
  source: string | null = null,
): unknown[] {
  const calls: unknown[] = [];
  checkSpelling(
    {
      setSpellCheckerEnabled: (on) => calls.push(on),
      setSpellCheckerLanguages: (languages) => calls.push(languages),
      setSpellCheckerDictionaryDownloadURL: (url) => calls.push(url),
    },
    wanted,
    { platform, source },
  );
  return calls;
}

it('H1 nothing but "off" is said while spelling is not to be checked: any language would be downloaded', () => {
  expect(told({ on: false, languages: ['de-DE'] }, 'linux', 'http://127.0.0.1/')).toEqual([false]);
});

it('says where from and which before it is switched on', () => {
  const wanted = { on: true, languages: ['de-DE', 'en-GB'] };
  expect(told(wanted, 'linux', 'http://127.0.0.1/')).toEqual(['http://127.0.0.1/', ['de-DE', 'en-GB'], true]);
  expect(told(wanted, 'win32')).toEqual([['de-DE', 'en-GB'], true]);
});

it('stays off without a language, where Chromium would download American English', () => {
  expect(told({ on: true, languages: [] })).toEqual([false]);
});

it('leaves the languages to macOS', () => {
  expect(told({ on: true, languages: [] }, 'darwin')).toEqual([true]);
});
