import { type ServerSaid, faultWordsEn as words } from './fault-words.en.ts';
import { formatNumber, megabytes } from './format.ts';

interface Folder {
  readonly folder: string;
}
/** Read from a user.db in which an older version stored whole sentences. */
interface Former {
  readonly text: string;
}

const reasonOf = ({ said, own }: ServerSaid) => (own === undefined ? said : words.refusals[own]);
const notCreated = ({ folder }: Folder) => `There is no folder “${folder}” on the server, and it could not be created.`;

/** Why an operation on messages or folders was not carried out. See faultsEn. */
export const faultsOperationsEn = {
  operation_parked: {
    not_done: 'This change waits for you to try it again or to discard it.',
    rebuilt: ({ folder }: Folder) =>
      `The server rebuilt the folder “${folder}”, so this change was not carried out: its message may be another one now.`,
    folder_gone: ({ folder }: Folder) =>
      `The folder “${folder}” is no longer on the server, so this change was not carried out.`,
    moves_open: ({ folder }: Folder) =>
      `Messages that were to be moved out of “${folder}” are still in it, so nothing was deleted. Try these moves again or discard them first.`,
    refused: ({ times, ...said }: ServerSaid & { readonly times: number }) =>
      `The server refused this change ${formatNumber('en', times)} times (“${reasonOf(said)}”).`,
    not_allowed: (said: ServerSaid) =>
      `The server does not allow this change (“${reasonOf(said)}”). Whoever manages the mailbox decides what you may do there.`,
    over_quota: ({ folder, ...said }: ServerSaid & Folder) =>
      `There is no space left on the server for “${folder}” (“${reasonOf(said)}”). Delete something for good there, then try again.`,
    read_only: ({ folder }: Folder) =>
      `The server lets you read the folder “${folder}” but change nothing in it. Whoever manages the folder decides that.`,
    not_opened: ({ folder, ...said }: ServerSaid & Folder) =>
      `The server does not open the folder “${folder}” (“${reasonOf(said)}”), so this change waits for you.`,
    no_delete:
      'The server of this account cannot delete single messages for good: it lacks UIDPLUS. Move them to the trash instead.',
    copied: ({ folder, ...said }: ServerSaid & Folder) =>
      `The copy is in “${folder}”; the original could not be removed (“${reasonOf(said)}”). Until it is, the message is in both folders.`,
    message_gone: ({ folder }: Folder) => `The message is no longer in “${folder}”, so it was not copied.`,
    too_large: ({ folder, size }: Folder & { readonly size: number }) =>
      `The message has ${megabytes('en', size, 'up')}, and the server of “${folder}” takes none as large. It stays where it is.`,
    account_gone: 'The account that the message was to go to was removed. The message stays where it is.',
    not_seen: ({ folder }: Folder) =>
      `The server accepted a copy for “${folder}” and does not show it there. The message stays where it is.`,
    not_created: notCreated,
    former: ({ text }: Former) => text,
  },
  trash_missing: {
    not_created: notCreated,
    former: ({ text }: Former) => text,
  },
};
