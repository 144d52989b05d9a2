import { useCallback, useEffect, useReducer } from 'react';
import type { AccountId, MessageHeader, MessageId, ShownBody } from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import { call, on } from '../bridge.ts';
import type { Showing } from './stopped-message.tsx';

/** A value that is requested from main. */
export type Loadable<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface MessageState {
  /** The message that is shown; answers for another message are dropped. */
  readonly messageId: MessageId;
  readonly header: Loadable<MessageHeader>;
  readonly body: Loadable<ShownBody>;
}

export type MessageChange =
  | { readonly kind: 'opened'; readonly messageId: MessageId }
  | { readonly kind: 'retried' }
  | { readonly kind: 'header'; readonly messageId: MessageId; readonly reply: Reply<MessageHeader> }
  | { readonly kind: 'body'; readonly messageId: MessageId; readonly reply: Reply<ShownBody> };

/** A message of which nothing is known yet. */
export function messageOpened(messageId: MessageId): MessageState {
  return { messageId, header: { kind: 'loading' }, body: { kind: 'loading' } };
}

/** The pure transition. Content that is shown stays when a repeated request fails. */
export function messageChanged(state: MessageState, change: MessageChange): MessageState {
  if (change.kind === 'opened') return change.messageId === state.messageId ? state : messageOpened(change.messageId);
  if (change.kind === 'retried') return state.body.kind === 'failed' ? { ...state, body: { kind: 'loading' } } : state;
  if (change.messageId !== state.messageId) return state;
  if (change.kind === 'header') return { ...state, header: taken(state.header, change.reply) };
  return { ...state, body: taken(state.body, change.reply) };
}

function taken<T>(before: Loadable<T>, reply: Reply<T>): Loadable<T> {
  if (reply.ok) return { kind: 'ready', value: reply.value };
  return before.kind === 'ready' ? before : { kind: 'failed', error: reply.error };
}

interface OpenMessage {
  readonly state: MessageState;
  /** After a failure: loads the message as if it were opened now. */
  readonly retry: () => void;
  /** Asks for the body again; the present one stays until then. */
  readonly reload: () => void;
}

/** The open message: its header from the store at once, its body when main has it. Follows changes of the message. */
export function useMessage(accountId: AccountId, messageId: MessageId, showing: Showing = 'whole'): OpenMessage {
  const [stored, change] = useReducer(messageChanged, messageId, messageOpened);
  const state = stored.messageId === messageId ? stored : messageOpened(messageId);
  const bodyKind = state.body.kind;

  const askHeader = useCallback(async () => {
    change({ kind: 'header', messageId, reply: await call('mail.header', { accountId, messageId }) });
  }, [accountId, messageId]);
  const askBody = useCallback(async () => {
    if (showing === 'stopped') return;
    const plain = showing === 'plain';
    change({ kind: 'body', messageId, reply: await call('mail.body', { accountId, messageId, plain }) });
  }, [accountId, messageId, showing]);

  useEffect(() => {
    change({ kind: 'opened', messageId });
    void askHeader();
    void askBody();
  }, [askHeader, askBody, messageId]);

  useEffect(
    () =>
      on('mail.messageChanged', (changed) => {
        if (changed.accountId !== accountId || changed.messageId !== messageId) return;
        void askHeader();
        if (bodyKind === 'failed') void askBody();
      }),
    [accountId, messageId, bodyKind, askHeader, askBody],
  );

  const retry = useCallback(() => {
    change({ kind: 'retried' });
    void askBody();
  }, [askBody]);
  const reload = useCallback(() => void askBody(), [askBody]);
  return { state, retry, reload };
}

/** The header of a message alone; follows its changes. */
export function useHeader(accountId: AccountId, messageId: MessageId): Loadable<MessageHeader> {
  // Nothing asks for the text of a message that is not shown.
  return useMessage(accountId, messageId, 'stopped').state.header;
}
