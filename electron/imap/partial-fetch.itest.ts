/** Servers that do not do as `BODY[section]<start.length>` tells them (RFC 9051 section 6.4.5). */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startHostileImap } from '../../e2e/servers/hostile-imap.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { openSession } from './connection.ts';
import type { ImapSession } from './session.ts';

const signal = new AbortController().signal;
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(async () => {
  await ca?.dispose();
});

/** What the server sends of a section, and where it says that this begins. */
type Cut = (
  section: string,
  start: number,
  length: number,
) => { readonly text: string; readonly origin: number | null };

const cuts = {
  wholeAlways: (section) => ({ text: section, origin: null }),
  wholeFromZero: (section) => ({ text: section, origin: 0 }),
  beginningAlways: (section, _start, length) => ({ text: section.slice(0, length), origin: null }),
  withoutOrigin: (section, start, length) => ({ text: section.slice(start, start + length), origin: null }),
} satisfies Readonly<Record<string, Cut>>;

interface Server {
  readonly session: ImapSession;
  readonly lines: readonly string[];
}

/** A message of one part in 7bit, sent as the server likes. */
async function serve(section: string, cut: Cut): Promise<Server> {
  const server = await startHostileImap(
    {
      onCommand: ({ tag, name, line }) => {
        if (name === 'SELECT') {
          return `* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n${tag} OK [READ-WRITE] done\r\n`;
        }
        if (line.includes('BODYSTRUCTURE')) {
          const structure = `("APPLICATION" "PDF" NIL NIL NIL "7BIT" ${section.length} NIL ("ATTACHMENT" NIL) NIL)`;
          return `* 1 FETCH (UID 1 BODYSTRUCTURE ${structure})\r\n${tag} OK done\r\n`;
        }
        const [, start, length] = /<(\d+)\.(\d+)>/.exec(line) ?? [];
        if (start === undefined) return undefined;
        const { text, origin } = cut(section, Number(start), Number(length));
        const key = `BODY[1]${origin === null ? '' : `<${origin}>`}`;
        return `* 1 FETCH (UID 1 ${key} {${text.length}}\r\n${text})\r\n${tag} OK done\r\n`;
      },
    },
    { leaf: ca.leaf },
  );
  onTestFinished(async () => await server.stop());
  const session = await openSession(
    {
      endpoint: { host: 'localhost', port: server.port, security: 'tls' },
      credentials: { kind: 'password', username: 'ada@contoso.test', password: 'horse' },
      timeoutSeconds: 60,
      extraCa: ca.caPem,
    },
    signal,
  );
  onTestFinished(async () => await session.close());
  await session.select('INBOX', signal);
  return { session, lines: server.lines };
}

async function download({ session }: Server): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of session.streamPart(1, '1', signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

const pieces = ({ lines }: Server) => lines.filter((line) => line.includes('BODY.PEEK[1]<'));
/** Lines of 100 octets that all differ. */
const text = (length: number) =>
  Array.from({ length: Math.ceil(length / 100) }, (_, at) => `${at}`.padEnd(98, '.'))
    .join('\r\n')
    .padEnd(length, '!')
    .slice(0, length);

describe('B7 a server that ignores <start.length>', () => {
  it.each([
    ['wholeAlways', 1_200_000, 1],
    ['wholeAlways', 4_000_000, 1],
    ['wholeAlways', 1024 * 1024, 2],
    ['wholeFromZero', 1_200_000, 1],
    ['withoutOrigin', 2_500_000, 3],
  ] as const)('%s: a part of %i octets comes once, by %i commands', async (name, length, commands) => {
    const server = await serve(text(length), cuts[name]);
    expect((await download(server)) === text(length)).toBe(true);
    expect(pieces(server)).toHaveLength(commands);
  });

  it('sends its beginning again and again: a clear error after the second time', async () => {
    const server = await serve(text(1_200_000), cuts.beginningAlways);
    await expect(download(server)).rejects.toMatchObject({
      error: { code: 'imap_protocol', params: { reason: 'more_than_asked' } },
    });
    expect(pieces(server)).toHaveLength(2);
  });

  it('sends more at once than Heron takes: the same error', async () => {
    const server = await serve(text(5_000_000), cuts.wholeAlways);
    await expect(download(server)).rejects.toMatchObject({
      error: { code: 'imap_protocol', params: { reason: 'more_than_asked' } },
    });
    expect(pieces(server)).toHaveLength(1);
  });

  it('a text is cut where the caller says, and holds nothing twice', async () => {
    const server = await serve(text(1_200_000), cuts.wholeAlways);
    const whole = await server.session.fetchPart(1, '1', 2_000_000, signal);
    expect([Buffer.from(whole.bytes).toString('latin1') === text(1_200_000), whole.truncated]).toEqual([true, false]);
    const start = await server.session.fetchPart(1, '1', 1_100_000, signal);
    expect([start.bytes.length, start.truncated]).toEqual([1_100_000, true]);
  });
});
