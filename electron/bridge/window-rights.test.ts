import { describe, expect, it } from 'vitest';
import { callNames } from '../../shared/calls.ts';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import type { DraftId } from '../../shared/writing.ts';
import { isAboutOwn, mayCall, mayHear } from './window-rights.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const page = { kind: 'message', accountId, messageId: 7 as MessageId } as const;

describe('I1 the window of one message', () => {
  it('reads and files it, and has nothing of accounts, drafts, folders and preferences', () => {
    for (const name of [
      'mail.header',
      'mail.body',
      'mail.openAttachment',
      'mail.moveToRole',
      'drafts.write',
    ] as const) {
      expect(mayCall(page, name), name).toBe(true);
    }
    const others = callNames.filter((name) =>
      /^(?:signIn|accounts\.(?!list)|drafts\.(?:get|save|send)|mail\.(?:delete|empty))/.test(name),
    );
    expect(others.length).toBeGreaterThan(10);
    for (const name of others) expect(mayCall(page, name), name).toBe(false);
    expect([mayHear(page, 'mail.messageChanged'), mayHear(page, 'drafts.changed')]).toEqual([true, false]);
  });

  it('touches no other message, alone, among several, or by an answer', () => {
    const other = '22222222-1111-4111-8111-111111111111';
    expect(isAboutOwn(page, { accountId, messageId: 7 })).toBe(true);
    expect(isAboutOwn(page, { accountId, messageIds: [7] })).toBe(true);
    expect(isAboutOwn(page, { accountId, start: { kind: 'reply', messageId: 7 } })).toBe(true);
    expect(isAboutOwn(page, { accountId, messageId: 8 })).toBe(false);
    expect(isAboutOwn(page, { accountId: other, messageId: 7 })).toBe(false);
    expect(isAboutOwn(page, { accountId, messageIds: [7, 8] })).toBe(false);
    expect(isAboutOwn(page, { accountId, start: { kind: 'reply', messageId: 8 } })).toBe(false);
    expect(isAboutOwn({ kind: 'compose', draftId: other as DraftId }, { draftId: accountId })).toBe(false);
  });
});
