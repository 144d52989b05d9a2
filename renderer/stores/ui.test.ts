import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { accountsKnown, dialogShown, initialUi, screenShown, type UiState } from './ui.ts';

const one = '11111111-1111-4111-8111-111111111111' as AccountId;
const two = '22222222-2222-4222-8222-222222222222' as AccountId;

describe('accountsKnown', () => {
  it('begins with setup where there is no account, without a way back', () => {
    expect(accountsKnown(initialUi, []).screen).toEqual({ kind: 'setup', canLeave: false });
  });

  it('begins with the mailbox where there is one', () => {
    expect(accountsKnown(initialUi, [one]).screen).toEqual({ kind: 'mailbox' });
  });

  it('leaves a setup alone when its account appears, so that the first sync can be watched', () => {
    const state: UiState = { screen: { kind: 'setup', canLeave: false }, dialog: null, inboxOf: null };
    expect(accountsKnown(state, [one])).toBe(state);
  });

  it('leaves the page and the question of a removed account', () => {
    const state: UiState = {
      screen: { kind: 'settings', page: one },
      dialog: { kind: 'remove', accountId: one },
      inboxOf: null,
    };
    expect(accountsKnown(state, [two])).toEqual({
      inboxOf: null,
      screen: { kind: 'settings', page: 'accounts' },
      dialog: null,
    });
  });

  it('leaves the other pages of the settings alone, with accounts and without', () => {
    const state: UiState = { screen: { kind: 'settings', page: 'appearance' }, dialog: null, inboxOf: null };
    expect(accountsKnown(state, [])).toBe(state);
    expect(accountsKnown(state, [one])).toBe(state);
  });

  it('goes to setup when the last account is removed', () => {
    const state: UiState = { screen: { kind: 'settings', page: one }, dialog: null, inboxOf: null };
    expect(accountsKnown(state, []).screen.kind).toBe('setup');
  });

  it('changes nothing when nothing changed', () => {
    const state: UiState = {
      screen: { kind: 'settings', page: one },
      dialog: { kind: 'remove', accountId: one },
      inboxOf: null,
    };
    expect(accountsKnown(state, [one, two])).toBe(state);
  });
});

describe('screens and dialogs', () => {
  it('closes the question when the screen changes', () => {
    const state: UiState = { screen: { kind: 'mailbox' }, dialog: { kind: 'sign_in', accountId: one }, inboxOf: null };
    expect(screenShown(state, { kind: 'settings', page: one })).toEqual({
      inboxOf: null,
      screen: { kind: 'settings', page: one },
      dialog: null,
    });
  });

  it('keeps the reference when the same is shown again', () => {
    const state: UiState = { screen: { kind: 'settings', page: one }, dialog: null, inboxOf: null };
    expect(screenShown(state, { kind: 'settings', page: one })).toBe(state);
    const asked = dialogShown(state, { kind: 'remove', accountId: one });
    expect(dialogShown(asked, { kind: 'remove', accountId: one })).toBe(asked);
  });
});
