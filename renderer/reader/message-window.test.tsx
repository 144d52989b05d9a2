import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { closeAll, installBridge, settle, show } from '../testing/test-window.tsx';
import { useFind } from './find/find.ts';
import { MessageWindow } from './message-window.tsx';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const messageId = 7 as MessageId;

afterEach(closeAll);

async function opened() {
  installBridge({});
  await show(<MessageWindow accountId={accountId} messageId={messageId} />);
  await settle();
  return (init: KeyboardEventInit): boolean => {
    const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
    act(() => void window.dispatchEvent(event));
    return event.defaultPrevented;
  };
}

it('has the keys of finding and printing, on other layouts as well, and leaves others alone', async () => {
  const press = await opened();
  expect(press({ key: 'f', code: 'KeyF', ctrlKey: true, shiftKey: true })).toBe(false);
  expect(useFind.getState().isOpen).toBe(false);
  // A Russian keyboard.
  expect(press({ key: 'а', code: 'KeyF', ctrlKey: true })).toBe(true);
  expect(useFind.getState().isOpen).toBe(true);
  for (const init of [
    { key: 'F3', code: 'F3' },
    { key: 'G', code: 'KeyG', ctrlKey: true, shiftKey: true },
    { key: 'p', code: 'KeyP', ctrlKey: true },
  ])
    expect([init.key, press(init)]).toEqual([init.key, true]);
  expect(press({ key: 'g', code: 'KeyG' })).toBe(false);
});
