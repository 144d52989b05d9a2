import { describe, expect, it } from 'vitest';
import type { DraftContent, DraftFile } from '../../shared/writing.ts';
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
};
const file = { id: 'f', filename: 'a.pdf', mimeType: 'application/pdf', size: 1, contentId: null } as unknown;

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
      expect(warningsOf(content, words, [])).toEqual([{ kind: 'forgotten_file' }]);
      expect(warningsOf(content, words, [file as DraftFile])).toEqual([]);
    },
  );

  it.each(['Hello', '> the plan is attached', 'detached houses', 'Anhänger fahren'])(
    'other words are not asked about: %s',
    (words) => {
      expect(warningsOf(content, words, [])).toEqual([]);
    },
  );

  it('a picture in the text is no attachment', () => {
    const picture = { ...(file as DraftFile), contentId: 'x' };
    expect(warningsOf(content, 'attached', [picture])).toEqual([{ kind: 'forgotten_file' }]);
  });

  it('a missing subject and many visible addresses are asked about', () => {
    expect(warningsOf({ ...content, subject: '  ' }, '', [])).toEqual([{ kind: 'no_subject' }]);
    const many = Array.from({ length: 15 }, (_, index) => person(index));
    expect(warningsOf({ ...content, to: many }, '', [])).toEqual([{ kind: 'many_recipients', count: 15 }]);
    expect(warningsOf({ ...content, bcc: many }, '', [])).toEqual([]);
  });
});
