import { describe, expect, it } from 'vitest';
import { sendWarnings } from '../../shared/preferences.ts';
import type { DraftContent, DraftFile } from '../../shared/writing.ts';
import { outsiders } from './outside.ts';
import { obstacleOf, warningsOf } from './warnings.ts';

const person = (index: number) => ({ name: '', address: `p${index}@contoso.test` });
const content: DraftContent = {
  from: person(0),
  to: [person(1)],
  cc: [],
  bcc: [],
  subject: 'Hello',
  format: 'plain',
  body: '',
  quote: null,
  signature: null,
};
const file = { id: 'f', filename: 'a.pdf', mimeType: 'application/pdf', size: 1, contentId: null } as unknown;

const circumstances = { words: '', files: [], strangers: [], muted: [] };
const found = (more: DraftContent, words: string, files: readonly DraftFile[] = []) =>
  warningsOf(more, { ...circumstances, words, files });

describe('before sending', () => {
  it('a recipient is needed, and each must be an address', () => {
    expect(obstacleOf(content)).toBeNull();
    expect(obstacleOf({ to: [], cc: [], bcc: [] })).toEqual({ kind: 'no_recipient' });
    expect(obstacleOf({ to: [], cc: [], bcc: [person(1)] })).toBeNull();
    expect(obstacleOf({ ...content, cc: [{ name: '', address: 'grace at' }] })).toEqual({
      kind: 'invalid',
      address: 'grace at',
    });
  });

  it.each(['Please find attached the plan', 'Die Datei ist im Anhang.', 'Anbei der Plan', 'See the attachment!'])(
    'a file that is spoken of and not there is asked about: %s',
    (words) => {
      expect(found(content, words, [])).toEqual([{ kind: 'forgotten_file' }]);
      expect(found(content, words, [file as DraftFile])).toEqual([]);
    },
  );

  it.each(['Hello', '> the plan is attached', 'detached houses', 'Anhänger fahren'])(
    'other words are not asked about: %s',
    (words) => {
      expect(found(content, words, [])).toEqual([]);
    },
  );

  it('a picture in the text is no attachment', () => {
    const picture = { ...(file as DraftFile), contentId: 'x' };
    expect(found(content, 'attached', [picture])).toEqual([{ kind: 'forgotten_file' }]);
  });

  it('a missing subject and many visible addresses are asked about', () => {
    expect(found({ ...content, subject: '  ' }, '', [])).toEqual([{ kind: 'no_subject' }]);
    const many = Array.from({ length: 15 }, (_, index) => person(index));
    expect(found({ ...content, to: many }, '', [])).toEqual([{ kind: 'many_recipients', count: 15 }]);
    expect(found({ ...content, bcc: many }, '', [])).toEqual([]);
  });

  it('people outside the organisation whom nobody knows are asked about', () => {
    const strangers = ['grace@navy.test'];
    expect(warningsOf(content, { ...circumstances, strangers })).toEqual([
      { kind: 'new_outside', addresses: strangers },
    ]);
  });

  it('nothing is asked that the user does not want to be asked', () => {
    const all = { ...circumstances, words: 'attached', strangers: ['grace@navy.test'] };
    const careless = { ...content, subject: '', to: Array.from({ length: 15 }, (_, index) => person(index)) };
    expect(warningsOf(careless, all).map(({ kind }) => kind)).toEqual(sendWarnings);
    for (const muted of sendWarnings) {
      const left = sendWarnings.filter((kind) => kind !== muted);
      expect(warningsOf(careless, { ...all, muted: [muted] }).map(({ kind }) => kind)).toEqual(left);
    }
    expect(warningsOf(careless, { ...all, muted: sendWarnings })).toEqual([]);
  });
});

describe('outside the organisation', () => {
  const at = (address: string) => ({ name: '', address });
  const outside = (from: string, ...to: string[]) => outsiders(at(from), to.map(at)).map(({ address }) => address);

  it('is whoever has another domain', () => {
    expect(outside('ada@contoso.test', 'bob@contoso.test', 'grace@navy.test', 'eve@contoso.test.evil.test')).toEqual([
      'grace@navy.test',
      'eve@contoso.test.evil.test',
    ]);
    expect(outside('ada@Contoso.Test', 'bob@uk.contoso.test', 'bob@notcontoso.test')).toEqual(['bob@notcontoso.test']);
    expect(outside('ada@uk.contoso.test', 'bob@contoso.test')).toEqual([]);
  });

  it.each(['ada@outlook.com', 'ada@gmail.com', 'ada@yahoo.co.uk', 'ada@gmx.de', 'ada@web.de'])(
    'is nobody for %s',
    (from) => {
      expect(outside(from, 'grace@navy.test')).toEqual([]);
    },
  );
});
