import { describe, expect, it } from 'vitest';
import { shownHeaders } from './shown-headers.ts';

const octets = (text: string) => Buffer.from(text, 'latin1');

describe('shownHeaders', () => {
  it('decodes and unfolds the fields, and keeps the header as it is', () => {
    const raw = [
      'Message-ID: <1@contoso.test>',
      'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
      ' =?utf-8?b?IGF1cyBLw7Zsbg==?=',
      'DKIM-Signature: v=1;',
      '\ta=rsa-sha256',
      'X-Note: caf\u00e9',
      'Content-Type: text/plain; charset=windows-1252',
      '',
      '',
    ].join('\r\n');
    expect(shownHeaders(octets(raw), false)).toEqual({
      raw,
      fields: [
        { name: 'Message-ID', value: '<1@contoso.test>' },
        { name: 'Subject', value: 'Grüße aus Köln' },
        { name: 'DKIM-Signature', value: 'v=1; a=rsa-sha256' },
        { name: 'X-Note', value: 'café' },
        { name: 'Content-Type', value: 'text/plain; charset=windows-1252' },
      ],
      truncated: false,
    });
  });

  it('keeps controls and bidi overrides out of the decoded values', () => {
    const { fields } = shownHeaders(octets('Subject: =?utf-8?b?4oCuZ3BqLmV4ZQA=?=\r\nFrom: a\u0007b\r\n\r\n'), false);
    expect(fields.map(({ value }) => value)).toEqual(['gpj.exe', 'a b']);
  });

  it('is bounded: so many fields, so long values, the rest in the raw header', () => {
    const many = `${'X-A: 1\r\n'.repeat(600)}\r\n`;
    const shown = shownHeaders(octets(many), false);
    expect([shown.fields.length, shown.truncated, shown.raw.length]).toEqual([500, true, many.length]);
    expect(shownHeaders(octets(`Subject: ${'a'.repeat(50_000)}\r\n\r\n`), false).fields[0]?.value).toHaveLength(10_000);
  });

  it('reads lines that end in CR alone, and a header that is none', () => {
    expect(shownHeaders(octets('From: a\rTo: b\r\r'), false).fields.map(({ name }) => name)).toEqual(['From', 'To']);
    expect(shownHeaders(octets('no header'), true)).toEqual({ raw: 'no header', fields: [], truncated: true });
  });
});
