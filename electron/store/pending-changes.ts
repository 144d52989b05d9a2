import type { Rename } from '../mail/folder-path.ts';

/** A folder that the server does not have yet. */
export interface FolderToCreate {
  readonly path: string;
  readonly delimiter: string | null;
}

/** How a message is shown; an omitted field is shown as stored. */
export interface MessageChange {
  readonly seen?: boolean;
  readonly flagged?: boolean;
  /** It has this tag, or has it no more. */
  readonly tag?: { readonly name: string; readonly on: boolean };
  /** The path of the folder that it is shown in instead. */
  readonly destination?: string;
  readonly deleted?: boolean;
}

/** A message by its folder's path, UIDVALIDITY and UID. */
export interface PendingPlace {
  readonly path: string;
  readonly uidValidity: number;
  readonly uid: number;
}

/**
 * A change that the server does not have yet, as the store needs it: how it is shown until the cache has it. The store
 * does not know who asked for it, nor how it is carried out. Paths are the server's. Of two changes, the one with the
 * higher `order` was asked for later.
 */
export type PendingChange =
  /** One message, identified by (folder, UIDVALIDITY, UID). */
  | {
      readonly of: 'message';
      readonly path: string;
      readonly uidValidity: number;
      readonly uid: number;
      readonly order: number;
      readonly change: MessageChange;
    }
  /** The messages of a folder: up to `seenUpTo` they are read, up to `emptiedUpTo` they are gone; 0: none are. */
  | {
      readonly of: 'content';
      readonly path: string;
      readonly uidValidity: number;
      readonly order: number;
      readonly seenUpTo: number;
      readonly emptiedUpTo: number;
    }
  /** One more message that a folder gets: it is counted, and shown when it is there. `from`: it is a copy of a message of this account. */
  | { readonly of: 'incoming'; readonly path: string; readonly seen: boolean; readonly from?: PendingPlace }
  /** A message that is at this place gets a label, or loses it: the folder with that path. Only where folders are labels. */
  | ({ readonly of: 'label'; readonly order: number; readonly label: string; readonly on: boolean } & PendingPlace)
  | ({ readonly of: 'new_folder' } & FolderToCreate)
  | ({ readonly of: 'renamed_folder' } & Rename)
  | { readonly of: 'deleted_folder'; readonly path: string };
