import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, scope: string, text: string) => void;

const maxBytes = 2 * 1024 * 1024;
const maxLine = 2000;

/**
 * A log of at most two files of 2 MB in `<profile>/logs`. Every line is scrubbed of what looks like a secret, although nobody should
 * hand one over (I2). A full disk must not stop Heron, so a line that cannot be written is dropped.
 */
export function openLog(profileFolder: string, now: () => Date = () => new Date()): Log {
  const folder = join(profileFolder, 'logs');
  const file = join(folder, 'heron.log');
  return (level, scope, text) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rotate(file);
      appendFileSync(file, `${now().toISOString()} ${level} ${scope}: ${scrub(text)}\n`, { mode: 0o600 });
    } catch {
      // There is nowhere to report it.
    }
  };
}

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(file, `${file}.1`);
}

/** Replaces tokens, passwords and SASL responses; folds control characters; bounds the length. */
export function scrub(text: string): string {
  return text
    .slice(0, maxLine * 4)
    .replace(/\beyJ[\w-]{8,}(\.[\w-]+){0,4}/g, '[token]')
    .replace(/\b(bearer)\s+[^\s"',]+/gi, '$1 [token]')
    .replace(
      /\b(access_token|refresh_token|id_token|client_secret|device_code|code|password|passwd|pass)(\\*"?\s*[=:]\s*\\*"?)[^\s"'&,}\\]+/gi,
      '$1$2[secret]',
    )
    .replace(/\b(AUTHENTICATE\s+\S+|LOGIN\s+\S+)\s+\S+/gi, '$1 [secret]')
    .replace(/[A-Za-z0-9+/_=-]{120,}/g, '[long value]')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, maxLine);
}
