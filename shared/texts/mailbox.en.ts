import { formatNumber, plural } from './format.ts';

const number = (count: number): string => formatNumber('en', count);
const messages = (count: number): string =>
  plural('en', count, { one: `${number(count)} message`, other: `${number(count)} messages` });
/** "Message archived", "3 messages archived" */
const subject = (count: number): string => (count === 1 ? 'Message' : messages(count));

/** Sidebar, message list and what can be done there. */
export const mailboxEn = {
  screen: 'Mailbox',
  mail: 'Mail',
  sidebarWidth: 'Width of the sidebar',
  listWidth: 'Width of the message list',
  listHeight: 'Height of the message list',
  number,
  sidebar: {
    name: 'Accounts and folders',
    folders: 'Folders',
    notListed: 'The folders cannot be listed.',
    addAccount: 'Add account',
    settings: 'Settings',
    accountSettings: 'Account settings',
    unread: (folder: string, count: number) => `${folder}, ${number(count)} unread`,
    expand: 'Show folders inside',
    collapse: 'Hide folders inside',
    fold: (account: string) => `Hide the folders of ${account}`,
    unfold: (account: string) => `Show the folders of ${account}`,
    showNames: 'Show names',
    hideNames: 'Icons only',
  },
  /** The state of an account that is not simply working, shown beside its one button. */
  states: {
    /** Changes that are carried out on the server as soon as the account works again. */
    waiting: (count: number) => (count === 1 ? '1 change waiting' : `${number(count)} changes waiting`),
    tryNow: 'Try now',
    resume: 'Resume',
    signIn: 'Sign in',
    settings: 'Settings',
    /** The button's accessible name: "Sign in: ada@contoso.example". */
    actionFor: (action: string, account: string) => `${action}: ${account}`,
  },
  list: {
    name: 'Message list',
    messages: 'Messages',
    loading: 'Loading',
    connecting: 'Connecting…',
    noMessages: 'No messages',
    noMessagesIn: (folder: string) => `No messages in ${folder}`,
    notDownloaded: 'This folder has not been downloaded yet',
    notDownloadedHint: 'It will be here as soon as the account is connected again.',
    notDownloadedPaused: 'It will be here when syncing goes on.',
    /** The menu of a list: its order, and what its rows are. */
    order: {
      menu: 'Sort and group',
      newest: 'Newest first',
      oldest: 'Oldest first',
      sender: 'By sender',
      subject: 'By subject',
      largest: 'Largest first',
      conversations: 'Conversations',
    },
    count: messages,
    countUnread: (count: number, unread: number) => `${messages(count)}, ${number(unread)} unread`,
    downloading: (folder: string) => `Downloading ${folder}`,
    downloaded: (stored: number, total: number) => `${number(stored)} of ${number(total)} messages`,
    syncNow: 'Sync now',
    actions: 'Message under the pointer',
    messageMenu: 'Message actions',
    /** The headings of the list; other days and months have their own names. */
    dates: {
      later: 'In the future',
      today: 'Today',
      yesterday: 'Yesterday',
      last_week: 'Last week',
      this_month: 'Earlier this month',
      older: 'Older',
    },
  },
  row: {
    noSubject: 'No subject',
    noRecipient: 'No recipient',
    unknownSender: 'Unknown sender',
    /** The user, among others who wrote. */
    me: 'me',
    inConversation: (count: number) => messages(count),
    unread: 'unread',
    flagged: 'flagged',
    answered: 'answered',
    forwarded: 'forwarded',
    markedDeleted: 'marked as deleted',
    hasAttachments: 'has attachments',
    markRead: 'Mark as read',
    markUnread: 'Mark as unread',
    addStar: 'Add star',
    removeStar: 'Remove star',
    archive: 'Archive',
    trash: 'Move to trash',
    deleteForever: 'Delete forever…',
    junk: 'Mark as junk',
    notJunk: 'Not junk',
    move: 'Move to folder…',
    copy: 'Copy to folder…',
    /** In an account whose folders are labels. */
    label: 'Label…',
    tag: 'Tag…',
    open: 'Open',
  },
  /** Keywords that people give messages. Those of Thunderbird have names of their own. */
  tags: {
    important: 'Important',
    work: 'Work',
    personal: 'Personal',
    todo: 'To do',
    later: 'Later',
    list: 'Tags',
    none: 'No tags to remove',
    title: (count: number) => (count === 1 ? 'Tags of the message' : `Tags of ${messages(count)}`),
    search: 'Find or add a tag',
    create: (name: string) => `New tag “${name}”`,
    remove: (name: string) => `Remove tag ${name}`,
    /** Where the tag is spelled otherwise than it was typed. */
    spelling: 'Mail servers keep tags without blanks and accents.',
    /** Why what was typed can be no tag. */
    problems: {
      letters: 'Mail servers keep tags of Latin letters, digits and signs alone. Choose another name.',
      program: 'Mail programs use this word for themselves. Choose another name.',
    },
    tooLong: (most: number) => `A tag can have at most ${number(most)} characters. Choose a shorter name.`,
    full: (most: number) =>
      `Heron keeps ${number(most)} different tags an account, and all are taken. Remove one from all of its messages first.`,
    /** @param names of tags */
    tagged: (names: readonly string[]) => `tagged ${names.join(', ')}`,
  },
  selection: {
    count: (count: number) => `${number(count)} selected`,
    countOf: (count: number, total: number) => `${number(count)} of ${number(total)} selected`,
    title: (count: number) => `${messages(count)} selected`,
    titleOfConversations: (count: number) => `${number(count)} conversations selected`,
    cleared: 'Selection cleared',
    clear: 'Clear selection',
    capped: (count: number, total: number) =>
      `The newest ${number(count)} of ${number(total)} messages are selected. Heron selects no more at once.`,
    cappedHint: (count: number) => `Heron selects no more than ${number(count)} messages at once.`,
    actions: 'What to do with the selected messages',
  },
  /** What was done, read aloud and beside "Undo". */
  done: {
    seen: (count: number) => (count === 1 ? 'Marked as read' : `${messages(count)} marked as read`),
    unseen: (count: number) => (count === 1 ? 'Marked as unread' : `${messages(count)} marked as unread`),
    flagged: (count: number) => (count === 1 ? 'Star added' : `${messages(count)} starred`),
    unflagged: (count: number) => (count === 1 ? 'Star removed' : `Star removed from ${messages(count)}`),
    archived: (count: number) => `${subject(count)} archived`,
    junk: (count: number) => `${subject(count)} marked as junk`,
    moved: (count: number, folder: string) => `${subject(count)} moved to ${folder}`,
    copied: (count: number, folder: string) => `${subject(count)} copied to ${folder}`,
    labelled: (count: number, folder: string) => `${subject(count)} labelled ${folder}`,
    unlabelled: (count: number, folder: string) =>
      count === 1 ? `Label ${folder} removed` : `Label ${folder} removed from ${messages(count)}`,
    tagged: (count: number, tag: string) => `${subject(count)} tagged ${tag}`,
    untagged: (count: number, tag: string) =>
      count === 1 ? `Tag ${tag} removed` : `Tag ${tag} removed from ${messages(count)}`,
    untaggedAll: (count: number) => (count === 1 ? 'Tags removed' : `Tags removed from ${messages(count)}`),
    deleted: (count: number) => `${subject(count)} deleted`,
  },
  theTrash: 'the trash',
  alreadyIn: (folder: string) => `Already in ${folder}`,
  /** Lists over all accounts. */
  overAccounts: {
    group: 'All accounts',
    lists: {
      inboxes: 'All inboxes',
      unread: 'Unread',
      starred: 'Starred',
      attachments: 'Attachments',
      drafts: 'Drafts',
      sent: 'Sent',
    },
    empty: {
      inboxes: 'No messages in any inbox',
      unread: 'Nothing unread',
      starred: 'Nothing starred',
      attachments: 'No messages with attachments',
      drafts: 'No drafts',
      sent: 'Nothing sent',
    },
    notDownloaded: 'These messages have not been downloaded yet',
    notDownloadedHint: 'They will be here as soon as one of the accounts is connected again.',
    unread: (count: number) => `${number(count)} unread`,
    syncNow: 'Sync all accounts',
  },
  undo: {
    name: 'What was just done',
    button: 'Undo',
    dismiss: 'Dismiss',
    nothing: 'There is nothing to undo.',
    undone: 'Undone',
    /** `result` is one of the sentences here, `before` what the next Undo is about: "Message archived". */
    andBefore: (result: string, before: string) => `${result} · Before that: ${before}`,
    late: (count: number) =>
      count === 1
        ? '1 message stays where it is: the server has moved it, and Heron cannot tell for certain which one it is there.'
        : `${messages(count)} stay where they are: the server has moved them, and Heron cannot tell for certain which ones they are there.`,
    tooLate: 'This can no longer be undone: the server has carried it out.',
  },
  /** Why a command cannot be run now. */
  reasons: {
    oneOnly: 'One message at a time can be answered.',
    noneSelected: 'No message is selected.',
    noMessages: 'There are no messages here.',
    noUnread: 'There is nothing unread here.',
    noConversation: 'No conversation of several messages is open.',
    noHits: 'Nothing is marked in the open message.',
    onTheirWay: 'The messages of this folder are still on their way.',
    noFolder: 'No folder is open.',
    notInJunk: 'This is not the junk folder.',
    /** In an account whose folders are labels. */
    onlyFromTrash: 'In this account, messages are deleted for good from the trash and the junk folder.',
    notInDrafts: 'This is not the drafts folder.',
    inList: 'The list is shown already.',
    noTags: 'The server keeps no tags in this folder. Neither you nor Heron can change that.',
  },
  reader: {
    name: 'Reader',
    nothing: 'No message selected',
    unreadIn: (count: number, folder: string) => `${number(count)} unread in ${folder}`,
    nothingUnread: (folder: string) => `Nothing unread in ${folder}`,
  },
  drag: { messages },
  move: {
    title: (count: number) => (count === 1 ? 'Move message' : `Move ${messages(count)}`),
    copyTitle: (count: number) => (count === 1 ? 'Copy message' : `Copy ${messages(count)}`),
    labelTitle: (count: number) => (count === 1 ? 'Label message' : `Label ${messages(count)}`),
    search: 'Find a folder',
    folders: 'Folders',
    noMatch: (query: string) => `No folder found for “${query}”`,
    here: 'open now',
    recent: 'Used last',
  },
  deleteForever: {
    title: (count: number) => (count === 1 ? 'Delete this message forever?' : `Delete ${messages(count)} forever?`),
    description: (count: number): string =>
      count === 1
        ? 'It is deleted on the server too. This cannot be undone.'
        : 'They are deleted on the server too. This cannot be undone.',
    keep: 'Keep',
    confirm: (count: number) => (count === 1 ? 'Delete message' : `Delete ${messages(count)}`),
  },
  parked: {
    count: (count: number) =>
      count === 1 ? '1 change could not be carried out.' : `${number(count)} changes could not be carried out.`,
    review: 'Review',
    title: 'Changes that could not be carried out',
    description: 'Heron has stopped trying. What you discard is shown again as the server has it.',
    discard: 'Discard',
    retry: 'Try again',
    /** After a copy was made whose original could not be removed. */
    removeOriginal: 'Remove the original',
    keepBoth: 'Keep both',
    /** `subject`: of the first message, or the folder's name. */
    andMore: (subject: string, more: number) =>
      more === 1 ? `${subject} and 1 more` : `${subject} and ${number(more)} more`,
    kinds: {
      set_seen: 'Mark as read or unread',
      set_flagged: 'Add or remove star',
      mark_message: 'Mark as answered or forwarded',
      move: 'Move to another folder',
      copy: 'Copy to another folder',
      transfer: 'Move or copy to another account',
      set_label: 'Add or remove label',
      set_tag: 'Add or remove tag',
      delete: 'Delete forever',
      set_folder_seen: 'Mark all as read',
      empty_folder: 'Empty folder',
      create_folder: 'New folder',
      rename_folder: 'Rename folder',
      delete_folder: 'Delete folder',
    },
  },
};
