import { formatNumber, plural } from './format.ts';

/** What a server refuses, folder by folder and message by message, while it answers otherwise. */
export const troublesEn = {
  tryAgain: 'Try again',
  /** The button's accessible name: "Try again: Archive". */
  tryAgainFor: (folder: string) => `Try again: ${folder}`,
  folder: 'This folder could not be opened.',
  /** The folder's mark, and its line on the account's page. */
  folderShort: 'Could not be opened',
  message: 'This message could not be fetched',
  /** In place of the sender, in a row. */
  messageShort: 'Not fetched',
  messages: (count: number) =>
    plural('en', count, {
      one: `${formatNumber('en', count)} message could not be fetched`,
      other: `${formatNumber('en', count)} messages could not be fetched`,
    }),
  /** Whose turn it is. */
  messagesHint: 'The server does not send what it lists here. Heron asks again from time to time.',
  next: (time: string) => `Heron tries again at ${time}.`,
  soon: 'Heron is trying again.',
  /** The sidebar's accessible name of a folder with a mark: "Archive, 3 unread, could not be opened". */
  marked: (folder: string, mark: string) => `${folder}, ${mark}`,
  /** What is proved of a folder: in its tooltip, and beside its number of messages. */
  proof: {
    unknown: 'Not compared with the server yet',
    reconciled: (time: string) => `Up to date, as of ${time}`,
    refused: 'Not up to date: the server refuses this folder',
    filling: (missing: number) =>
      plural('en', missing, {
        one: 'Not up to date: 1 older message is still to come',
        other: `Not up to date: ${formatNumber('en', missing)} older messages are still to come`,
      }),
    changed: 'Not up to date: there are changes on the server that are not here yet',
    disagrees: (told: number, stored: number) =>
      `The server counts ${formatNumber('en', told)} messages, and lists ${formatNumber('en', stored)}`,
    disagreesHint: 'Heron has compared all of them. What is missing is missing on the server’s side.',
  },
  /** The section of the account's page. */
  section: 'What the server refuses',
};
