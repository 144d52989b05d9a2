import { expect, it } from 'vitest';
import type { AppError } from '../../../shared/reply.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { Notices } from './notices.ts';

const kept = (file: string): AppError => ({
  code: 'queue_damaged',
  params: { reason: 'set_aside', file },
  retryable: false,
});

it('adds a notice once, whatever language is set, and another of the same code beside it', () => {
  const notices = new Notices(() => undefined);
  notices.add(kept('user.damaged-1.db'));
  setLanguage('de');
  notices.add(kept('user.damaged-1.db'));
  setLanguage('en');
  notices.add(kept('user.damaged-2.db'));
  expect(notices.list().map(({ error }) => error)).toEqual([kept('user.damaged-1.db'), kept('user.damaged-2.db')]);
});
