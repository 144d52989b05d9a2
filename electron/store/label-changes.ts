import { readExactText } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import { type FolderRow, folderRows } from './folder-table.ts';
import type { ContentId } from './message-id.ts';
import { placesOf } from './message-row.ts';
import type { PendingChange, PendingPlace } from './pending-changes.ts';

/** The labels that a message gets and loses by pending changes, by path. */
export interface LabelChange {
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

/** Pending changes as they are shown where folders are labels. */
interface SpreadChanges {
  readonly changes: readonly PendingChange[];
  readonly labels: ReadonlyMap<ContentId, LabelChange>;
}

interface Found {
  readonly content: ContentId;
  readonly others: readonly PendingPlace[];
}

/**
 * Adds what changes of a message come to at its other places, where folders are labels: read state, star and tags are the message's own, trash and
 * junk take all labels away, and a label that goes takes the message out of its folder.
 */
export function spreadChanges(db: Database, changes: readonly PendingChange[]): SpreadChanges {
  const folders = folderRows(db);
  const find = finder(db, folders, changes.flatMap(placeOf));
  const clears = new Set(
    folders.filter(({ role }) => role === 'trash' || role === 'junk').map(({ path }) => readExactText(path)),
  );
  const labels = new Map<ContentId, { added: Set<string>; removed: Set<string> }>();
  const note = (content: ContentId, label: string, on: boolean): void => {
    const known = labels.get(content) ?? { added: new Set(), removed: new Set() };
    labels.set(content, known);
    (on ? known.added : known.removed).add(label);
    (on ? known.removed : known.added).delete(label);
  };
  const spread = changes.flatMap((change): PendingChange[] => {
    const [place] = placeOf(change);
    const found = place && find(place);
    if (found === undefined) return [change];
    const { content, others } = found;
    if (change.of === 'incoming') {
      note(content, change.path, true);
      return [change];
    }
    if (change.of === 'label') {
      note(content, change.label, change.on);
      if (change.on) return [change, { of: 'incoming', path: change.label, seen: true }];
      const there = others.filter(({ path }) => path === change.label);
      return [change, ...there.map((other) => at(other, change.order, { deleted: true }))];
    }
    if (change.of !== 'message') return [change];
    const { seen, flagged, tag, destination, deleted } = change.change;
    // What leaves a folder loses its label.
    if (destination !== undefined || deleted) note(content, change.path, false);
    const flags = {
      ...(seen !== undefined && { seen }),
      ...(flagged !== undefined && { flagged }),
      ...(tag && { tag }),
    };
    const isCleared = destination !== undefined && clears.has(destination);
    if (isCleared) {
      const labelled = others.filter(({ path }) => path !== destination);
      return [change, ...labelled.map((other) => at(other, change.order, { deleted: true }))];
    }
    if (destination !== undefined) note(content, destination, true);
    if (Object.keys(flags).length === 0) return [change];
    return [change, ...others.map((other) => at(other, change.order, flags))];
  });
  return { changes: spread, labels };
}

/** The place of the message that a change is about. */
function placeOf(change: PendingChange): readonly PendingPlace[] {
  if (change.of === 'message' || change.of === 'label') return [change];
  return change.of === 'incoming' && change.from !== undefined ? [change.from] : [];
}

function at(
  { path, uidValidity, uid }: PendingPlace,
  order: number,
  change: Extract<PendingChange, { readonly of: 'message' }>['change'],
): PendingChange {
  return { of: 'message', path, uidValidity, uid, order, change };
}

/** Looks up messages with their other places: by one statement a folder, since a thousand may be pending. */
function finder(
  db: Database,
  folders: readonly FolderRow[],
  places: readonly PendingPlace[],
): (place: PendingPlace) => Found | undefined {
  const named = folders.flatMap(({ box, path, uid_validity: uidValidity }) =>
    uidValidity === null ? [] : [{ box, path: readExactText(path), uidValidity }],
  );
  const byBox = new Map(named.map((folder) => [folder.box, folder]));
  const byName = new Map(named.map((folder) => [nameOf(folder), folder]));
  const found = new Map<string, { content: ContentId; others: PendingPlace[] }>();
  const uids = new Map<number, number[]>();
  for (const place of places) {
    const folder = byName.get(nameOf(place));
    if (folder === undefined) continue;
    const list = uids.get(folder.box) ?? [];
    uids.set(folder.box, list);
    list.push(place.uid);
  }
  for (const [asked, list] of uids) {
    const rows = db.all<{ here: number; content: ContentId; box: number; uid: number }>(
      `SELECT h.uid AS here, h.message AS content, p.box, p.uid FROM placements h CROSS JOIN placements p ON ${placesOf('h.message')}
       WHERE h.box = ? AND h.uid IN (SELECT value FROM json_each(?))`,
      asked,
      JSON.stringify(list),
    );
    for (const { here, content, box, uid } of rows) {
      const key = `${asked} ${here}`;
      const known = found.get(key) ?? { content, others: [] };
      found.set(key, known);
      const other = byBox.get(box);
      if (other !== undefined && (box !== asked || uid !== here)) known.others.push({ ...other, uid });
    }
  }
  return (place) => {
    const folder = byName.get(nameOf(place));
    return folder && found.get(`${folder.box} ${place.uid}`);
  };
}

/** Under another UIDVALIDITY the same UIDs mean other messages (RFC 9051 section 2.3.1.1). */
function nameOf({ path, uidValidity }: Pick<PendingPlace, 'path' | 'uidValidity'>): string {
  return `${uidValidity} ${path}`;
}
