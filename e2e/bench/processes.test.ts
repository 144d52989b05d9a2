import { expect, it } from 'vitest';
import { memoryByProcess, type ProcFiles, processorSeconds, proportionalMemory } from './processes.ts';

const ended = Object.assign(new Error('read ESRCH'), { code: 'ESRCH' });

/**
 * Process 10 has the renderers 11 and 12; 20 is unrelated; 12 ends after it was listed, 13 after its parent was read.
 */
const proc = (over: Partial<Record<string, string | Error>> = {}): ProcFiles => {
  const files: Partial<Record<string, string | Error>> = {
    '10 stat': '10 (heron (main)) S 1 10 10 0 -1 0 0 0 0 0 150 50 30 20 20 0',
    '10 smaps_rollup': 'Rss: 9000 kB\nPss:     2048 kB\nPss_Anon: 5 kB\n',
    '11 stat': '11 (heron) S 10 10 10 0 -1 0 0 0 0 0 100 0 0 0 20 0',
    '10 cmdline': '/opt/heron/electron\0/opt/heron',
    '11 smaps_rollup': 'Pss: 1024 kB\nPss_Anon: 512 kB\n',
    '11 cmdline': '/opt/heron/electron\0--type=renderer\0--lang=en',
    '13 cmdline': ended,
    '14 cmdline': '',
    '12 stat': ended,
    '13 stat': '13 (heron) S 11 10 10 0 -1 0 0 0 0 0 10 0 0 0 20 0',
    '13 smaps_rollup': ended,
    '14 stat': '14 (heron) Z 10 10 10 0 -1 0 0 0 0 0 0 0 0 0 20 0',
    '14 smaps_rollup': '',
    '20 stat': '20 (other) S 1 20 20 0 -1 0 0 0 0 0 9900 0 0 0 20 0',
    '20 smaps_rollup': 'Pss: 999999 kB\n',
    ...over,
  };
  return {
    list: async () => [10, 11, 12, 13, 14, 20],
    read: async (pid, file) => {
      const found = files[`${pid} ${file}`];
      if (typeof found === 'string') return found;
      throw found ?? new Error(`${pid} ${file}`);
    },
  };
};

it('sums the proportional set size of Heron’s processes, also where some end meanwhile', async () => {
  expect(await proportionalMemory(10, proc())).toBe(3);
});

it('tells the kinds of process apart, and what of them is not files', async () => {
  expect(await memoryByProcess(10, proc({ '10 smaps_rollup': 'Pss:     2048 kB\nPss_Anon:    1024 kB\n' }))).toEqual([
    { kind: 'main', size: 2, own: 1 },
    { kind: 'renderer', size: 1, own: 0.5 },
    { kind: 'others', size: 0, own: 0 },
  ]);
});

it('sums the processor’s time, that of ended processes too', async () => {
  expect(await processorSeconds(10, proc())).toBeCloseTo(3.6);
});

it('says so when Heron itself has ended, or the computer does not tell', async () => {
  await expect(proportionalMemory(10, proc({ '10 stat': ended }))).rejects.toThrow('Heron has ended.');
  const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
  await expect(proportionalMemory(10, proc({ '11 smaps_rollup': denied }))).rejects.toThrow('EACCES');
});
