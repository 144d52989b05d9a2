// The one place that works around imapflow's decoding of headers. imapflow 2.10.2 reads the strings of ENVELOPE and BODYSTRUCTURE as
// UTF-8 before anything looks at their charset, so octets of other charsets are lost, and decodes encoded words by libmime, which
// lacks some charsets. Headers in which that shows are fetched again as octets.
import type { ImapFlow } from 'imapflow';
import { cleanText } from '../mail/clean-text.ts';
import type { RemoteEnvelope, RemotePart } from '../mail/remote-mail.ts';
import { addressList } from '../mime/address-list.ts';
import { headerText } from '../mime/encoded-words.ts';
import { fieldValue, readHeader, structured, withLineFeeds } from '../mime/header-fields.ts';
import { receivedName } from './body-structure.ts';
import type { FetchedRow } from './fetch-rows.ts';
import { isRefusal } from './imap-errors.ts';
import { uidSets } from './uid-set.ts';

/**
 * What a lost octet becomes, alone or inside an encoded word of a charset with one octet for each character; the shifts and escapes
 * of ISO-2022 and HZ; and an encoded word that was left as it is.
 */
const traces: readonly string[] = ['\ufffd', '\u00ef\u00bf\u00bd', '\x0e', '\x1b', '~{'];
const encodedWord = /=\?[^?\s]+\?[bq]\?/i;
const headers = ['subject', 'from', 'to', 'cc', 'reply-to', 'content-type', 'content-disposition'];
/** File names are mended for so many parts of a message. */
const mostNames = 50;
const longestName = 64 * 1024;

/** Whether a message's header has to be fetched as octets: its decoding went wrong, or the server saw next to none of it. */
export function isGarbled({ envelope }: FetchedRow, { parts }: RemoteEnvelope): boolean {
  if (envelope === undefined) return false;
  const { subject, date, messageId, from, to, cc, replyTo } = envelope;
  const people = [from, to, cc, replyTo].flatMap((list) => (Array.isArray(list) ? list.slice(0, 200) : []));
  const texts = [subject, ...people.map(({ name }) => name)];
  // A header whose lines end in CR alone is one field to a server.
  const isOneField = from !== undefined && subject === undefined && date === undefined && messageId === undefined;
  return isOneField || texts.some(looksGarbled) || parts.some(hasGarbledName);
}

/**
 * The envelopes, with subject, people and file names from the octets of their headers. A server that refuses to send these
 * leaves them as they are.
 */
export async function fromHeaderOctets(
  client: ImapFlow,
  envelopes: readonly RemoteEnvelope[],
): Promise<readonly RemoteEnvelope[]> {
  try {
    return await mendedEnvelopes(client, envelopes);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [];
  }
}

async function mendedEnvelopes(client: ImapFlow, envelopes: readonly RemoteEnvelope[]): Promise<RemoteEnvelope[]> {
  const sources = new Map<number, string>();
  for (const set of uidSets(envelopes.map(({ uid }) => uid))) {
    for await (const row of client.fetch(set, { uid: true, headers }, { uid: true })) {
      if (row.headers) sources.set(row.uid, withLineFeeds(row.headers.toString('latin1')));
    }
  }
  const mended: RemoteEnvelope[] = [];
  for (const envelope of envelopes) {
    const source = sources.get(envelope.uid);
    if (source === undefined) mended.push(envelope);
    else mended.push(await withNames(client, withTexts(envelope, source), source));
  }
  return mended;
}

function withTexts(envelope: RemoteEnvelope, source: string): RemoteEnvelope {
  const { fields } = readHeader(source, 0, source.length);
  const charset = textCharset(envelope);
  const subject = fieldValue(fields, 'subject');
  const people = (name: string, former: RemoteEnvelope['from']): RemoteEnvelope['from'] => {
    const value = fieldValue(fields, name);
    if (value === null) return former;
    return addressList(value, charset)
      .slice(0, 200)
      .map((each) => ({ name: cleanText(each.name, 200), address: cleanText(each.address, 320) }));
  };
  return {
    ...envelope,
    subject: subject === null ? envelope.subject : cleanText(headerText(subject, charset), 1_000),
    from: people('from', envelope.from),
    to: people('to', envelope.to),
    cc: people('cc', envelope.cc),
    // Servers tell the sender here where there is no Reply-To.
    replyTo: people(fieldValue(fields, 'reply-to') === null ? 'from' : 'reply-to', envelope.replyTo),
  };
}

/** Mends file names: of the only part from the message's header, of others from their own (RFC 9051 section 6.4.5, `MIME`). */
async function withNames(client: ImapFlow, envelope: RemoteEnvelope, source: string): Promise<RemoteEnvelope> {
  const wrong = envelope.parts.filter(hasGarbledName).slice(0, mostNames);
  if (wrong.length === 0) return envelope;
  const isOnly = envelope.parts.length === 1 && envelope.parts[0]?.within.length === 0;
  const sources = isOnly ? new Map([['1', source]]) : await partHeaders(client, envelope.uid, wrong);
  const names = new Map<string, string>();
  for (const { partId } of wrong) {
    const name = fileName(sources.get(partId) ?? '', textCharset(envelope));
    if (name !== '') names.set(partId, name);
  }
  const parts = envelope.parts.map((part) => ({ ...part, filename: names.get(part.partId) ?? part.filename }));
  return { ...envelope, parts };
}

async function partHeaders(
  client: ImapFlow,
  uid: number,
  parts: readonly RemotePart[],
): Promise<ReadonlyMap<string, string>> {
  const bodyParts = parts.map(({ partId }) => ({ key: `${partId}.MIME`, start: 0, maxLength: longestName }));
  const sources = new Map<string, string>();
  for await (const row of client.fetch(`${uid}`, { uid: true, bodyParts }, { uid: true })) {
    for (const [key, octets] of row.bodyParts ?? []) {
      if (Buffer.isBuffer(octets)) sources.set(key.replace(/\.mime$/i, ''), octets.toString('latin1'));
    }
  }
  return sources;
}

function fileName(source: string, charset: string | null): string {
  const { fields } = readHeader(source, 0, source.length);
  const parameter = (field: string, name: string): string | undefined =>
    structured(fieldValue(fields, field) ?? '', charset).parameters.get(name);
  return receivedName(parameter('content-disposition', 'filename') ?? parameter('content-type', 'name') ?? '');
}

/** What the message's text is written in, and so most likely its header. */
function textCharset({ parts }: RemoteEnvelope): string | null {
  return parts.find(({ mimeType, charset }) => mimeType.startsWith('text/') && charset !== null)?.charset ?? null;
}

function hasGarbledName({ filename }: RemotePart): boolean {
  return looksGarbled(filename);
}

function looksGarbled(text: string | null | undefined): boolean {
  return typeof text === 'string' && (traces.some((trace) => text.includes(trace)) || encodedWord.test(text));
}
