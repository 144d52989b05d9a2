import { expect, it } from 'vitest';
import { escapeMarkup, readsMarkup } from './notification-server.ts';

it('is asked whether it reads markup, and is taken to do so when it is silent', async () => {
  expect(await readsMarkup(async () => "(['actions', 'body', 'body-markup', 'persistence'],)\n")).toBe(true);
  expect(await readsMarkup(async () => "(['actions', 'body'],)\n")).toBe(false);
  expect(await readsMarkup(async () => null)).toBe(true);
});

it('shows a stranger’s markup as text (H1)', () => {
  expect(escapeMarkup('<img src="https://tracker.test/x.png"> Tom & Jerry &lt;')).toBe(
    '&lt;img src="https://tracker.test/x.png"&gt; Tom &amp; Jerry &amp;lt;',
  );
});
