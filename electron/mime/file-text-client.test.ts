import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFileTextClient, type FileText, type FileTextClient } from './file-text-client.ts';
import { type FileTextKind, fileTextKind, fileTextLimits } from './file-text-protocol.ts';
import { minimalPdf } from './pdf-fixture.ts';

// A busy machine may be slow to start workers; what is tested here is why they end, not when.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let client: FileTextClient;

// Node 20 runs no TypeScript, so the worker is compiled as the application's build does it.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-files-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'file-text.worker.ts'),
      outDir: folder,
      target: 'node20.18',
      rollupOptions: { output: { format: 'es', entryFileNames: 'file-text.worker.mjs' } },
    },
  });
  client = createFileTextClient({ workerPath: join(folder, 'file-text.worker.mjs'), timeMs: 60_000 });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (kind: FileTextKind, bytes: Uint8Array): Promise<FileText> =>
  client.read(kind, bytes, new AbortController().signal);
const wordsOf = async (kind: FileTextKind, bytes: Uint8Array): Promise<string> => {
  const answer = await read(kind, bytes);
  if (answer.kind !== 'text') throw new Error(answer.reason);
  return answer.text.replaceAll(/\s+/g, ' ').trim();
};
const archive = (entries: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])));
const malformed = { kind: 'unreadable', reason: 'malformed' };
const encrypted = { kind: 'unreadable', reason: 'encrypted' };

describe('which attachments are read', () => {
  it.each([
    ['application/pdf', 'a', 'pdf'],
    ['application/octet-stream', 'Offer.PDF', 'pdf'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'a', 'office'],
    ['application/octet-stream', 'a.odt', 'office'],
    ['text/html', 'a', 'html'],
    ['text/csv', 'a.csv', 'text'],
    ['application/octet-stream', 'notes.md', 'text'],
    ['image/png', 'a.png', null],
    ['application/msword', 'a.doc', null],
    ['application/zip', 'a.zip', null],
  ])('%s %s: %s', (mimeType, filename, kind) => expect(fileTextKind({ mimeType, filename })).toBe(kind));
});

describe('the text of a file', () => {
  it('of a PDF, page by page', async () => {
    expect(await wordsOf('pdf', minimalPdf(['The heron waits.', 'Second page.']))).toBe(
      'The heron waits. Second page.',
    );
  });

  it('of a PDF that is locked or broken is said to be missing', async () => {
    expect(await read('pdf', minimalPdf(['Locked.'], { encrypted: true }))).toEqual(encrypted);
    expect(await read('pdf', minimalPdf(['Broken.']).subarray(0, 60))).toEqual(malformed);
    expect(await read('pdf', strToU8('no PDF at all'))).toEqual(malformed);
  });

  it('of Word, Excel, PowerPoint and OpenDocument', async () => {
    const word = archive({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml':
        '<w:document><w:body><w:p><w:r><w:t>Um</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>brella &amp; m&#xf6;re</w:t></w:r></w:p><w:p><w:r><w:delText>gone</w:delText><w:instrText>PAGE</w:instrText><w:tab/><w:t>second</w:t></w:r></w:p></w:body></w:document>',
      'word/header1.xml': '<w:hdr><w:p><w:r><w:t>head</w:t></w:r></w:p></w:hdr>',
      'word/styles.xml': '<w:styles>style</w:styles>',
    });
    expect(await wordsOf('office', word)).toBe('Umbrella & möre second head');
    const sheet = archive({
      'xl/sharedStrings.xml': '<sst><si><t>Price</t></si><si><r><t>of </t></r><r><t>boats</t></r></si></sst>',
    });
    expect(await wordsOf('office', sheet)).toBe('Price of boats');
    const slides = archive({
      'ppt/slides/slide10.xml': '<p:sld><a:p><a:r><a:t>ten</a:t></a:r></a:p></p:sld>',
      'ppt/slides/slide2.xml': '<p:sld><a:p><a:r><a:t>two</a:t></a:r></a:p></p:sld>',
    });
    expect(await wordsOf('office', slides)).toBe('two ten');
    const open = archive({
      'content.xml':
        '<office:body><text:p>Guten <text:span>Ta</text:span>g</text:p><text:h>Kopf</text:h></office:body>',
    });
    expect(await wordsOf('office', open)).toBe('Guten Tag Kopf');
  });

  it('of what is locked, broken, or no office file at all is said to be missing', async () => {
    expect(await read('office', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0))).toEqual(encrypted);
    const locked = archive({
      'META-INF/manifest.xml': '<manifest><manifest:encryption-data/></manifest>',
      'content.xml': 'x',
    });
    expect(await read('office', locked)).toEqual(encrypted);
    expect(await read('office', strToU8('PK and nothing else'))).toEqual(malformed);
    expect(await read('office', archive({ 'picture.png': 'x' }))).toEqual(malformed);
  });

  it('of plain text in any charset, and of a page', async () => {
    expect(await wordsOf('text', Uint8Array.of(0x67, 0x72, 0xfc, 0x6e))).toBe('grün');
    expect(await wordsOf('text', Uint8Array.of(0xff, 0xfe, 0x67, 0, 0xfc, 0))).toBe('gü');
    expect(await wordsOf('html', strToU8('<p>Seen <b>words</b></p><script>unseen</script>'))).toBe('Seen words');
  });
});

