import { create } from 'zustand';
import type { AccountId } from '../../shared/mail.ts';
import type { DraftContent, DraftFile, SizeLimit } from '../../shared/writing.ts';
import { call } from '../bridge.ts';

/** What the accounts' servers take at most, as far as they were asked. */
export const useSizeLimits = create<{ readonly limits: ReadonlyMap<AccountId, SizeLimit> }>()(() => ({
  limits: new Map(),
}));

/** Asks how large a message from this account may be; nothing is known where that fails. */
export async function learnSizeLimit(accountId: AccountId): Promise<void> {
  const reply = await call('drafts.sizeLimit', { accountId });
  if (!reply.ok) return;
  const limit = reply.value;
  useSizeLimits.setState(({ limits }) => ({ limits: new Map(limits).set(accountId, limit) }));
}

/** A file's headers, and those of the message. */
const headerOctets = 400;

/**
 * About how many octets a draft has as it is sent: its files in lines of 76 characters for 57 octets (RFC 2045 section 6.8), and its text in
 * two versions. The exact number is known when the message is built.
 */
export function sizeWhenSent(
  { body, quote }: Pick<DraftContent, 'body' | 'quote'>,
  files: readonly Pick<DraftFile, 'size'>[],
): number {
  const inFiles = files.reduce((sum, { size }) => sum + Math.ceil(size / 57) * 78 + headerOctets, 0);
  const inText = 2 * body.length + (quote?.html?.length ?? 0) + (quote?.text.length ?? 0);
  return headerOctets + inText + inFiles;
}
