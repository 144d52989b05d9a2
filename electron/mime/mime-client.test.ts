import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AppError, logText, type Reply } from '../../shared/reply.ts';
import { createMimeClient, type MimeClient } from './mime-client.ts';
import type { WholeMessage } from './mime-protocol.ts';
import { parseLimits } from './parse-limits.ts';

// A busy machine may be slow to start workers and to fill a heap; what is tested here is why they end, not when.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let workerPath: string;
let client: MimeClient;

// Node 20 runs no TypeScript, so the worker is compiled as the application's build does it.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-mime-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'mime.worker.ts'),
      outDir: folder,
      target: 'node20.18',
      rollupOptions: { output: { format: 'es', entryFileNames: 'mime.worker.mjs' } },
    },
  });
  workerPath = join(folder, 'mime.worker.mjs');
  client = createMimeClient({ workerPath, timeMs: 60_000 });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function message(headers: readonly string[], body: string): Uint8Array {
  return Buffer.from([...headers, '', body].join('\r\n'), 'latin1');
}

function multipart(parts: readonly string[], boundary = 'b'): Uint8Array {
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return message([`Content-Type: multipart/mixed; boundary="${boundary}"`], `${body}--${boundary}--`);
}

const parse = (bytes: Uint8Array, signal = new AbortController().signal): Promise<Reply<WholeMessage>> =>
  client.parseWholeMessage(bytes, signal);

async function parsed(bytes: Uint8Array): Promise<WholeMessage> {
  const reply = await parse(bytes);
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

async function failureOf(bytes: Uint8Array): Promise<AppError | null> {
  const reply = await parse(bytes);
  return reply.ok ? null : reply.error;
}

describe('parseWholeMessage', () => {
  it('answers text, HTML and attachments with safe names, whose octets can be read', async () => {
    const whole = multipart([
      'Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nplain\r\n--c\r\nContent-Type: text/html\r\n\r\n<b>rich</b>\r\n--c--',
      'Content-Type: image/png; name="../../logo.png"\r\nContent-ID: <logo@a>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\naGVsbG8=',
      'Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner text',
    ]);
    const result = await parsed(whole);
    expect(result.text?.trim()).toBe('plain');
    expect(result.html?.trim()).toBe('<b>rich</b>');
    expect(result.attachments.map((each) => [each.partId, each.filename, each.contentId])).toEqual([
      ['0.1', 'logo.png', 'logo@a'],
      ['0.2', 'attachment.eml', null],
    ]);
    const content = await client.readAttachment(whole, '0.1', new AbortController().signal);
    expect(content.ok && Buffer.from(content.value).toString()).toBe('hello');
    const none = await client.readAttachment(whole, '0.9', new AbortController().signal);
    expect(!none.ok && none.error.code).toBe('not_found');
  });

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['only NULs', Buffer.alloc(100_000)],
    ['random octets', Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256))],
    ['8-bit headers', message(['Subject: \xfc\xe4\xf6\xff\x00', 'From: "\xff" <a@\xfe>'], 'text')],
    ['broken base64', multipart(['Content-Transfer-Encoding: base64\r\n\r\n!!!*SGVs===bG8\r\n====='])],
    ['a boundary that never ends', message(['Content-Type: multipart/mixed; boundary=b'], '--b\r\n\r\ntext')],
    ['a boundary that never comes', message(['Content-Type: multipart/mixed; boundary=b'], 'preamble only')],
    ['an empty boundary', message(['Content-Type: multipart/mixed; boundary=""'], '----\r\n--\r\n')],
    ['an endless boundary', message([`Content-Type: multipart/mixed; boundary="${'b'.repeat(900_000)}"`], '--b')],
    ['unbalanced comments', message([`Content-Type: ${'('.repeat(100_000)}`], 'text')],
  ])('P1: gets through %s', async (_name, bytes) => {
    const result = await parsed(bytes);
    expect(result.attachments.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['more than 1,000 parts', 'too_many_parts', () => multipart(Array.from({ length: 1001 }, () => '\r\n'))],
    ['100,000 empty parts', 'too_many_parts', () => multipart(Array.from({ length: 100_000 }, () => ''))],
  ])('P1: refuses %s', async (_name, why, make) => {
    expect(await failureOf(make())).toMatchObject({
      code: 'message_unreadable',
      params: { reason: why },
    });
  });

  it.each([
    ['500 nested multiparts', () => message(['Content-Type: multipart/mixed; boundary=b0'], deepNest(500))],
    ['500 forwarded messages', () => Buffer.from(`${'Content-Type: message/rfc822\r\n\r\n'.repeat(500)}\r\ntext`)],
    [
      '25,000 headers',
      () =>
        message(
          Array.from({ length: 25_000 }, (_, at) => `X-${at}: ${'y'.repeat(80)}`),
          'text',
        ),
    ],
    ['one header of 2 MB', () => message([`X: ${'y'.repeat(2_000_000)}`], 'text')],
  ])('P1 R4 shows the text of %s', async (_name, make) => {
    expect((await parsed(make())).text?.trim().endsWith('text')).toBe(true);
  });

  it('P1: takes exactly 1,000 parts', async () => {
    const result = await parsed(multipart(Array.from({ length: 1000 }, () => 'Content-Type: image/gif\r\n\r\nx')));
    expect(result.attachments).toHaveLength(1000);
  });

  it('P1: refuses more than 25 MB before anything runs', async () => {
    expect((await failureOf(new Uint8Array(parseLimits.inputBytes + 1)))?.code).toBe('message_too_large');
  });

  it('bounds the text that it hands on', async () => {
    const result = await parsed(message(['Content-Type: text/plain'], 'word '.repeat(1_000_000)));
    expect(result.text).toHaveLength(parseLimits.textLength);
    expect(result.truncated).toBe(true);
  });
});

