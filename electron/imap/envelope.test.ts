import type { MessageStructureObject } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../mail/clean-text.ts';
import { remoteParts } from './body-structure.ts';
import { remoteEnvelope, remoteFlags } from './envelope.ts';
import type { FetchedRow } from './fetch-rows.ts';

function leaf(part: string | undefined, more: Partial<MessageStructureObject> = {}): MessageStructureObject {
  return { part, type: 'text/plain', ...more };
}

describe('envelopes from strangers', () => {
  it('makes an envelope of next to nothing', () => {
    expect(remoteEnvelope({ uid: 7 })).toEqual({
      ...{ uid: 7, flags: null, internalDate: null, sentAt: null, size: null, subject: '' },
      ...{ from: [], to: [], cc: [], replyTo: [], messageIdHeader: null, inReplyTo: null, parts: [] },
    });
  });

  it('bounds and cleans every string and list', () => {
    const text = `\u0000a\r\nb\u202e${'ü'.repeat(100_000)}`;
    const many = Array.from({ length: 5_000 }, () => ({ name: text, address: `${text}@x` }));
    const message: FetchedRow = {
      uid: 1,
      envelope: { subject: text, from: many, to: many, messageId: text, inReplyTo: '', date: 'nonsense' },
      internalDate: new Date('nonsense'),
      size: Number.NaN,
    };
    const envelope = remoteEnvelope(message);
    expect(JSON.stringify(envelope).length).toBeLessThan(500_000);
    expect(envelope.from).toHaveLength(200);
    expect(JSON.stringify(envelope)).not.toMatch(/\\u0000|\\r|\\n|\u202e/);
    expect(envelope).toMatchObject({ sentAt: null, internalDate: null, size: null, inReplyTo: null });
    expect(envelope.subject.startsWith('a b ü')).toBe(true);
  });

  it('pulls dates into what a row id can hold', () => {
    const at = (date: Date) => remoteEnvelope({ uid: 1, internalDate: date }).internalDate ?? Number.NaN;
    expect(at(new Date('1901-01-01'))).toBe(0);
    expect(at(new Date('9999-01-01'))).toBe((2 ** 33 - 1) * 1_000);
    expect(Number.isSafeInteger((at(new Date('9999-01-01')) / 1_000) * 2 ** 20)).toBe(true);
  });

  const none = { seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };

  it('reads flags in any case, and keeps of the keywords what people give', () => {
    const flags = remoteFlags(new Set(['\\SEEN', '\\flagged', '$Junk', 'NonJunk', '\\Forwarded']));
    expect(flags).toEqual({ ...none, seen: true, flagged: true });
    const tagged = remoteFlags(new Set(['Work', '$MDNSent', '\\Seen', '$Label1', 'work', 'a\r\nb', 'x'.repeat(101)]));
    expect(tagged).toEqual({ ...none, seen: true, tags: ['$Label1', 'Work'] });
  });

  it.each(['$Forwarded', '$forwarded', 'Forwarded', 'FORWARDED'])('keeps %s, beside \\Answered as well', (keyword) => {
    expect(remoteFlags(new Set([keyword]))).toEqual({ ...none, forwarded: true });
    expect(remoteFlags(new Set(['\\Answered', keyword]))).toEqual({ ...none, answered: true, forwarded: true });
  });

  it('never cuts a surrogate pair, and drops lone ones', () => {
    expect(cleanText('ab😀', 3)).toBe('ab');
    expect(cleanText('a\ud800b', 10)).toBe('a b');
    expect(cleanText({ toString: () => 'x' }, 10)).toBe('');
  });
});

describe('H14 senders that are none', () => {
  const senders = (...from: { name?: string; address: string }[]) =>
    remoteEnvelope({ uid: 1, envelope: { from: from.map((each) => ({ name: '', ...each })) } }).from;

  it.each([
    ['From: <> at Dovecot', [{ address: 'MISSING_MAILBOX@MISSING_DOMAIN' }], []],
    ['From: <> at UW IMAP', [{ address: 'INVALID_ADDRESS@.SYNTAX-ERROR.' }], []],
    ['undisclosed-recipients:;', [{ name: 'undisclosed-recipients', address: '' }], []],
    ['a name alone', [{ address: 'Ada@MISSING_DOMAIN' }], [{ name: 'Ada', address: '' }]],
    ['a name alone at Cyrus', [{ address: 'Ada@unspecified-domain' }], [{ name: 'Ada', address: '' }]],
    ['a name with <>', [{ name: 'Ada', address: 'MISSING_MAILBOX@MISSING_DOMAIN' }], [{ name: 'Ada', address: '' }]],
    ['a host alone', [{ address: 'MISSING_MAILBOX@b.test' }], [{ name: '@b.test', address: '' }]],
    ['no mailbox', [{ address: '@MISSING_DOMAIN' }], []],
    [
      'a group',
      [{ name: 'Friends', address: '' }, { address: 'a@b.test' }, { name: 'Bo', address: 'c@d.test' }],
      [
        { name: '', address: 'a@b.test' },
        { name: 'Bo', address: 'c@d.test' },
      ],
    ],
    ['an address', [{ address: 'a@b.test' }], [{ name: '', address: 'a@b.test' }]],
  ])('%s', (_name, told, from) => {
    expect(senders(...told)).toEqual(from);
  });

  it('keeps the name of a group of recipients', () => {
    const to = [{ name: 'undisclosed-recipients', address: '' }];
    expect(remoteEnvelope({ uid: 1, envelope: { to } }).to).toEqual(to);
  });
});

