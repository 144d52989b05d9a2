/** Commands on the messages of the selected folder, and APPEND. */
import { atomText, type Command, listOf, type Token } from './command-reader.ts';
import { fetchAnswer, fetchItems, labelsAnswer, marksAsSeen, needsContent } from './fetch.ts';
import type { Entry, MailStore, StoredFolder } from './mail-store.ts';
import { parseMessage } from './mime-structure.ts';
import type { Personality } from './personality.ts';
import type { View } from './view.ts';
import { asSet, decodeName, inSet } from './wire.ts';

/** What a command does with: the mailbox, the server's ways, and what this session has selected. */
export interface Context {
  readonly store: MailStore;
  readonly personality: Personality;
  readonly view: View;
  readonly readOnly: boolean;
  /** Names are in UTF-8 (RFC 6855). */
  readonly isUtf8: boolean;
  send(line: string): void;
  /** The other sessions look for changes. */
  changed(): void;
  pathOf(token: Token | undefined): string;
}

/** The tagged answer without its tag; null: the usual OK. */
type Answer = string | null;

/** The messages that a set names, with their sequence numbers. */
function meant({ view }: Context, set: string, byUid: boolean): { entry: Entry; sequence: number }[] {
  const entries = view.entries();
  const highest = byUid ? (entries.at(-1)?.uid ?? 0) : entries.length;
  const isMeant = inSet(set, highest);
  return entries
    .map((entry, index) => ({ entry, sequence: index + 1 }))
    .filter(({ entry, sequence }) => isMeant(byUid ? entry.uid : sequence));
}

export function fetch(context: Context, { args, name }: Command): Answer {
  const { store, personality, view } = context;
  const byUid = name.startsWith('UID');
  const items = fetchItems(args[1]);
  const modifiers = listOf(args[2]).map((token) => atomText(token).toUpperCase());
  const since = modifiers.includes('CHANGEDSINCE') ? Number(modifiers[modifiers.indexOf('CHANGEDSINCE') + 1]) : null;
  if (byUid && !items.includes('UID')) items.push('UID');
  if (since !== null && !items.includes('MODSEQ')) items.push('MODSEQ');
  let messages = meant(context, atomText(args[0]), byUid);
  if (since !== null) messages = messages.filter(({ entry }) => entry.message.modseq > since);
  for (const { entry, sequence } of messages) {
    if (entry.message.unfetchable && items.some(needsContent)) {
      return personality.fetchRefusal ?? 'NO Some messages could not be FETCHed';
    }
    const told = fetchAnswer(entry, items, view.folder, store, context.isUtf8);
    if (!context.readOnly && items.some(marksAsSeen) && !entry.message.flags.has('\\Seen')) {
      entry.message.flags.add('\\Seen');
      store.touch(entry.message);
      context.changed();
    }
    if (items.includes('FLAGS')) view.toldFlags(entry);
    context.send(`* ${sequence} FETCH (${told.join(' ')})`);
  }
  return null;
}

export function storeFlags(context: Context, { args, name }: Command): Answer {
  if (context.readOnly) return 'NO [READ-ONLY] Mailbox is read-only';
  const byUid = name.startsWith('UID');
  const unchanged = 'kind' in (args[1] ?? []) ? args.slice(1) : args.slice(2);
  const [, sign, item, silent] = /^([+-]?)(FLAGS|X-GM-LABELS)(\.SILENT)?$/i.exec(atomText(unchanged[0])) ?? [];
  if (sign === undefined) return 'BAD Unknown STORE item';
  if (item?.toUpperCase() === 'X-GM-LABELS') {
    const isSilent = silent !== undefined;
    return storeLabels(context, meant(context, atomText(args[0]), byUid), sign, unchanged[1], byUid, isSilent);
  }
  const flags = listOf(unchanged[1]).map(atomText).map(canonicalFlag);
  for (const { entry, sequence } of meant(context, atomText(args[0]), byUid)) {
    const own = entry.message.flags;
    const before = [...own].join(' ');
    if (sign === '') own.clear();
    for (const flag of flags) sign === '-' ? own.delete(flag) : own.add(flag);
    context.view.toldFlags(entry);
    if (before !== [...own].join(' ')) context.store.flagged(context.view.folder, entry.message);
    const uid = byUid ? ` UID ${entry.uid}` : '';
    if (silent === undefined) context.send(`* ${sequence} FETCH (FLAGS (${[...own].join(' ')})${uid})`);
  }
  context.changed();
  return null;
}

/** STORE of X-GM-LABELS: the label of the selected folder is named by no answer. */
function storeLabels(
  context: Context,
  messages: readonly { readonly entry: Entry; readonly sequence: number }[],
  sign: string,
  list: Token | undefined,
  byUid: boolean,
  isSilent: boolean,
): Answer {
  const { store, personality, view, isUtf8 } = context;
  if (personality.labels === undefined) return 'BAD Unknown STORE item';
  const names = listOf(list).map((token) => {
    const text = atomText(token);
    return text.startsWith('\\') ? text : readName(token, isUtf8);
  });
  for (const { entry, sequence } of messages) {
    const { message, uid } = entry;
    if (sign === '') {
      const others = store.labelsOf(message, view.folder).filter((name) => !names.includes(name));
      for (const name of others) store.setLabel(view.folder, message, name, false);
    }
    for (const name of names) store.setLabel(view.folder, message, name, sign !== '-');
    const told = labelsAnswer(entry, view.folder, store, isUtf8);
    if (!isSilent) context.send(`* ${sequence} FETCH (${told}${byUid ? ` UID ${uid}` : ''})`);
  }
  context.changed();
  return null;
}

