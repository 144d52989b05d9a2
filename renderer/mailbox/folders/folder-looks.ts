import {
  Archive,
  FilePen,
  Flag,
  Folder as FolderShape,
  Inbox,
  type LucideIcon,
  Mails,
  OctagonAlert,
  Send,
  Trash2,
} from 'lucide-react';
import type { Folder, FolderRole } from '../../../shared/mail.ts';

const icons: Readonly<Record<FolderRole, LucideIcon>> = {
  inbox: Inbox,
  drafts: FilePen,
  sent: Send,
  archive: Archive,
  junk: OctagonAlert,
  trash: Trash2,
  flagged: Flag,
  all: Mails,
};

/** The icon of a folder by its role. */
export function folderIcon(role: FolderRole | null): LucideIcon {
  return role === null ? FolderShape : icons[role];
}

/** Whether the folder's rows show whom a message is to rather than whom it is from. */
export function showsRecipient(folder: Pick<Folder, 'role'> | undefined): boolean {
  return folder?.role === 'sent' || folder?.role === 'drafts';
}
