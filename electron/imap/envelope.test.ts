import type { FetchMessageObject, MessageStructureObject } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../mail/clean-text.ts';
import { remoteParts } from './body-structure.ts';
import { remoteEnvelope, remoteFlags } from './envelope.ts';

function leaf(part: string | undefined, more: Partial<MessageStructureObject> = {}): MessageStructureObject {
  return { part, type: 'text/plain', ...more };
}

describe('envelopes from strangers', () => {
  it('makes an envelope of next to nothing', () => {
    expect(remoteEnvelope({ seq: 1, uid: 7 })).toEqual({
      ...{ uid: 7, flags: null, internalDate: null, sentAt: null, size: null, subject: '' },
      ...{ from: [], to: [], cc: [], replyTo: [], messageIdHeader: null, inReplyTo: null, parts: [] },
    });
  });

  it('bounds and cleans every string and list', () => {
    const text = `\u0000a\r\nb\u202e${'ü'.repeat(100_000)}`;
    const many = Array.from({ length: 5_000 }, () => ({ name: text, address: `${text}@x` }));
    const message: FetchMessageObject = {
      seq: 1,
      uid: 1,
      envelope: { subject: text, from: many, to: many, messageId: text, inReplyTo: '', date: 'nonsense' },
      internalDate: 'nonsense',
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
    const at = (date: Date) => remoteEnvelope({ seq: 1, uid: 1, internalDate: date }).internalDate ?? Number.NaN;
    expect(at(new Date('1901-01-01'))).toBe(0);
    expect(at(new Date('9999-01-01'))).toBe((2 ** 33 - 1) * 1_000);
    expect(Number.isSafeInteger((at(new Date('9999-01-01')) / 1_000) * 2 ** 20)).toBe(true);
  });

  it('reads flags in any case and forgets keywords', () => {
    const flags = remoteFlags(new Set(['\\SEEN', '\\flagged', '$Forwarded', 'Seen']));
    expect(flags).toEqual({ seen: true, flagged: true, answered: false, draft: false, deleted: false });
  });

  it('never cuts a surrogate pair, and drops lone ones', () => {
    expect(cleanText('ab😀', 3)).toBe('ab');
    expect(cleanText('a\ud800b', 10)).toBe('a b');
    expect(cleanText({ toString: () => 'x' }, 10)).toBe('');
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
