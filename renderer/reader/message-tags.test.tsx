import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../../shared/texts/texts.ts';
import { closeAll, press, show } from '../testing/test-window.tsx';
import { MessageTags } from './message-tags.tsx';

afterEach(async () => {
  await closeAll();
  setLanguage('en');
});

const buttons = () => [...document.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'));

describe('a message’s tags', () => {
  it('each have a button that takes them away', async () => {
    const onRemove = vi.fn();
    await show(<MessageTags tags={['$Label1', 'travel']} onRemove={onRemove} onFocusLost={() => undefined} />);
    expect(buttons()).toEqual(['Remove tag Important', 'Remove tag travel']);
    await press('Remove tag Important');
    expect(onRemove.mock.calls).toEqual([['$Label1']]);
  });

  it('are only shown where they cannot be taken away, or the server would not keep it', async () => {
    setLanguage('de');
    const tags = ['$label1', 'travel'];
    await show(<MessageTags tags={tags} kept={['$LABEL1']} onRemove={vi.fn()} onFocusLost={() => undefined} />);
    expect(buttons()).toEqual(['Schlagwort „Wichtig“ entfernen']);
    await closeAll();
    await show(<MessageTags tags={tags} onFocusLost={() => undefined} />);
    expect(buttons()).toEqual([]);
  });
});