describe('BODYSTRUCTURE from strangers', () => {
  it('walks multiparts to their leaves, and takes an attached message as one', () => {
    const alternative = {
      part: '1',
      type: 'multipart/alternative',
      childNodes: [leaf('1.1'), leaf('1.2', { type: 'TEXT/HTML' })],
    };
    const attached = { part: '2', type: 'message/rfc822', disposition: 'attachment', childNodes: [leaf('2')] };
    const parts = remoteParts({ type: 'multipart/mixed', childNodes: [alternative, attached] });
    expect(parts.map(({ partId, mimeType }) => [partId, mimeType])).toEqual([
      ['1.1', 'text/plain'],
      ['1.2', 'text/html'],
      ['2', 'message/rfc822'],
    ]);
    expect(parts[1]?.within).toEqual(['multipart/mixed', 'multipart/alternative']);
  });

  it('calls the only part 1, and tidies what it says', () => {
    const odd = leaf(undefined, {
      type: 'text/pla in',
      encoding: ' BASE64 ',
      id: '<logo@x>',
      disposition: 'form-data',
      size: -5,
      parameters: { charset: 'ISO-8859-1', name: '../a\u0000b\u202e.exe' },
    });
    expect(remoteParts(odd)).toEqual([
      {
        ...{ partId: '1', mimeType: 'application/octet-stream', charset: 'iso-8859-1', encoding: 'base64', size: 0 },
        ...{ disposition: 'attachment', filename: '../a b\u202e.exe', contentId: 'logo@x', within: [] },
      },
    ]);
  });

  it.each([
    ['text/', 'text/plain'],
    ['text', 'text/plain'],
    ['/', 'text/plain'],
    ['plain/text', 'text/plain'],
    ['text/plain charset=utf-8', 'text/plain'],
    ['nonsense', 'text/plain'],
    ['TEXT/Markdown', 'text/markdown'],
    ['x-vendor/thing', 'x-vendor/thing'],
    ['image/jpg', 'image/jpg'],
  ])('H11 B13 the type %j without a file name is %s (RFC 2045 5.2)', (type, mimeType) => {
    expect(remoteParts(leaf('1', { type }))[0]?.mimeType).toBe(mimeType);
  });

  it('H11 a file of a type that is none is a file', () => {
    const parameters = { name: 'a.bin' };
    expect(remoteParts(leaf('1', { type: 'nonsense', parameters }))[0]?.mimeType).toBe('application/octet-stream');
    expect(remoteParts(leaf('1', { type: 'plain/text', disposition: 'attachment' }))[0]?.mimeType).toBe(
      'application/octet-stream',
    );
  });

  it('B15 B17 keeps format=flowed and the Content-Location', () => {
    const parameters = { format: 'Flowed', delsp: 'YES' };
    expect(remoteParts(leaf('1', { parameters, location: 'http://x/y.gif' }))[0]).toMatchObject({
      flowed: { delSp: true },
      contentLocation: 'http://x/y.gif',
    });
    expect(remoteParts(leaf('1', { parameters: { format: 'flowed' } }))[0]?.flowed).toEqual({ delSp: false });
    expect(remoteParts(leaf('1', { parameters: { format: 'fixed' } }))[0]?.flowed).toBeUndefined();
  });

  it('P1 stops at 1,000 parts and 32 levels', () => {
    const wide = {
      type: 'multipart/mixed',
      childNodes: Array.from({ length: 5_000 }, (_, index) => leaf(`${index + 1}`)),
    };
    expect(remoteParts(wide)).toHaveLength(1_000);
    let deep: MessageStructureObject = leaf('1');
    for (let level = 0; level < 5_000; level += 1) deep = { type: 'multipart/mixed', childNodes: [deep] };
    expect(remoteParts(deep)).toEqual([]);
    expect(remoteParts(undefined)).toEqual([]);
  });
});
