import { describe, expect, it } from 'vitest';
import type { MessageHeader } from '../../../shared/mail.ts';
import { printDocument } from './print-document.ts';

const header: MessageHeader = {
  id: 7 as MessageHeader['id'],
  folderId: 1 as MessageHeader['folderId'],
  subject: 'Offer <b>',
  from: [{ name: '"><script>alert(1)</script>', address: 'ada@contoso.test' }],
  to: [{ name: '', address: 'grace@contoso.test' }],
  cc: [],
  replyTo: [],
  sentAt: Date.UTC(2026, 10, 17, 8, 5),
  receivedAt: null,
  messageIdHeader: null,
  size: 1000,
  unfetched: null,
  seen: true,
  flagged: false,
  answered: false,
  forwarded: false,
  markedDeleted: false,
  attachments: [],
};

describe('printDocument', () => {
  it('escapes everything of the header and of a text', () => {
    const html = printDocument(header, { kind: 'text', text: '</pre><script>alert(2)</script>', fixedWidth: true });
    expect(html).not.toContain('<script');
    expect(html).toContain('<title>Offer &lt;b&gt;</title>');
    expect(html).toContain('&lt;/pre&gt;&lt;script&gt;alert(2)');
    expect(html).toContain('heron-fixed');
    expect(html).toContain('grace@contoso.test');
    expect(html).toContain('17 November 2026');
  });

  it('places the header above what the mail draws, out of reach of its styles', () => {
    const mail = '<html><head><style>* { display: none }</style></head><body style="color: red">Hello</body></html>';
    const html = printDocument(header, { kind: 'html', html: mail });
    expect(html.indexOf('shadowrootmode')).toBeLessThan(html.indexOf(mail));
    expect(html).toMatch(
      /<heron-header style="all:initial!important;display:block!important;[^"]*z-index:2147483647!important/,
    );
    expect(html.endsWith(mail)).toBe(true);
  });

  it('is bounded: of many people and files it names some, and counts the rest', () => {
    const to = Array.from({ length: 5_000 }, (_, index) => ({ name: '', address: `a${index}@contoso.test` }));
    expect(printDocument({ ...header, to }, { kind: 'text', text: '', fixedWidth: false })).toContain(' + 4800');
  });
});