function canonicalFlag(flag: string): string {
  const known = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'];
  return known.find((own) => own.toLowerCase() === flag.toLowerCase()) ?? flag;
}

/** COPY and MOVE (RFC 6851). */
export function copyOrMove(context: Context, { args, name }: Command): Answer {
  const { store, view } = context;
  const destination = store.find(context.pathOf(args[1]));
  if (destination === undefined || !store.isSelectable(destination)) return 'NO [TRYCREATE] No such mailbox';
  const isMove = name.endsWith('MOVE');
  if (isMove && context.readOnly) return 'NO [READ-ONLY] Mailbox is read-only';
  const entries = meant(context, atomText(args[0]), name.startsWith('UID')).map(({ entry }) => entry);
  const from = entries.map(({ uid }) => uid);
  const to = entries.map(({ message }) => {
    return isMove ? store.put(destination, message) : store.copy(destination, message);
  });
  const isSame = destination === view.folder;
  const code = from.length === 0 ? '' : `[COPYUID ${destination.uidValidity} ${asSet(from)} ${asSet(to)}] `;
  const isUidPlus = context.personality.capabilities.after.includes('UIDPLUS');
  if (isMove && !isSame) store.leave(view.folder, (entry) => entries.includes(entry));
  if (!isMove) {
    context.changed();
    return isUidPlus ? `OK ${code}COPY completed` : null;
  }
  if (isUidPlus && code !== '') context.send(`* OK ${code}Moved`);
  context.changed();
  return null;
}

/** EXPUNGE and UID EXPUNGE (RFC 4315). */
export function expunge(context: Context, { args, name }: Command): Answer {
  if (context.readOnly) return 'NO [READ-ONLY] Mailbox is read-only';
  const meantOnes = name.startsWith('UID') ? meant(context, atomText(args[0]), true).map(({ entry }) => entry) : null;
  context.store.leave(context.view.folder, (entry) => {
    return entry.message.flags.has('\\Deleted') && (meantOnes?.includes(entry) ?? true);
  });
  context.changed();
  return null;
}

/** SEARCH with the keys that mail clients use most; another key is answered with BAD. */
export function search(context: Context, { args, name }: Command): Answer {
  const byUid = name.startsWith('UID');
  const keys = [...args];
  const tests: ((entry: Entry, sequence: number) => boolean)[] = [];
  const next = (): string => atomText(keys.shift());
  const flagKeys: Readonly<Record<string, string>> = {
    SEEN: '\\Seen',
    ANSWERED: '\\Answered',
    FLAGGED: '\\Flagged',
    DELETED: '\\Deleted',
    DRAFT: '\\Draft',
  };
  while (keys.length > 0) {
    const key = next().toUpperCase();
    const flag = flagKeys[key.replace(/^UN/, '')];
    if (key === 'ALL') continue;
    if (flag !== undefined) tests.push(({ message }) => message.flags.has(flag) !== key.startsWith('UN'));
    else if (key === 'HEADER') {
      const field = next().toLowerCase();
      const value = next().toLowerCase();
      tests.push(({ message }) => (parseMessage(message.raw).headers.get(field) ?? '').toLowerCase().includes(value));
    } else if (key === 'UID') {
      const isMeant = inSet(next(), context.view.entries().at(-1)?.uid ?? 0);
      tests.push(({ uid }) => isMeant(uid));
    } else if (/^[\d*]/.test(key)) {
      const isMeant = inSet(key, context.view.entries().length);
      tests.push((_entry, sequence) => isMeant(sequence));
    } else return `BAD Unknown search key ${key}`;
  }
  const found = context.view.entries().flatMap((entry, index) => {
    return tests.every((test) => test(entry, index + 1)) ? [byUid ? entry.uid : index + 1] : [];
  });
  context.send(`* SEARCH${found.map((number) => ` ${number}`).join('')}`);
  return null;
}

/** APPEND (RFC 9051 section 6.3.12). */
export function append(context: Omit<Context, 'view' | 'readOnly'>, { args }: Command): Answer {
  const folder: StoredFolder | undefined = context.store.find(context.pathOf(args[0]));
  if (folder === undefined) return 'NO [TRYCREATE] No such mailbox';
  const flags = args.slice(1).flatMap((token) => ('kind' in token ? [] : token.map(atomText)));
  const raw = atomText(args.at(-1));
  const known = context.store.same(raw);
  const uid =
    known === undefined
      ? context.store.deliver(folder.path, { raw: Buffer.from(raw, 'latin1'), flags })
      : context.store.put(folder, known);
  if (known !== undefined) context.changed();
  return context.personality.capabilities.after.includes('UIDPLUS')
    ? `OK [APPENDUID ${folder.uidValidity} ${uid}] APPEND completed`
    : null;
}

/** A mailbox name as a client wrote it. */
export function readName(token: Token | undefined, isUtf8: boolean): string {
  const text = atomText(token);
  return isUtf8 ? Buffer.from(text, 'latin1').toString('utf8') : decodeName(text);
}
