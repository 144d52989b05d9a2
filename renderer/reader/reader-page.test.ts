import { expect, it } from 'vitest';
import { abandonReaderPage, readerPage, returnReaderPage, takeReaderPage } from './reader-page.ts';

it('gives each drawn message a process of its own, takes an idle one again, and never one that was abandoned', () => {
  const [first, second] = [takeReaderPage(), takeReaderPage()];
  expect(first.origin).not.toBe(second.origin);
  expect(readerPage()).toEqual(second);
  returnReaderPage(first);
  expect(takeReaderPage()).toEqual(first);
  abandonReaderPage(first);
  expect(readerPage().origin).not.toBe(first.origin);
  const third = takeReaderPage();
  expect([first.origin, second.origin]).not.toContain(third.origin);
  // Handed back after something else found that it hangs.
  abandonReaderPage(second);
  returnReaderPage(second);
  expect(takeReaderPage().origin).not.toBe(second.origin);
});
