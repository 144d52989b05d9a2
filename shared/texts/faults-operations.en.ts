import { formatNumber } from './format.ts';

/** Operations on messages and folders: why they were not accepted, or not carried out. */
export const faultsOperationsEn = {
  notDone: 'This change was not carried out.',
  rebuilt: (folder: string) =>
    `The server rebuilt the folder “${folder}”, so this change was not carried out: its message may be another one now.`,
  folderGone: (folder: string) =>
    `The folder “${folder}” is no longer on the server, so this change was not carried out.`,
  movesOpen: (folder: string) =>
    `Messages that were to be moved out of “${folder}” are still in it, so nothing was deleted. Try these moves again or discard them first.`,
  refused: (times: number, words: string) =>
    `The server refused this change ${formatNumber('en', times)} times (“${words}”).`,
  copied: (folder: string, words: string) =>
    `The message was copied to “${folder}”, but the server did not remove the original (“${words}”).`,
  notCreated: (folder: string) => `There is no folder “${folder}” on the server, and it could not be created.`,
  endsEachTime: 'The connection ended each time.',
  stillThere: 'The server removed nothing.',
  connectionLost: 'The connection ended while a change was being carried out.',
  noDelete:
    'The server of this account cannot delete single messages for good: it lacks UIDPLUS. Move them to the trash instead.',
  noSeenState: 'The server keeps no read state in this folder.',
  noFlaggedState: 'The server keeps no stars in this folder.',
  noMove: 'The server can neither move messages nor remove single ones.',
  noRemoval: 'The server lets no messages be removed from this folder.',
  noFolderName: 'This is no name for a folder.',
  undoExpired: 'This can no longer be undone.',
  onlyTrashAndJunk: 'Only the trash and the junk folder can be emptied.',
  nameHasDelimiter: (delimiter: string) => `A folder’s name cannot contain “${delimiter}” in this account.`,
  nameIsInbox: 'Only the inbox itself can be called “INBOX”.',
  nameTaken: (name: string) => `There is a folder “${name}” here already.`,
  noSubfolders: 'The server of this account has no folders within folders.',
  notYetCreated: (name: string) => `The server does not have the folder “${name}” yet.`,
  inboxStays: 'The inbox can be neither renamed nor deleted.',
  roleStays: (name: string) => `“${name}” is needed for mail to be sorted, so it cannot be deleted.`,
  hasSubfolders: (name: string) => `“${name}” has folders in it. Delete these first.`,
};
