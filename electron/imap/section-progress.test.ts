import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../shared/reply.ts';
import { type SectionAnswer, SectionProgress, sectionChunk } from './section-progress.ts';

/** Octets of which no two stretches are the same. */
const octets = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 0xff);

type Server = (section: Uint8Array, start: number, length: number) => SectionAnswer;

const good: Server = (section, start, length) => ({ bytes: section.subarray(start, start + length), origin: start });
const servers: Readonly<Record<string, Server>> = {
  'does as it is told': good,
  'leaves the origin out': (section, start, length) => ({ ...good(section, start, length), origin: null }),
  'ignores <start.length>': (section) => ({ bytes: section, origin: null }),
  'ignores <start.length> and says <0>': (section) => ({ bytes: section, origin: 0 }),
  'ignores the length': (section, start) => ({ bytes: section.subarray(start), origin: start }),
};

/** Reads all that a server sends, and counts how often it is asked. */
function read(server: Server, section: Uint8Array, told: number | null, chunk: number) {
  const progress = new SectionProgress(told);
  const pieces: Uint8Array[] = [];
  let asked = 0;
  while (!progress.isComplete) {
    asked += 1;
    if (asked > 10_000) throw new Error('It asks without end.');
    pieces.push(progress.take(server(section, progress.length, chunk), chunk));
  }
  return { bytes: Buffer.concat(pieces), asked };
}

describe('B7 a section comes whole, and no octet of it twice', () => {
  const lengths = [0, 1, 99, 100, 101, 199, 200, 201, 1_234];
  it.each(Object.entries(servers))('from a server that %s', (_name, server) => {
    for (const length of lengths) {
      const section = octets(length);
      for (const told of [length, Math.floor(length * 0.97), length + 7, null]) {
        // Without a size there is no telling a section of exactly one piece from the beginning of a longer one.
        if (told !== length && length % 100 === 0 && server(section, 100, 100).origin !== 100) continue;
        const { bytes, asked } = read(server, section, told, 100);
        expect(Buffer.compare(bytes, section), `${length} of ${told}`).toBe(0);
        expect(asked).toBeLessThanOrEqual(Math.ceil(length / 100) + 1);
      }
    }
  });
});

describe('B7 a server that sends the same again', () => {
  const section = octets(1_234);
  it.each([
    ['honours the length alone', (all, _start, length) => ({ bytes: all.subarray(0, length), origin: null })],
    [
      'honours the length alone, and says <0>',
      (all, _start, length) => ({ bytes: all.subarray(0, length), origin: 0 }),
    ],
    ['answers with a later piece', (all, start, length) => good(all, start + (start === 0 ? 0 : length), length)],
  ] satisfies readonly [string, Server][])('that %s is given up at its second answer', (_name, server) => {
    const progress = new SectionProgress(1_234);
    expect(progress.take(server(section, 0, 100), 100)).toHaveLength(100);
    expect(() => progress.take(server(section, 100, 100), 100)).toThrow(AppFailure);
  });

  it('is not given up where the size says that all is there', () => {
    const first: Server = (all, _start, length) => ({ bytes: all.subarray(0, length), origin: null });
    expect(read(first, octets(100), 100, 100).bytes).toHaveLength(100);
  });
});

describe('B7 a server that never ends', () => {
  it('is given up near the size that it told', () => {
    const size = 3 * sectionChunk;
    const progress = new SectionProgress(size);
    let turn = 0;
    const next = (): void => {
      turn += 1;
      progress.take({ bytes: new Uint8Array(sectionChunk).fill(turn), origin: progress.length }, sectionChunk);
    };
    expect(() => {
      while (turn < 100) next();
    }).toThrow(AppFailure);
    expect(turn).toBe(8);
  });
});
