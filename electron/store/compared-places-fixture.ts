// What a server and a cache have, as values that can be compared field by field.
import { DatabaseSync } from '@photostructure/sqlite';
import type { ImapFlow } from 'imapflow';
import { tagsAmong } from '../../shared/tags.ts';

/** A message at a place. */
export interface Place {
  readonly folder: string;
  readonly uid: number;
  readonly messageId: string;
  readonly subject: string;
  readonly from: string;
  /** In octets. */
  readonly size: number;
  /** INTERNALDATE and Date, in milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly sentAt: number;
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly answered: boolean;
  readonly forwarded: boolean;
  readonly deleted: boolean;
  /** Lower case, in order. */
  readonly tags: readonly string[];
}

/** In the order of the folders, then of the UIDs. */
export async function serverPlaces(client: ImapFlow, folders: readonly string[]): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const folder of folders) {
    const lock = await client.getMailboxLock(folder);
    try {
      // Looks at what others did meanwhile.
      await client.noop();
      if (client.mailbox === false || client.mailbox.exists === 0) continue;
      const wanted = { uid: true, flags: true, size: true, internalDate: true, envelope: true } as const;
      for await (const { uid, flags, size, internalDate, envelope } of client.fetch('1:*', wanted)) {
        places.push({
          folder,
          uid,
          messageId: envelope?.messageId ?? '',
          subject: envelope?.subject ?? '',
          from: envelope?.from?.[0]?.address ?? '',
          size: size ?? -1,
          receivedAt: new Date(internalDate ?? 0).getTime(),
          sentAt: new Date(envelope?.date ?? 0).getTime(),
          seen: flags?.has('\\Seen') ?? false,
          flagged: flags?.has('\\Flagged') ?? false,
          answered: flags?.has('\\Answered') ?? false,
          forwarded: flags?.has('$Forwarded') ?? false,
          deleted: flags?.has('\\Deleted') ?? false,
          tags: tagsAmong(flags ?? []).map((tag) => tag.toLowerCase()),
        });
      }
    } finally {
      lock.release();
    }
  }
  return ordered(places, folders);
}

/** The same of a cache, also while an engine writes it. @param path of cache.db */
export function cachedPlaces(path: string, folders: readonly string[]): readonly Place[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const names = db.prepare('SELECT bit, lower(name) AS name FROM tags ORDER BY lower(name)').all() as {
      bit: number;
      name: string;
    }[];
    const rows = db
      .prepare(
        `SELECT f.path, p.uid, p.flags, p.tags, p.received_at, m.message_id, m.subject, m.from_address, m.size, m.sent_at
         FROM folders f CROSS JOIN placements p ON p.box = f.box CROSS JOIN messages m ON m.id = p.message`,
      )
      .all() as Record<string, string | number | null>[];
    const places = rows.map((row) => {
      const flags = Number(row['flags']);
      return {
        folder: JSON.parse(String(row['path'])) as string,
        uid: Number(row['uid']),
        messageId: String(row['message_id']),
        subject: String(row['subject']),
        from: String(row['from_address']),
        size: Number(row['size']),
        receivedAt: Number(row['received_at']),
        sentAt: Number(row['sent_at']),
        seen: (flags & 1) !== 0,
        flagged: (flags & 2) !== 0,
        answered: (flags & 4) !== 0,
        forwarded: (flags & 32) !== 0,
        deleted: (flags & 16) !== 0,
        tags: names.filter(({ bit }) => (Number(row['tags']) & (1 << bit)) !== 0).map(({ name }) => name),
      };
    });
    return ordered(places, folders);
  } finally {
    db.close();
  }
}

function ordered(places: readonly Place[], folders: readonly string[]): readonly Place[] {
  return places
    .filter(({ folder }) => folders.includes(folder))
    .sort((a, b) => folders.indexOf(a.folder) - folders.indexOf(b.folder) || a.uid - b.uid);
}
