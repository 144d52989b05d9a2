import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type ProgramRunner, runProgram } from './session-bus.ts';

/**
 * Marks a file as downloaded, in the way of the operating system, so that the system asks before it runs the file and
 * opens a document with care. Rejects when that is impossible; the file is then unchanged.
 */
export type DownloadMark = (path: string) => Promise<void>;

interface MarkFacts {
  readonly platform: NodeJS.Platform;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly write?: (path: string, text: string) => Promise<void>;
  readonly run?: ProgramRunner;
}

/** "Internet" among the zones of Windows (URLZONE_INTERNET). */
const internetZone = 3;
/** Flags of a downloaded file that was not opened yet (LSQuarantine, hexadecimal). */
const quarantineFlags = '0081';

/**
 * The mark of this system.
 *
 * Windows: the alternate data stream `Zone.Identifier`, which every mail client and browser writes (MS-FSCC 5.6.1, "Zone.Identifier
 * Stream Name"). FAT has no such streams, so there the write fails.
 *
 * macOS: the extended attribute `com.apple.quarantine`, `flags;time;agent;UUID`, written by the system's own `xattr`. The alternative,
 * `LSFileQuarantineEnabled` in Info.plist, marks whatever Heron and the programs that it starts ever write, its databases and settings
 * included, and keeps updaters from working (electron-builder issue 3754).
 *
 * Linux has no such mark: `user.xdg.origin.url` names the address that a file was downloaded from, and an attachment has none.
 */
export function downloadMark({ platform, now, write = writeFile, run = runProgram }: MarkFacts): DownloadMark {
  if (platform === 'win32') {
    return (path) => write(`${path}:Zone.Identifier`, `[ZoneTransfer]\r\nZoneId=${internetZone}\r\n`);
  }
  if (platform === 'darwin') {
    return async (path) => {
      const seconds = Math.floor(now() / 1_000).toString(16);
      const value = [quarantineFlags, seconds, 'Heron', randomUUID().toUpperCase()].join(';');
      const answer = await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', value, path]);
      if (answer === null) throw new Error('xattr could not write com.apple.quarantine.');
    };
  }
  return async () => undefined;
}
