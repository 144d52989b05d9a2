/** FETCH's items of one message. */
import { atomText, listOf, type Token } from './command-reader.ts';
import { wireLabel } from './labels.ts';
import type { Entry, MailStore, StoredFolder } from './mail-store.ts';
import { bodyStructureOf, envelopeOf, parseMessage, sectionOf } from './mime-structure.ts';
import { internalDate, type Wire } from './wire.ts';

const macros: Readonly<Record<string, string>> = {
  FAST: 'FLAGS INTERNALDATE RFC822.SIZE',
  ALL: 'FLAGS INTERNALDATE RFC822.SIZE ENVELOPE',
  FULL: 'FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY',
};

/** The items that a FETCH names, in capitals except within brackets. */
export function fetchItems(token: Token | undefined): string[] {
  return listOf(token).flatMap((item) => {
    const text = atomText(item);
    return macros[text.toUpperCase()]?.split(' ') ?? [text.replace(/^[^[]*/, (word) => word.toUpperCase())];
  });
}

/** Whether an item needs more than what the server's index has: only those of an unfetchable message are refused. */
export function needsContent(item: string): boolean {
  return !['UID', 'FLAGS', 'MODSEQ', 'INTERNALDATE', 'RFC822.SIZE'].includes(item);
}

/** The answer's items. BODY[…] and RFC822 without PEEK set \Seen. */
export function fetchAnswer(
  entry: Entry,
  items: readonly string[],
  folder: StoredFolder,
  store: MailStore,
  isUtf8 = false,
): Wire[] {
  const { message, uid } = entry;
  const parsed = lazily(() => parseMessage(message.raw));
  return items.map((item) => {
    switch (item) {
      case 'UID':
        return `UID ${uid}`;
      case 'FLAGS':
        return `FLAGS (${[...message.flags].join(' ')})`;
      case 'MODSEQ':
        return `MODSEQ (${message.modseq})`;
      case 'INTERNALDATE':
        return `INTERNALDATE ${internalDate(message.receivedAt)}`;
      case 'RFC822.SIZE':
        return `RFC822.SIZE ${message.raw.length}`;
      case 'ENVELOPE':
        return `ENVELOPE ${envelopeOf(parsed())}`;
      case 'BODYSTRUCTURE':
      case 'BODY':
        return `${item} ${bodyStructureOf(parsed())}`;
      case 'RFC822':
        return `RFC822 ${literal(message.raw)}`;
      case 'X-GM-MSGID':
        return `X-GM-MSGID ${gmailId(message.id)}`;
      case 'X-GM-THRID':
        return `X-GM-THRID ${gmailId(message.id)}`;
      case 'X-GM-LABELS':
        return labelsAnswer(entry, folder, store, isUtf8);
      default:
        return bodySection(item, (section) => sectionOf(parsed(), section));
    }
  });
}

/** Whether FETCH of this item marks the message as read. */
export function marksAsSeen(item: string): boolean {
  return item === 'RFC822' || item.startsWith('BODY[');
}

function bodySection(item: string, read: (section: string) => Wire | null): Wire {
  const [, section = '', start, length] = /^BODY(?:\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/.exec(item) ?? [];
  const octets = read(section);
  const offset = start === undefined ? '' : `<${start}>`;
  const part = start === undefined ? octets : octets?.slice(Number(start), Number(start) + Number(length));
  return `BODY[${section}]${offset} ${part === null || part === undefined ? 'NIL' : literal(part)}`;
}

/** Gmail's ids have 64 bits. */
function gmailId(id: number): bigint {
  return 1_278_455_344_230_334_800n + BigInt(id) * 1_024n;
}

/** The labels of a message besides that of the folder that is selected. */
export function labelsAnswer({ message }: Entry, folder: StoredFolder, store: MailStore, isUtf8: boolean): Wire {
  const names = store.labelsOf(message, folder).map((name) => wireLabel(name, isUtf8));
  return `X-GM-LABELS (${names.join(' ')})`;
}

function literal(octets: Wire): Wire {
  return `{${octets.length}}\r\n${octets}`;
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