describe('a file that means harm', () => {
  it('is a bomb: no more is unpacked than it says, and never more than the limit', async () => {
    const big = 'a'.repeat(fileTextLimits.unpackedBytes + 1);
    expect(await read('office', archive({ 'word/document.xml': `<w:t>${big}</w:t>` }))).toEqual(malformed);
    // Its directory says that the entry is small.
    const lying = archive({ 'word/document.xml': `<w:p><w:t>${'word '.repeat(1_000_000)}</w:t></w:p>` });
    const view = new DataView(lying.buffer, lying.byteOffset, lying.length);
    for (let at = 0; at < lying.length - 30; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    const answer = await read('office', lying);
    expect(answer.kind === 'text' ? answer.text.length : 0).toBeLessThan(200);
  });

  it('is nested deeply, or has entities of its own', async () => {
    const deep = archive({
      'word/document.xml': `${'<w:p>'.repeat(300_000)}<w:t>deep</w:t>${'</w:p>'.repeat(300_000)}`,
    });
    expect(await wordsOf('office', deep)).toBe('deep');
    const laughs = archive({
      'content.xml': '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><text:p>&b;&b; end</text:p>',
    });
    expect((await wordsOf('office', laughs)).length).toBeLessThan(40);
  });

  it('says very much: only the beginning is handed on', async () => {
    const long = await read('text', strToU8('word '.repeat(200_000)));
    expect(long.kind === 'text' && long.text.length).toBe(fileTextLimits.textLength);
    const inWord = await read('office', archive({ 'word/document.xml': `<w:t>${'word '.repeat(200_000)}</w:t>` }));
    expect(inWord.kind === 'text' && inWord.text.length).toBeLessThanOrEqual(fileTextLimits.textLength);
  });

  it('is too large, hangs, or is given up', async () => {
    expect(await read('text', new Uint8Array(fileTextLimits.inputBytes + 1))).toEqual({
      kind: 'unreadable',
      reason: 'too_large',
    });
    const stuck = join(folder, 'stuck.mjs');
    await writeFile(stuck, 'for (;;);');
    const hanging = createFileTextClient({ workerPath: stuck, timeMs: 200 });
    expect(await hanging.read('pdf', strToU8('x'), new AbortController().signal)).toMatchObject({ reason: 'too_slow' });
    expect(await client.read('pdf', strToU8('x'), AbortSignal.abort())).toMatchObject({ reason: 'cancelled' });
  });
});
