// FETCH with its answers read here. imapflow's own `fetch` (2.10.2) spells out the name of each item by its command compiler, hashes an id for each
// message, asks for MODSEQ, and passes rows through a queue of promises: together as much work as reading the answers from the wire, and a first
// synchronisation is mostly that. Lines, literals and their limits, ENVELOPE and BODYSTRUCTURE stay imapflow's, and so do the tokens of what is
// not plain (fetch-answer.ts).
import type { ImapFlow, MessageEnvelopeObject, MessageStructureObject } from 'imapflow';
import type { ImapAttributeList, ImapResponse } from 'imapflow/lib/handler/types.js';
import { parseBodystructure, parseEnvelope } from 'imapflow/lib/tools.js';
import { AppFailure } from '../../shared/reply.ts';
import { maxUid } from '../mail/remote-mail.ts';
import { atom, commandsOf, listOf, numberOf, textOf } from './commands.ts';
import { FlowClient } from './flow-client.ts';
import { makeError } from './imap-errors.ts';

/** What is asked for of each message, besides its UID (RFC 9051 section 6.4.5). */
export type FetchItem =
  | ('FLAGS' | 'INTERNALDATE' | 'RFC822.SIZE' | 'ENVELOPE' | 'BODYSTRUCTURE')
  | ('EMAILID' | 'THREADID')
  | ('X-GM-MSGID' | 'X-GM-THRID' | 'X-GM-LABELS');

/** One answer. What the server left out, or told as NIL, is undefined. */
export interface FetchedRow {
  readonly uid: number;
  readonly flags?: ReadonlySet<string>;
  readonly internalDate?: Date;
  /** Octets. */
  readonly size?: number;
  readonly envelope?: MessageEnvelopeObject;
  readonly bodyStructure?: MessageStructureObject;
  /** EMAILID (RFC 8474) or Gmail's X-GM-MSGID. */
  readonly emailId?: string;
  /** THREADID (RFC 8474) or Gmail's X-GM-THRID. */
  readonly threadId?: string;
  /** Gmail's X-GM-LABELS, as folder names are on the wire. */
  readonly labels?: readonly string[];
}

export interface FetchRows {
  /** UIDs, or sequence numbers where `byUid` is false. */
  readonly set: string;
  readonly byUid: boolean;
  readonly items: readonly FetchItem[];
  /** CONDSTORE (RFC 7162): only messages that changed after it. */
  readonly changedSince?: bigint | null;
  /**
   * QRESYNC (RFC 7162 section 3.2.6), with `changedSince` and UIDs, where it is enabled: takes what was expunged since, as it comes: UIDs as a
   * sequence set, which may hold some that were never there.
   */
  readonly onVanished?: (set: string) => void;
  /** Answers beyond twice this many and 1,000 more, since a server may tell flags unasked, are refused as nonsense. */
  readonly limit: number;
}

/** The items by which a server names the message, and its conversation, in all folders: OBJECTID (RFC 8474), or Gmail's; none where it has neither. */
export function objectIds(client: ImapFlow): readonly FetchItem[] {
  if (client.capabilities.has('OBJECTID')) return ['EMAILID', 'THREADID'];
  return client.capabilities.has('X-GM-EXT-1') ? ['X-GM-MSGID', 'X-GM-THRID'] : [];
}

/** How long rows are processed before other work of this thread gets its turn. */
const longestStretchMs = 8;

/** How imapflow takes VANISHED that no command asked for. Not in its types. */
type TakeVanished = (this: ImapFlow, answer: ImapResponse) => Promise<void>;

function isTakeVanished(value: unknown): value is TakeVanished {
  return typeof value === 'function';
}

/**
 * One FETCH; rows are handed over as they come, so that none is held twice. An answer whose UID is missing or none is left out. Throws
 * imap_protocol for answers without end, and what the command is refused with.
 */
