import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeAll, settle, show } from '../testing/test-window.tsx';
import { TextMessage } from './text-message.tsx';

beforeEach(() => {
  // The test's document lays nothing out; the view is 800 pixels high and so is each section.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

function Scrolled({ text, isAmongOthers = false }: { readonly text: string; readonly isAmongOthers?: boolean }) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  return (
    <section ref={setScroller} aria-label="Message">
      <TextMessage
        text={text}
        scroller={scroller}
        isAmongOthers={isAmongOthers}
        onLink={() => undefined}
        onHover={() => undefined}
      />
    </section>
  );
}

async function open(text: string, isAmongOthers = false): Promise<HTMLElement> {
  await show(<Scrolled text={text} isAmongOthers={isAmongOthers} />);
  const region = document.querySelector('section');
  if (region === null) throw new Error('The message was not drawn');
  return region;
}

function copied(): string {
  const clipboardData = new DataTransfer();
  const event = Object.assign(new Event('copy', { bubbles: true, cancelable: true }), { clipboardData });
  document.body.dispatchEvent(event);
  return clipboardData.getData('text/plain');
}

describe('plain text', () => {
  it.each([
    ['quotes', '>a\r\nb\r\n'.repeat(280_000)],
    ['links', 'www.a.test/x\r\n'.repeat(150_000)],
    ['one line', 'heavy words '.repeat(170_000)],
    ['one word', 'a'.repeat(2_000_000)],
    ['deep quotes', '>>>>>>>>a\n>b\n'.repeat(100_000)],
    ['empty lines', `a${'\n'.repeat(1_000_000)}b`],
  ])('H4 holds only what is near the view: %s', async (_name, text) => {
    const region = await open(text);
    const count = region.querySelectorAll('*').length;
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(3_000);
    expect(region.textContent?.length).toBeGreaterThan(50);
    expect(region.textContent?.length).toBeLessThan(30_000);
  });

  it('H4 does so among other messages as well, as high as its text and without a place of its own to scroll', async () => {
    const region = await open('a\n> b\n'.repeat(50_000), true);
    expect(region.querySelectorAll('*').length).toBeLessThan(3_000);
    expect(region.querySelector('[class*="overflow-y-auto"]')).toBeNull();
    const [drawn] = region.querySelectorAll<HTMLElement>('[style*="height"]');
    expect(Number.parseInt(drawn?.style.height ?? '', 10)).toBeGreaterThan(100_000);
  });

  it('H4 copies all of a long text when all is selected, and leaves any other copy alone', async () => {
    const text = '>a\nb\n'.repeat(10_000);
    const region = await open(text);
    expect(copied()).toBe('');
    await settle(() => getSelection()?.selectAllChildren(region));
    expect(copied()).toBe(text);
  });

  it('draws a short message whole', async () => {
    const region = await open('a\n> b\n'.repeat(200));
    expect(region.querySelectorAll('[data-quote]')).toHaveLength(200);
    expect(region.querySelector('[data-index]')).toBeNull();
  });

  it('H4 draws a bar for each level of a nested quote', async () => {
    const region = await open('own\n> one\n> > two\n>>> three\n>>>>>>>>> nine');
    const bars = [...region.querySelectorAll('[data-quote="1"]')].map(
      (quote) => quote.querySelectorAll('[data-quote]').length + 1,
    );
    expect(bars).toEqual([1, 2, 3, 6]);
  });
});
