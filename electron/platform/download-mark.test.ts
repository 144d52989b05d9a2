import { describe, expect, it } from 'vitest';
import { downloadMark } from './download-mark.ts';

const now = () => Date.UTC(2026, 10, 28, 15, 0, 0);

function fakes(answer: string | null = '') {
  const written: [string, string][] = [];
  const ran: [string, readonly string[]][] = [];
  return {
    written,
    ran,
    write: async (path: string, text: string) => void written.push([path, text]),
    run: async (program: string, argv: readonly string[]) => {
      ran.push([program, argv]);
      return answer;
    },
  };
}

describe('downloadMark', () => {
  it('puts a file on Windows into the Internet zone', async () => {
    const { write, run, written, ran } = fakes();
    await downloadMark({ platform: 'win32', now, write, run })('C:\\Users\\ada\\plan.pdf');
    expect(written).toEqual([['C:\\Users\\ada\\plan.pdf:Zone.Identifier', '[ZoneTransfer]\r\nZoneId=3\r\n']]);
    expect(ran).toEqual([]);
  });

  it('puts a file on macOS into quarantine, by the system’s own program', async () => {
    const { write, run, written, ran } = fakes();
    await downloadMark({ platform: 'darwin', now, write, run })('/Users/ada/-plan.pdf');
    expect(written).toEqual([]);
    const [[program, argv] = ['', []]] = ran;
    expect(program).toBe('/usr/bin/xattr');
    const uuid = /[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/.source;
    const seconds = (now() / 1_000).toString(16);
    expect(argv.slice(0, 2)).toEqual(['-w', 'com.apple.quarantine']);
    expect(argv[2]).toMatch(new RegExp(`^0081;${seconds};Heron;${uuid}$`));
    expect(argv.slice(3)).toEqual(['/Users/ada/-plan.pdf']);
  });

  it('says when macOS’ program failed', async () => {
    const { run } = fakes(null);
    await expect(downloadMark({ platform: 'darwin', now, run })('/Volumes/FAT/plan.pdf')).rejects.toThrow('xattr');
  });

  it('has nothing to write on Linux', async () => {
    const { write, run, written, ran } = fakes();
    await downloadMark({ platform: 'linux', now, write, run })('/home/ada/plan.pdf');
    expect([written, ran]).toEqual([[], []]);
  });
});