describe('P1: the worker is terminated by its owner', () => {
  const stuck = new URL('data:text/javascript,for(;;);');
  const greedy = new URL('data:text/javascript,const a=[];for(;;)a.push(new Array(1000).fill({}));');
  const silent = new URL('data:text/javascript,0');
  const bytes = message([], 'text');

  it('on time', async () => {
    const reply = await createMimeClient({ workerPath: stuck, timeMs: 200 }).parseWholeMessage(
      bytes,
      new AbortController().signal,
    );
    expect(!reply.ok && reply.error).toMatchObject({
      code: 'message_unreadable',
      params: { reason: 'too_slow' },
    });
  });

  it('on the memory of Buffers, which no heap limit counts', async () => {
    let asked = 0;
    const residentBytes = (): number => (asked++ === 0 ? 0 : parseLimits.growthBytes + 1);
    const reply = await createMimeClient({ workerPath: stuck, residentBytes }).parseWholeMessage(
      bytes,
      new AbortController().signal,
    );
    expect(!reply.ok && reply.error).toMatchObject({
      code: 'message_unreadable',
      params: { reason: 'too_much_memory' },
    });
  });

  it('on its heap limit, without ending this process', async () => {
    const reply = await createMimeClient({
      workerPath: greedy,
      timeMs: 60_000,
      residentBytes: () => 0,
    }).parseWholeMessage(bytes, new AbortController().signal);
    expect(!reply.ok && reply.error.code).toBe('message_unreadable');
  });

  it('on a cancel, before and during', async () => {
    const controller = new AbortController();
    const running = createMimeClient({ workerPath: stuck }).parseWholeMessage(bytes, controller.signal);
    controller.abort();
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await parse(bytes, controller.signal)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('and an end without an answer is an error, as is a missing worker', async () => {
    for (const path of [silent, join(folder, 'missing.mjs')]) {
      const reply = await createMimeClient({ workerPath: path }).parseWholeMessage(bytes, new AbortController().signal);
      expect(reply).toMatchObject({ ok: false, error: { code: 'message_unreadable' } });
    }
  });

  it('parses the next message after one that was terminated', async () => {
    const controller = new AbortController();
    const first = parse(multipart(Array.from({ length: 900 }, () => 'text')), controller.signal);
    const second = parse(message([], 'next'));
    controller.abort();
    expect(await first).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await second).toMatchObject({ ok: true, value: { text: expect.stringContaining('next') } });
  });
});

function deepNest(depth: number): string {
  let body = 'text';
  for (let level = depth; level > 0; level--) {
    body = `--b${level - 1}\r\nContent-Type: multipart/mixed; boundary=b${level}\r\n\r\n${body}`;
  }
  return body;
}
