import { expect, it } from 'vitest';
import type { Attachment, MessageId } from '../../shared/mail.ts';
import type { FileText, FileTextClient } from '../mime/file-text-client.ts';
import { fileTextLimits } from '../mime/file-text-protocol.ts';
import { until } from './engine-asker.ts';
import { FileTexts } from './file-texts.ts';

const id = 7 as MessageId;
const file = (partId: string, filename: string, more: Partial<Attachment> = {}): Attachment => ({
  ...{ partId, filename, mimeType: 'application/octet-stream', size: 10, contentId: null, inline: false, ...more },
});

/** What is read of these attachments, and what is kept. */
function reader(answers: Readonly<Record<string, FileText>> = {}) {
  const asked: string[] = [];
  const kept = new Map<string, string | null>();
  let isWanted = true;
  const client: FileTextClient = {
    read: (kind, bytes) => {
      const text = Buffer.from(bytes).toString();
      asked.push(`${kind} ${text}`);
      return Promise.resolve(answers[text] ?? { kind: 'text', text });
    },
  };
  const attachments = [
    file('2', 'a.pdf'),
    file('3', 'b.png'),
    file('4', 'c.txt'),
    file('5', 'd.txt', { inline: true }),
  ];
  const files = new FileTexts({
    client,
    store: {
      attachments: () => attachments,
      hasFileText: (_id, partId) => kept.has(partId),
      saveFileText: (_id, partId, text) => {
        kept.set(partId, text);
        return [];
      },
    },
    isWanted: () => isWanted,
    gate: { pass: () => Promise.resolve() },
    onRead: () => undefined,
    log: () => undefined,
  });
  const off = (): void => {
    isWanted = false;
  };
  return { files, asked, kept, off };
}

async function* octets(...pieces: string[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function through(files: FileTexts, partId: string, ...pieces: string[]): Promise<string> {
  let all = '';
  for await (const chunk of files.reading(id, partId, octets(...pieces))) all += Buffer.from(chunk).toString();
  return all;
}

it('reads what passes through, once, and hands it on unchanged', async () => {
  const { files, asked, kept } = reader();
  expect(await through(files, '2', 'one ', 'two')).toBe('one two');
  await until(() => kept.has('2'));
  expect(asked).toEqual(['pdf one two']);
  expect(kept.get('2')).toBe('one two');
  expect(await through(files, '2', 'again')).toBe('again');
  files.read(id, '4', Buffer.from('text'));
  await until(() => kept.has('4'));
  expect(asked).toEqual(['pdf one two', 'text text']);
});

it('leaves alone what has no text, belongs to the message, or is not known', async () => {
  const { files, asked } = reader();
  for (const partId of ['3', '5', '9']) expect(await through(files, partId, 'x')).toBe('x');
  expect(asked).toEqual([]);
});

it('does nothing while the user does not want it, or after the end', async () => {
  const one = reader();
  one.off();
  expect(await through(one.files, '2', 'x')).toBe('x');
  const other = reader();
  other.files.stop();
  expect(await through(other.files, '2', 'x')).toBe('x');
  expect([...one.asked, ...other.asked]).toEqual([]);
});

it('keeps nothing of what is read when the user no longer wants it', async () => {
  const { files, asked, kept, off } = reader();
  files.read(id, '2', Buffer.from('one'));
  off();
  files.read(id, '4', Buffer.from('text'));
  await new Promise((next) => setImmediate(next));
  expect(asked).toEqual(['pdf one']);
  expect([...kept]).toEqual([]);
});

it('remembers what cannot be read', async () => {
  const { files, kept } = reader({ locked: { kind: 'unreadable', reason: 'encrypted' } });
  await through(files, '2', 'locked');
  await until(() => kept.has('2'));
  expect(kept.get('2')).toBe(null);
});

it('holds on to no more than may be read', async () => {
  const { files, asked } = reader();
  const large = 'x'.repeat(fileTextLimits.inputBytes);
  expect((await through(files, '2', large, 'y')).length).toBe(large.length + 1);
  expect(asked).toEqual([]);
});

it('reads nothing of what ended early', async () => {
  const { files, asked } = reader();
  for await (const _chunk of files.reading(id, '2', octets('one', 'two'))) break;
  expect(asked).toEqual([]);
});
