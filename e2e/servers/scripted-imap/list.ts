/** LIST, XLIST, LSUB, STATUS and NAMESPACE. */
import { atomText, type Command, listOf, type Token } from './command-reader.ts';
import type { MailStore, StoredFolder } from './mail-store.ts';
import type { Personality } from './personality.ts';
import { encodeName, string, utf8, type Wire } from './wire.ts';

/** A name as this session writes it: modified UTF-7, or UTF-8 after ENABLE UTF8=ACCEPT (RFC 6855). */
function wireName(path: string, personality: Personality, isUtf8: boolean): Wire {
  const inbox = personality.inboxName ?? 'INBOX';
  const { delimiter } = personality;
  const isBelowInbox = delimiter !== null && path.startsWith(`INBOX${delimiter}`);
  const spelled = path === 'INBOX' || isBelowInbox ? inbox + path.slice('INBOX'.length) : path;
  return isUtf8 ? `"${utf8(spelled).replace(/["\\]/g, '\\$&')}"` : string(encodeName(spelled));
}

/** The answers to LIST, XLIST and LSUB. */
export function listAnswers(command: Command, store: MailStore, personality: Personality, isUtf8: boolean): Wire[] {
  const { name, args } = command;
  const first = args[0];
  const isExtended = first !== undefined && !('kind' in first);
  const [reference, pattern, ...rest] = isExtended ? args.slice(1) : args;
  const selection = isExtended ? listOf(first).map((word) => atomText(word).toUpperCase()) : [];
  const delimiter = personality.delimiter === null ? 'NIL' : string(personality.delimiter);
  if (pattern !== undefined && atomText(pattern) === '') return [`* ${name} (\\Noselect) ${delimiter} ""`];
  const wanted = listOf(pattern).map((one) => matcher(atomText(reference) + atomText(one), personality.delimiter));
  const returned = atomText(rest[0]).toUpperCase() === 'RETURN' ? listOf(rest[1]) : [];
  const returnWords = returned.map((word) => atomText(word).toUpperCase());
  const statusAt = returnWords.indexOf('STATUS');
  return [...store.folders.values()]
    .filter(({ path }) => wanted.some((matches) => matches(encodeName(path)) || matches(utf8(path))))
    .filter(({ subscribed }) => subscribed || (name !== 'LSUB' && !selection.includes('SUBSCRIBED')))
    .filter(({ attributes }) => !selection.includes('SPECIAL-USE') || attributes.length > 0)
    .flatMap((folder) => {
      const flags = [...folder.attributes, store.hasChildren(folder) ? '\\HasChildren' : '\\HasNoChildren'];
      if (folder.subscribed && returnWords.includes('SUBSCRIBED')) flags.push('\\Subscribed');
      if (name === 'XLIST' && folder.path === 'INBOX') flags.push('\\Inbox');
      const line = `* ${name} (${flags.join(' ')}) ${delimiter} ${wireName(folder.path, personality, isUtf8)}`;
      if (statusAt < 0 || !store.isSelectable(folder)) return [line];
      return [line, statusAnswer(folder, listOf(returned[statusAt + 1]), store, personality, isUtf8)];
    });
}

function matcher(pattern: string, delimiter: string | null): (name: string) => boolean {
  const level = delimiter === null ? '.*' : `[^${delimiter.replace(/[\\\]^-]/g, '\\$&')}]*`;
  const source = pattern
    .split(/([*%])/)
    .map((piece) => {
      if (piece === '*') return '.*';
      return piece === '%' ? level : piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    })
    .join('');
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(name);
}

/** STATUS's answer; items that the server does not know are left out. */
export function statusAnswer(
  folder: StoredFolder,
  items: readonly Token[],
  store: MailStore,
  personality: Personality,
  isUtf8: boolean,
): Wire {
  const values: Readonly<Record<string, number>> = {
    MESSAGES: folder.entries.length,
    RECENT: 0,
    UIDNEXT: folder.uidNext,
    UIDVALIDITY: folder.uidValidity,
    UNSEEN: folder.entries.filter(({ message }) => !message.flags.has('\\Seen')).length,
    DELETED: folder.entries.filter(({ message }) => message.flags.has('\\Deleted')).length,
    SIZE: folder.entries.reduce((sum, { message }) => sum + message.raw.length, 0),
    HIGHESTMODSEQ: store.highestModseq,
  };
  const told = items
    .map((item) => atomText(item).toUpperCase())
    .filter(
      (item) => values[item] !== undefined && !(personality.omits?.includes('status-uidnext') && item === 'UIDNEXT'),
    )
    .map((item) => `${item} ${values[item]}`);
  return `* STATUS ${wireName(folder.path, personality, isUtf8)} (${told.join(' ')})`;
}

/** NAMESPACE's answer (RFC 2342). */
export function namespaceAnswer(namespaces: NonNullable<Personality['namespaces']>): Wire {
  const groups = [namespaces.personal, namespaces.other, namespaces.shared].map((group) => {
    const written = group.map(([prefix, delimiter]) => {
      return `(${string(encodeName(prefix))} ${delimiter === null ? 'NIL' : string(delimiter)})`;
    });
    return written.length === 0 ? 'NIL' : `(${written.join('')})`;
  });
  return `* NAMESPACE ${groups.join(' ')}`;
}
