import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Account, AccountId } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { defaultSender, defaultWriting } from '../../shared/writing-settings.ts';
import { closeAll, installBridge, press, settle, show, submit, type } from '../testing/test-window.tsx';
import { laterSenderDialog } from './later-sender-dialog.ts';
import { WritingSection } from './writing-section.tsx';

const accountId = 'account' as AccountId;
const signature = { html: null, text: 'The Shop\nOpen 9 to 5' };
const alias = { ...defaultSender, name: 'Shop', address: 'shop@contoso.test', signature };
const account: Account = {
  id: accountId,
  provider: 'generic',
  address: 'ada@contoso.test',
  displayName: 'Ada',
  label: '',
  colour: null,
  notify: true,
  writing: { ...defaultWriting, aliases: [alias] },
  auth: { method: 'password', username: 'ada' },
  imap: { host: 'imap.contoso.test', port: 993, security: 'tls' },
  smtp: { host: 'smtp.contoso.test', port: 587, security: 'starttls' },
  connectionTimeoutSeconds: 30,
};
const saved = (calls: readonly { readonly input: unknown }[]) => calls.map(({ input }) => input);

beforeAll(() => laterSenderDialog.load());
afterEach(closeAll);

/** Pastes HTML into the text that has the focus or is the only rich one. */
async function paste(html: string): Promise<void> {
  const editor = document.querySelector<HTMLElement>('[contenteditable="true"]');
  if (editor === null) throw new Error('There is no rich text.');
  const event = new Event('paste', { bubbles: true, cancelable: true });
  const data = { 'text/html': html, 'text/plain': 'words' };
  const clipboardData = {
    types: Object.keys(data),
    files: [],
    getData: (kind: 'text/html' | 'text/plain') => data[kind] ?? '',
  };
  await settle(() => {
    editor.focus();
    editor.dispatchEvent(Object.assign(event, { clipboardData }));
  });
}

describe('the addresses that an account writes from', () => {
  it('are listed with the beginning of their signatures', async () => {
    installBridge({});
    await show(<WritingSection account={account} />);
    expect([...document.querySelectorAll('li')].map((item) => item.textContent)).toEqual([
      'Ada <ada@contoso.test>No signature',
      'Shop <shop@contoso.test>The Shop',
    ]);
  });

  it('get another one, once its address is one', async () => {
    const { calls } = installBridge({ 'accounts.setWriting': success(null) });
    await show(<WritingSection account={account} />);
    await press('Add an address…');
    await type('Name', ' Press ');
    await type('Address', 'press@contoso\r\nBcc: x@y.test');
    await submit();
    expect(calls).toEqual([]);
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Enter an e-mail address');
    await type('Address', ' press@contoso.test ');
    await submit();
    const added = { ...defaultSender, name: 'Press', address: 'press@contoso.test' };
    expect(saved(calls)).toEqual([{ accountId, writing: { ...defaultWriting, aliases: [alias, added] } }]);
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });

  it('keep what was typed where it could not be saved', async () => {
    const params = { reason: 'address', address: 'shop@contoso.test' } as const;
    installBridge({ 'accounts.setWriting': failure({ code: 'account_exists', params, retryable: false }) });
    await show(<WritingSection account={account} />);
    await press('Add an address…');
    await type('Address', 'shop@contoso.test');
    await submit();
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('already set up');
  });

  it('lose one when the user says so twice', async () => {
    const { calls } = installBridge({ 'accounts.setWriting': success(null) });
    await show(<WritingSection account={account} />);
    await press('Remove shop@contoso.test');
    expect(calls).toEqual([]);
    await press('Remove address');
    expect(saved(calls)).toEqual([{ accountId, writing: defaultWriting }]);
  });

  it.each([
    '<p onclick="x()">Hi<script>alert(1)</script></p>',
    '<p>Hi</p><img src="https://beacon.test/x.png" onerror="x()"><iframe name="x"></iframe>',
    '<form action="https://x.test"><input value="x"><button>Hi</button></form>',
    '<a href="javascript:alert(1)">Hi</a><svg onload="x()"><text>y</text></svg><object data="x"></object>',
  ])('a pasted signature is cut to what a message can have: %s', async (html) => {
    const { calls } = installBridge({ 'accounts.setWriting': success(null) });
    await show(<WritingSection account={account} />);
    await press('Edit ada@contoso.test');
    await settle(() => document.querySelector<HTMLElement>('[role="dialog"] [role="radio"]')?.click());
    await paste(html);
    await submit();
    const [input] = saved(calls) as { writing: { own: { signature: { html: string } } } }[];
    const kept = input?.writing.own.signature.html ?? '';
    expect(kept).toContain('Hi');
    expect(kept).not.toMatch(/<(script|style|img|iframe|form|input|svg|object)|\son|javascript:|https:/i);
  });
});
