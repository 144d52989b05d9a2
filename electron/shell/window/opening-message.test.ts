import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountId, MessageId, OpeningMessage } from '../../../shared/mail.ts';
import { openOpeningMessages } from './opening-message.ts';

const first: OpeningMessage = {
  accountId: '11111111-1111-4111-8111-111111111111' as AccountId,
  path: 'INBOX',
  messageId: 7 as MessageId,
  since: 1,
};
const second: OpeningMessage = { ...first, messageId: 8 as MessageId, since: 2 };

let folder = '';
let faults: unknown[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-opening-'));
  faults = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => openOpeningMessages(folder, (cause) => faults.push(cause));

it('R3 a message that was being opened is known after a crash, until it is shown', () => {
  const before = start();
  expect(before.current()).toBeNull();
  before.opening(first);
  const after = start();
  expect(after.current()).toEqual(first);
  after.shown(first);
  expect([after.current(), start().current()]).toEqual([null, null]);
  expect([readdirSync(folder), faults]).toEqual([[], []]);
});

it('R3 the message opened last counts, also when word of an earlier one comes late', () => {
  const messages = start();
  messages.opening(first);
  messages.opening(second);
  messages.shown(first);
  expect([messages.current(), start().current()]).toEqual([second, second]);
});

it.each(['', '{"messageId":7', 'null', JSON.stringify({ ...first, messageId: '../7' })])(
  'R3 a damaged file says nothing: %s',
  (text) => {
    writeFileSync(join(folder, 'opening-message.json'), text);
    expect(start().current()).toBeNull();
  },
);

it('R3 where it cannot be written it is known to this process at least', () => {
  const messages = start();
  rmSync(folder, { recursive: true });
  messages.opening(first);
  expect(messages.current()).toEqual(first);
  expect(faults).toHaveLength(1);
});
