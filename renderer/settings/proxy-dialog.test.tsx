import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProxyQuestion } from '../../shared/proxy-question.ts';
import type { Reply } from '../../shared/reply.ts';
import { success } from '../../shared/reply.ts';
import { askForProxyPassword, closeProxyDialog, useProxyDialog } from '../stores/proxy-dialog.ts';
import { closeAll, installBridge, press, settle, show, submit, type } from '../testing/test-window.tsx';
import { ProxyDialog } from './proxy-dialog.tsx';

const question = { proxy: 'proxy.contoso.com:8080', refused: false };

/** A reply that comes when the test says so. */
function later<T>() {
  let answer: (reply: Reply<T>) => void = () => undefined;
  const reply = new Promise<Reply<T>>((resolve) => {
    answer = resolve;
  });
  return { reply, answer };
}

afterEach(async () => {
  closeProxyDialog();
  await closeAll();
});

describe('the question for the proxy’s password', () => {
  it('goes on with what waited once the password is there', async () => {
    const again = vi.fn();
    installBridge({ 'proxy.question': success(question), 'proxy.enterPassword': success(null) });
    await show(<ProxyDialog />);
    await settle(() => askForProxyPassword(again));
    await type('User name', 'ada');
    await submit();
    expect(again).toHaveBeenCalledOnce();
    expect(useProxyDialog.getState().again).toBeNull();
  });

  it('tries nothing again after it was closed while the answer was on its way', async () => {
    const again = vi.fn();
    const asked = later<ProxyQuestion | null>();
    installBridge({ 'proxy.question': () => asked.reply });
    await show(<ProxyDialog />);
    await settle(() => askForProxyPassword(again));
    await press('Cancel');
    await settle(() => asked.answer(success(null)));
    expect(again).not.toHaveBeenCalled();
  });

  it('tries nothing again after it was closed while the password was being saved', async () => {
    const [again, other] = [vi.fn(), vi.fn()];
    const saved = later<null>();
    installBridge({ 'proxy.question': success(question), 'proxy.enterPassword': () => saved.reply });
    await show(<ProxyDialog />);
    await settle(() => askForProxyPassword(again));
    await type('User name', 'ada');
    await submit();
    await press('Cancel');
    await settle(() => askForProxyPassword(other));
    await settle(() => saved.answer(success(null)));
    expect([again.mock.calls, other.mock.calls]).toEqual([[], []]);
    expect(useProxyDialog.getState().again).toBe(other);
  });
});
