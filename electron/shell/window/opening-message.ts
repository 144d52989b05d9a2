import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openingMessage } from '../../../shared/input-schemas.ts';
import type { OpeningMessage } from '../../../shared/mail.ts';

/** Which message is being opened, so that one that ends the window is not opened again by itself (R3). */
export interface OpeningMessages {
  /** The message that was being opened when the window or Heron ended; null when none was. */
  current(): OpeningMessage | null;
  opening(message: OpeningMessage): void;
  /** It is shown, or the user went on. News about another message than the one that is being opened change nothing. */
  shown(message: Pick<OpeningMessage, 'accountId' | 'messageId'>): void;
}

/**
 * Keeps it in `opening-message.json` of the profile while a message is being opened. Not fsynced: it has to survive the end of a process,
 * not a power cut, and is written with each message that is read.
 * @param report it could not be kept; for the log, not for the user
 */
export function openOpeningMessages(profileFolder: string, report: (cause: unknown) => void): OpeningMessages {
  const path = join(profileFolder, 'opening-message.json');
  let current = read(path);
  const attempt = (change: () => void) => {
    try {
      change();
    } catch (cause) {
      report(cause);
    }
  };
  return {
    current: () => current,
    opening: (message) => {
      current = message;
      attempt(() => {
        writeFileSync(`${path}.tmp`, JSON.stringify(message), { mode: 0o600 });
        renameSync(`${path}.tmp`, path);
      });
    },
    shown: ({ accountId, messageId }) => {
      if (current?.accountId !== accountId || current.messageId !== messageId) return;
      current = null;
      attempt(() => rmSync(path, { force: true }));
    },
  };
}

function read(path: string): OpeningMessage | null {
  try {
    return openingMessage.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // There is no such file, as usual, or it is damaged: then nothing is known.
    return null;
  }
}