export async function fetchRows(client: ImapFlow, rows: FetchRows, take: (row: FetchedRow) => void): Promise<void> {
  const commands = commandsOf(client);
  const { set, byUid, items, changedSince = null, limit } = rows;
  let answers = 0;
  let pausedAt = performance.now();
  let failure: unknown = null;
  // What this throws counts as an answer that could not be read.
  const onAttributes = async (attributes: ImapAttributeList | undefined): Promise<void> => {
    answers += 1;
    if (failure !== null) return;
    if (answers > limit * 2 + 1_000) {
      failure = new AppFailure(makeError('imap_protocol', { reason: 'too_many_messages' }));
      return;
    }
    const row = rowOf(attributes);
    if (row !== null) take(row);
    // imapflow itself parses a hundred envelopes and more without a pause; until this row is done it reads no further.
    if (performance.now() - pausedAt < longestStretchMs) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    pausedAt = performance.now();
  };
  const onAnswer = async ({ attributes }: ImapResponse): Promise<void> => await onAttributes(attributes);
  const { onVanished } = rows;
  const onVanishedAnswer = async (answer: ImapResponse): Promise<void> => {
    const [tag, set] = answer.attributes ?? [];
    const isEarlier = Array.isArray(tag) && tag.some((each) => textOf(each).toUpperCase() === 'EARLIER');
    if (isEarlier) return onVanished?.(textOf(set ?? null));
    // It tells of messages that go now, and so what IDLE would.
    const take: unknown = Reflect.get(client, 'untaggedVanished');
    if (isTakeVanished(take)) await take.call(client, answer);
  };
  const modifiers = [
    ...(changedSince === null ? [] : ['CHANGEDSINCE', `${changedSince}`]),
    ...(changedSince === null || onVanished === undefined ? [] : ['VANISHED']),
  ];
  const since = modifiers.length === 0 ? [] : [modifiers.map(atom)];
  if (client instanceof FlowClient) client.onFetchAnswer = onAttributes;
  try {
    const response = await commands.exec(
      byUid ? 'UID FETCH' : 'FETCH',
      [{ type: 'SEQUENCE', value: set }, ['UID', ...items].map(atom), ...since],
      { untagged: { FETCH: onAnswer, ...(onVanished && { VANISHED: onVanishedAnswer }) } },
    );
    // Until then imapflow reads no further.
    response.next();
  } finally {
    if (client instanceof FlowClient) client.onFetchAnswer = null;
  }
  if (failure !== null) throw failure;
}

function rowOf(attributes: ImapAttributeList | undefined): FetchedRow | null {
  const list = attributes?.[1];
  if (!Array.isArray(list)) return null;
  const row: { -readonly [K in keyof FetchedRow]: FetchedRow[K] } = { uid: 0 };
  for (let index = 0; index + 1 < list.length; index += 2) {
    const value = list[index + 1] ?? null;
    switch (textOf(list[index] ?? null).toUpperCase()) {
      case 'UID':
        row.uid = numberOf(value) ?? 0;
        break;
      case 'FLAGS':
        row.flags = new Set(listOf(value).map(textOf));
        break;
      case 'INTERNALDATE':
        row.internalDate = new Date(textOf(value));
        break;
      case 'RFC822.SIZE':
        row.size = numberOf(value) ?? 0;
        break;
      case 'ENVELOPE':
        if (Array.isArray(value)) row.envelope = parseEnvelope(value);
        break;
      case 'BODYSTRUCTURE':
        if (Array.isArray(value)) row.bodyStructure = parseBodystructure(value);
        break;
      case 'EMAILID':
        row.emailId = textOf(listOf(value)[0] ?? null);
        break;
      case 'THREADID':
        row.threadId = textOf(listOf(value)[0] ?? null);
        break;
      case 'X-GM-MSGID':
        row.emailId = textOf(value);
        break;
      case 'X-GM-THRID':
        row.threadId = textOf(value);
        break;
      case 'X-GM-LABELS':
        row.labels = listOf(value).map(textOf);
        break;
    }
  }
  return row.uid >= 1 && row.uid <= maxUid ? row : null;
}
