import { describe, expect, it } from 'vitest';
import type { MessageHeader, MessageId, ShownBody } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { messageChanged, messageOpened } from './use-message.ts';

const one = 1 as MessageId;
const two = 2 as MessageId;
const body: ShownBody = { id: one, html: null, text: 'Hi', truncated: false, attachments: [], remoteImages: 'ask' };
const offline = { code: 'offline', params: { reason: 'computer' }, retryable: true } as const;

describe('messageChanged', () => {
  it('takes header and body as they come', () => {
    const header = { id: one, subject: 'Hi' } as MessageHeader;
    const withHeader = messageChanged(messageOpened(one), { kind: 'header', messageId: one, reply: success(header) });
    expect(withHeader).toMatchObject({ header: { kind: 'ready', value: header }, body: { kind: 'loading' } });
    const both = messageChanged(withHeader, { kind: 'body', messageId: one, reply: success(body) });
    expect(both).toMatchObject({ header: { kind: 'ready' }, body: { kind: 'ready', value: body } });
  });

  it('drops answers for a message that is no longer open', () => {
    const state = messageChanged(messageOpened(one), { kind: 'opened', messageId: two });
    expect(messageChanged(state, { kind: 'body', messageId: one, reply: success(body) })).toBe(state);
  });

  it('keeps what is shown when asking again fails, and the state when nothing changes', () => {
    const ready = messageChanged(messageOpened(one), { kind: 'body', messageId: one, reply: success(body) });
    const after = messageChanged(ready, { kind: 'body', messageId: one, reply: failure(offline) });
    expect(after.body).toEqual({ kind: 'ready', value: body });
    expect(messageChanged(ready, { kind: 'opened', messageId: one })).toBe(ready);
    expect(messageChanged(ready, { kind: 'retried' })).toBe(ready);
  });

  it('goes back to loading when tried again after a failure', () => {
    const failed = messageChanged(messageOpened(one), { kind: 'body', messageId: one, reply: failure(offline) });
    expect(failed.body).toEqual({ kind: 'failed', error: offline });
    expect(messageChanged(failed, { kind: 'retried' }).body).toEqual({ kind: 'loading' });
  });
});
