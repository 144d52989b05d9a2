import { beforeEach, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, flags, inboxFolder, noon, syncState } from './store-fixture.ts';

let store: SqliteMailStore;
let inbox: FolderId;
const offer: RemoteEnvelope = envelope(1, {
  subject: 'Offer',
  parts: [
    {
      ...{ partId: '2', mimeType: 'application/pdf', charset: null, encoding: 'base64', size: 5_000 },
      ...{ disposition: 'attachment', filename: 'Kostenvoranschlag.pdf', contentId: null, within: ['multipart/mixed'] },
    },
  ],
});

beforeEach(() => {
  const { database } = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon });
  store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder]);
  inbox = store.folders()[0]?.id as FolderId;
  store.saveWindow(inbox, [offer, envelope(2, { subject: 'Nothing attached' })], syncState());
});

const message = (): MessageId => store.idsOf(inbox, [1]).get(1) as MessageId;
const attached = { ...{ partId: '2', filename: 'Kostenvoranschlag.pdf', mimeType: 'application/pdf', size: 3_700 } };
/** The structure tells of the first of them alone, as where the other one is within a winmail.dat. */
function saveBody(text: string): void {
  const attachments = [
    { ...attached, contentId: null, inline: false },
    { ...attached, partId: '2.1', filename: 'Grundriss.doc', contentId: null, inline: false },
  ];
  store.saveBody(message(), { id: message(), html: null, text, truncated: false, attachments }, text);
}
const rows = (text: string) =>
  store
    .openSearch({ folderId: null, text })
    .rows(0, 9)
    .map(({ subject, foundInFile = false }) => [subject, foundInFile]);

it('finds a message by what its attachment says, and says where that stands', () => {
  saveBody('See the file about the lamp.');
  const search = store.openSearch({ folderId: null, text: 'hippopotamus' });
  expect(search.total).toBe(0);
  const [changes] = store.saveFileText(message(), '2', 'A Hippopótamus and a lamp,\n  for Müller');
  expect(changes && search.apply(changes)).toBe(true);
  expect(search.rows(0, 9)).toMatchObject([{ subject: 'Offer', foundInFile: true }]);
  expect(rows('mueller')).toEqual([['Offer', true]]);
  expect(rows('"hippopotamus and"')).toEqual([['Offer', true]]);
  expect(rows('opotam')).toEqual([['Offer', true]]);
  // One word here and one there: only the attachment makes it a result.
  expect(rows('see hippopotamus')).toEqual([['Offer', true]]);
  expect(rows('lamp')).toEqual([['Offer', false]]);
  expect(rows('offer')).toEqual([['Offer', false]]);
  expect(rows('hippopotamus or offer')).toEqual([['Offer', false]]);
  expect(rows('body:hippopotamus')).toEqual([]);
  expect(rows('filename:kosten')).toEqual([['Offer', false]]);
  expect(rows('-hippopotamus')).toEqual([['Nothing attached', false]]);
  expect(store.openSearch({ folderId: null, text: 'lamp' }).report()).toMatchObject({ files: 1, withText: 1 });
});

it('does not count what could not be read, and asks for nothing twice', () => {
  saveBody('See the file.');
  expect(store.hasFileText(message(), '2')).toBe(false);
  expect(store.saveFileText(message(), '2', null)).toEqual([]);
  expect(store.hasFileText(message(), '2')).toBe(true);
  expect(store.openSearch({ folderId: null, text: 'file' }).report()).toMatchObject({ files: 0 });
});

it('keeps it when the body is stored anew, and drops it with the body', () => {
  expect(store.saveFileText(message(), '2', 'An umbrella')).toEqual([]);
  expect(rows('umbrella')).toEqual([]);
  saveBody('See the file.');
  const bare = store.space().textOctets;
  store.saveFileText(message(), '2', 'An umbrella');
  expect(store.space().textOctets).toBe(bare + 'an umbrella'.length);
  saveBody('See the file.');
  expect(rows('umbrella')).toEqual([['Offer', true]]);
  expect(store.space().textOctets).toBe(bare + 'an umbrella'.length);
  const budget = { days: null, octets: 0 };
  for (const _octets of store.dropTexts({ budget, now: noon, isNeeded: () => false }));
  // Unread mail of the inbox keeps its text.
  expect(rows('umbrella')).toEqual([['Offer', true]]);
  store.saveFlags(inbox, [{ uid: 1, flags: flags({ seen: true }) }]);
  for (const _octets of store.dropTexts({ budget, now: noon, isNeeded: () => false }));
  expect(rows('umbrella')).toEqual([]);
  expect(rows('filename:kosten')).toEqual([['Offer', false]]);
  expect(store.space().textOctets).toBe(0);
  expect(store.hasFileText(message(), '2')).toBe(false);
});

it('goes with its message', () => {
  saveBody('See the file.');
  store.saveFileText(message(), '2', 'An umbrella');
  store.removeUids(inbox, [1]);
  expect(rows('umbrella')).toEqual([]);
});

it('forgets all of it once attachments are not to be searched, and takes it again later', () => {
  saveBody('See the file about the lamp.');
  const bare = store.space().textOctets;
  store.saveFileText(message(), '2', 'An umbrella');
  expect(rows('umbrella')).toEqual([['Offer', true]]);
  expect(store.forgetFileTexts(1)).toBe(true);
  expect(store.forgetFileTexts(1)).toBe(false);
  expect(rows('umbrella')).toEqual([]);
  for (const text of ['lamp', 'offer', 'filename:kosten', 'filename:grundriss'])
    expect(rows(text)).toEqual([['Offer', false]]);
  expect(store.space().textOctets).toBe(bare);
  expect(store.openSearch({ folderId: null, text: 'lamp' }).report()).toMatchObject({ files: 0, withText: 1 });
  expect(store.hasFileText(message(), '2')).toBe(false);
  store.saveFileText(message(), '2', 'An umbrella');
  expect(rows('umbrella')).toEqual([['Offer', true]]);
});
