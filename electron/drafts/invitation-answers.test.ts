import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import type { DraftId } from '../../shared/writing.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { InvitationAnswers } from './invitation-answers.ts';

const ada = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const eve = 'a0000000-0000-4000-8000-000000000002' as AccountId;
const [first, second] = ['d1', 'd2'] as unknown as [DraftId, DraftId];
const event = { uid: 'review-7@navy.test', recurrenceId: null, sequence: 3 };

function opened(path: string) {
  const { database } = openUserDatabase({ path, now: () => 0 });
  return { database, answers: new InvitationAnswers(database) };
}

it('an answer to an invitation is known after a restart, until the event changes or the answer is taken back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-answers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'user.db');
  const before = opened(path);
  expect(before.answers.get(ada, event)).toBeNull();
  before.answers.save(ada, event, 'tentative', first);
  before.answers.save(ada, event, 'accepted', second);
  before.database.close();

  const { database, answers } = opened(path);
  onTestFinished(() => database.close());
  expect(answers.get(ada, event)).toBe('accepted');
  expect(answers.get(ada, { ...event, sequence: 2 })).toBe('accepted');
  // A later version of the event is to be answered anew; neither one of its series nor another account’s is answered with it.
  expect(answers.get(ada, { ...event, sequence: 4 })).toBeNull();
  expect(answers.get(ada, { ...event, recurrenceId: 'RECURRENCE-ID:20261201T100000Z' })).toBeNull();
  expect(answers.get(eve, event)).toBeNull();
  answers.takeBack(first);
  expect(answers.get(ada, event)).toBe('accepted');
  answers.takeBack(second);
  expect(answers.get(ada, event)).toBeNull();
});

it('the answers of an account go with it', () => {
  const { database, answers } = opened(':memory:');
  onTestFinished(() => database.close());
  answers.save(ada, event, 'declined', first);
  answers.save(eve, event, 'accepted', second);
  answers.removeAccount(ada);
  expect([answers.get(ada, event), answers.get(eve, event)]).toEqual([null, 'accepted']);
});
