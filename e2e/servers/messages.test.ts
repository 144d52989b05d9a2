import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { manyMessages } from './many-messages.ts';
import { buildMessage, inlineImage, letters, nastyAttachments, nastyNames, newsletter, tinyPng } from './messages.ts';
import { attackMessages } from './messages-attack.ts';
import { malformedMessages } from './messages-malformed.ts';
import { foreignScripts } from './messages-scripts.ts';

const parse = (raw: Buffer) => PostalMime.parse(raw);

describe('message builders', () => {
  it('build what an independent parser reads back', async () => {
    const built = buildMessage({
      subject: 'Größe: ein sehr langer Betreff, der mehr als ein einziges Wort der Kodierung braucht 🎉',
      from: 'Jürgen <j@contoso.test>',
      cc: 'c@contoso.test',
      text: 'Ein Strich = und\r\nein Ende \r\n.',
      html: '<p>Grüße</p>',
      inline: [{ filename: 'a.png', contentType: 'image/png', content: tinyPng, contentId: 'a@x' }],
      attachments: [{ filename: 'Gruß.txt', contentType: 'text/plain', content: Buffer.from('hello') }],
    });
    const read = await parse(built.raw);
    expect(read).toMatchObject({ subject: built.subject, messageId: built.messageId });
    expect(read.from).toMatchObject({ name: 'Jürgen', address: 'j@contoso.test' });
    expect(read.text?.replaceAll('\r', '').trim()).toBe('Ein Strich = und\nein Ende \n.');
    expect(read.html).toContain('<p>Grüße</p>');
    expect(read.attachments.map((file) => [file.filename, file.contentId ?? '', file.disposition])).toEqual([
      ['a.png', '<a@x>', 'inline'],
      ['Gruß.txt', '', 'attachment'],
    ]);
    expect(
      Math.max(
        ...built.raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998);
  });

  it('thread messages by References and In-Reply-To', async () => {
    const [question = '', answer = ''] = letters({ count: 2 }).map(({ messageId }) => messageId);
    const parts = { subject: 'Re: Rooms', inReplyTo: answer, references: [question, answer] };
    const read = await parse(buildMessage(parts).raw);
    expect(read.inReplyTo).toBe(answer);
    expect([question, answer].every((id) => String(read.references).includes(id))).toBe(true);
    expect(new Set([question, answer, read.messageId]).size).toBe(3);
  });

  it('write other scripts and charsets so that they can be decoded', async () => {
    const [windows] = foreignScripts().filter((message) => message.name === 'windows-1252');
    // Node 20's TextDecoder reads windows-1252 as latin1 unless it streams, so the parser can't be the judge of this one.
    expect(windows?.raw.toString('latin1')).toContain('Das kostet 20 =80 =96 =93fair=94, sagt J=F6rg.');
    const bytes = Uint8Array.of(0x80, 0x20, 0x96, 0x20, 0x93);
    expect(new TextDecoder('windows-1252').decode(bytes, { stream: true })).toBe('€ – “');
    for (const message of foreignScripts().filter(({ name }) => name !== 'windows-1252')) {
      const read = await parse(message.raw);
      expect(read.subject, message.name).toBe(message.subject);
      expect(read.text?.trim(), message.name).toBe(message.bodyText);
      expect(message.messageId, message.name).not.toBe('');
    }
  });

  it('carry every nasty file name to the reader (P2)', async () => {
    const read = await parse(nastyAttachments().raw);
    expect(read.attachments).toHaveLength(nastyNames.length);
    const names = read.attachments.map((file) => file.filename);
    for (const name of ['../../etc/passwd', 'photo\u202Egpj.exe', 'CON', 'C:\\boot.ini', '/etc/shadow']) {
      expect(names).toContain(name);
    }
  });

  it('have remote images, an inline image, and only the beacon as remote host (H1)', async () => {
    const beacon = 'http://127.0.0.1:9';
    expect((await parse(newsletter({ beacon }).raw)).html?.split(beacon)).toHaveLength(5);
    expect((await parse(inlineImage().raw)).attachments[0]?.contentId).toBe('<sketch-1@heron.test>');
    for (const message of attackMessages(beacon)) {
      const html = (await parse(message.raw)).html ?? '';
      expect(html, message.name).not.toBe('');
      // Links that someone must click may lead elsewhere; nothing that loads by itself may.
      const loads =
        html.replace(/<a [^>]*>/g, '').match(/\b(?:src|srcset|background|poster|data)="https?:\/\/[^/"]+/g) ?? [];
      expect(
        loads.every((load) => load.endsWith(beacon.slice(7))),
        message.name,
      ).toBe(true);
    }
    expect(attackMessages(beacon).filter((message) => message.raw.includes(beacon)).length).toBeGreaterThan(9);
  });

  it('make malformed messages, each of its own kind, and many small ones in order of time', () => {
    const names = malformedMessages().map((message) => message.name);
    expect(new Set(names).size).toBe(names.length);
    const many = [...manyMessages('ada@contoso.test', 300)];
    expect(many.map((message) => message.receivedAt.getTime())).toEqual(
      many.map((message) => message.receivedAt.getTime()).sort((a, b) => a - b),
    );
    expect(many.filter((message) => message.flags?.length === 0)).toHaveLength(10);
  });
});
