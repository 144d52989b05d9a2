/** Gmail's labels as X-GM-LABELS names them: its own by a word with a backslash, the user's by their folders' paths. */
import type { StoredFolder } from './mail-store.ts';
import { encodeName, string, utf8, type Wire } from './wire.ts';

const systemLabels: Readonly<Record<string, string>> = {
  '\\Sent': '\\Sent',
  '\\Drafts': '\\Draft',
  '\\Junk': '\\Spam',
  '\\Trash': '\\Trash',
  '\\Flagged': '\\Starred',
  '\\Important': '\\Important',
};

/** The label that a folder stands for. */
export function labelName({ path, attributes }: Pick<StoredFolder, 'path' | 'attributes'>): string {
  if (path === 'INBOX') return '\\Inbox';
  return attributes.map((attribute) => systemLabels[attribute]).find((name) => name !== undefined) ?? path;
}

/** A label in an answer, spelled as LIST spells folders. */
export function wireLabel(name: string, isUtf8: boolean): Wire {
  if (name.startsWith('\\')) return string(name);
  return isUtf8 ? `"${utf8(name).replace(/["\\]/g, '\\$&')}"` : string(encodeName(name));
}
