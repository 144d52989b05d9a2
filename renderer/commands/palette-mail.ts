import { Mail, User } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AccountId, Address, MessageRow } from '../../shared/mail.ts';
import { call } from '../bridge.ts';
import { correspondent, rowDate, subjectOf } from '../mailbox/list/row-words.ts';
import { goToMessage } from '../mailbox/mailbox.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { typeSearch } from '../mailbox/search/search.ts';
import { showMailbox } from '../stores/ui.ts';
import type { PaletteEntry } from './palette-entries.ts';
import { folded } from './palette-search.ts';

/** Somebody who types on is not asked for: the pause after which people and messages are looked for, in milliseconds. */
const pauseMs = 150;
const shortest = 2;
const peopleAtMost = 4;
const messagesAtMost = 6;

const nothing: readonly PaletteEntry[] = [];

/**
 * The people and the messages of the open account that a query finds. They come below what is listed already, which never waits for them; until
 * those of this query are here it is null.
 */
export function useFoundMail(query: string): readonly PaletteEntry[] | null {
  const wanted = query.trim();
  const [found, setFound] = useState({ query: '', entries: nothing });
  useEffect(() => {
    if (wanted.length < shortest) return;
    let isLatest = true;
    const timer = setTimeout(async () => {
      const [people, messages] = await Promise.all([findPeople(wanted), findMessages(wanted, () => isLatest)]);
      if (isLatest) setFound({ query: wanted, entries: [...people, ...messages] });
    }, pauseMs);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  if (wanted.length < shortest) return nothing;
  return found.query === wanted ? found.entries : null;
}

async function findPeople(query: string): Promise<PaletteEntry[]> {
  const reply = await call('addresses.complete', { query, limit: peopleAtMost });
  if (!reply.ok) return [];
  const unique = new Map(reply.value.map((person) => [person.address.toLowerCase(), person]));
  return [...unique.values()].map(personEntry);
}

function personEntry({ name, address }: Address): PaletteEntry {
  const label = name.trim() || address;
  return {
    id: `person:${address}`,
    kind: 'people',
    label,
    detail: label === address ? '' : address,
    shortcut: '',
    icon: User,
    refusal: null,
    searchable: { name: folded(label), more: '' },
    run: () => {
      showMailbox();
      void typeSearch(`from:${address}`);
    },
  };
}

/** The newest messages that are found: of the open account, or of all where the open list is over all. */
async function findMessages(query: string, isWanted: () => boolean): Promise<PaletteEntry[]> {
  const { open } = useMailbox.getState();
  if (open === null) return [];
  const { accountId } = open;
  const view = await (accountId === null
    ? call('mail.openAccounts', { source: 'everything', text: query })
    : call('mail.openSearch', { accountId, folderId: null, text: query }));
  if (!view.ok) return [];
  const { viewId } = view.value;
  const rows = isWanted() ? await call('mail.rows', { viewId, start: 0, count: messagesAtMost }) : null;
  void call('mail.closeView', { viewId });
  return rows?.ok ? rows.value.rows.flatMap((row) => messageEntry(row.accountId ?? accountId, row)) : [];
}

function messageEntry(accountId: AccountId | null, row: MessageRow): PaletteEntry[] {
  const { folderId } = row;
  if (accountId === null || folderId === undefined) return [];
  const label = subjectOf(row);
  const entry: PaletteEntry = {
    id: `message:${accountId}:${row.id}`,
    kind: 'messages',
    label,
    detail: `${correspondent(row, false)} · ${rowDate(row.receivedAt, Date.now())}`,
    shortcut: '',
    icon: Mail,
    refusal: null,
    searchable: { name: folded(label), more: '' },
    run: () => {
      showMailbox();
      goToMessage(accountId, folderId, row.id);
    },
  };
  return [entry];
}
