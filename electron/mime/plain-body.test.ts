import { describe, expect, it } from 'vitest';
import type { MessageBody, MessageId } from '../../shared/mail.ts';
import { plainBody } from './plain-body.ts';

const body: MessageBody = { id: 1 as MessageId, html: null, text: null, truncated: false, attachments: [] };
const textOf = (html: string, text: string | null = null) => plainBody({ ...body, html, text });

describe('R3 a body without its HTML', () => {
  it('has the text that the sender wrote', () => {
    expect(textOf('<p>Rich</p>', 'Plain')).toMatchObject({ html: null, text: 'Plain' });
    expect(plainBody({ ...body, text: 'Plain' })).toMatchObject({ html: null, text: 'Plain' });
  });

  it('has the words of the HTML where there is no other text, a line for each block', () => {
    const html =
      '<style>p{}</style><h1>Rooms</h1>\n<p>Dear\n Ada,</p><p>the <b>room</b> is<br>yours &amp; mine</p><script>x</script>';
    expect(textOf(html, ' ').text).toBe('Rooms\n\nDear Ada,\n\nthe room is\nyours & mine');
  });

  it('is made of hostile HTML as well', () => {
    expect(textOf(`${'<div>'.repeat(60_000)}deep`).text).toBe('deep');
    expect(textOf('x<br>'.repeat(100_000)).text).toMatch(/^(x\n){99999}x$/);
  });
});
