import type { MessageAddressObject } from 'imapflow';
import type { Address } from '../../shared/mail.ts';
import { isTag, tagsAmong } from '../../shared/tags.ts';
import { cleanText } from '../mail/clean-text.ts';
import type { RemoteEnvelope, RemoteFlags } from '../mail/remote-mail.ts';
import { remoteParts } from './body-structure.ts';
import type { FetchedRow } from './fetch-rows.ts';

const maxAddresses = 200;
const placeholderMailbox = /^(?:MISSING_MAILBOX|INVALID_ADDRESS|UNEXPECTED_DATA_AFTER_ADDRESS)$/;
const placeholderHost = /^(?:MISSING_DOMAIN|\.MISSING-HOST-NAME\.|\.SYNTAX-ERROR\.|unspecified-domain)$/;
/** 2242-03-16: a later time would not fit a message's row id (received second × 2^20 in a double). */
const latest = (2 ** 33 - 1) * 1_000;

/**
 * System flags (RFC 9051 section 2.3.2), the keyword $Forwarded, whatever their case, and tags. Some programs set Forwarded, as it was called before it was
 * registered (RFC 5788). What other keywords say is for programs, and not kept.
 */
export function remoteFlags(flags: ReadonlySet<string>): RemoteFlags {
  const result = { seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
  let hasTags = false;
  for (const flag of flags) {
    switch (flag.toLowerCase()) {
      case '\\seen':
        result.seen = true;
        break;
      case '\\flagged':
        result.flagged = true;
        break;
      case '\\answered':
        result.answered = true;
        break;
      case '$forwarded':
      case 'forwarded':
        result.forwarded = true;
        break;
      case '\\draft':
        result.draft = true;
        break;
      case '\\deleted':
        result.deleted = true;
        break;
      default:
        hasTags ||= isTag(flag);
    }
  }
  return hasTags ? { ...result, tags: tagsAmong(flags) } : result;
}

/** One FETCH answer as an envelope: strings decoded, bounded, without control characters; what is missing or broken is empty or null. Never throws. */
export function remoteEnvelope(message: FetchedRow): RemoteEnvelope {
  const envelope = message.envelope ?? {};
  const sentAt = time(envelope.date);
  return {
    uid: message.uid,
    flags: message.flags === undefined ? null : remoteFlags(message.flags),
    internalDate: time(message.internalDate),
    sentAt,
    size: typeof message.size === 'number' && message.size >= 0 ? message.size : null,
    subject: cleanText(envelope.subject, 1_000),
    // Nobody sends as a group (RFC 6854 lets messages say so): its members follow, and of an empty one there is no sender.
    from: addresses(envelope.from?.filter(({ address }) => address !== '')),
    to: addresses(envelope.to),
    cc: addresses(envelope.cc),
    replyTo: addresses(envelope.replyTo),
    messageIdHeader: messageId(envelope.messageId),
    inReplyTo: messageId(envelope.inReplyTo),
    parts: remoteParts(message.bodyStructure),
    ...objectId('emailId', message.emailId),
    ...objectId('threadId', message.threadId),
  };
}

/** RFC 8474 section 7: at most 255 characters. */
function objectId<K extends 'emailId' | 'threadId'>(name: K, value: unknown): { readonly [N in K]?: string } {
  const cleaned = cleanText(value, 256);
  if (cleaned === '' || cleaned.length > 255) return {};
  const named: { [N in K]?: string } = {};
  named[name] = cleaned;
  return named;
}

function addresses(list: readonly MessageAddressObject[] | undefined): Address[] {
  if (!Array.isArray(list)) return [];
  return list
    .slice(0, maxAddresses)
    .map((entry) => realAddress({ name: cleanText(entry.name, 200), address: cleanText(entry.address, 320) }))
    .filter(({ name, address }) => name !== '' || address !== '');
}

/**
 * Without what servers put in place of a missing or unreadable half of an address: Dovecot's MISSING_MAILBOX and MISSING_DOMAIN,
 * UW IMAP's .MISSING-HOST-NAME. and .SYNTAX-ERROR., Cyrus's unspecified-domain. The half that is there becomes the name.
 */
function realAddress({ name, address }: Address): Address {
  const at = address.lastIndexOf('@');
  const [mailbox, host] = at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
  const hasMailbox = mailbox !== '' && !placeholderMailbox.test(mailbox);
  const hasHost = host !== '' && !placeholderHost.test(host);
  if ((hasMailbox && hasHost) || at < 0) return { name, address };
  const rest = hasMailbox ? mailbox : hasHost ? `@${host}` : '';
  return { name: name === '' ? rest : name, address: '' };
}

function messageId(value: unknown): string | null {
  const cleaned = cleanText(value, 998);
  return cleaned === '' ? null : cleaned;
}

/** Milliseconds since the epoch, between 1970 and 2242; null where it is no date. */
function time(value: Date | string | undefined): number | null {
  const milliseconds = value instanceof Date ? value.getTime() : Number.NaN;
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), latest) : null;
}
