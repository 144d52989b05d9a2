import { formatList, formatNumber, plural } from './format.ts';

const itemsInWords = (images: number, others: number): string => {
  const parts: string[] = [];
  if (images > 0) {
    parts.push(plural('en', images, { one: '1 remote image', other: `${formatNumber('en', images)} remote images` }));
  }
  if (others > 0) {
    const other = images > 0 ? 'other ' : '';
    const many = `${formatNumber('en', others)} ${other}remote items`;
    parts.push(plural('en', others, { one: `1 ${other}remote item`, other: many }));
  }
  return formatList('en', parts);
};

/** The reader. */
export const readerEn = {
  message: 'Message',
  messageText: 'Message text',
  back: 'Back to the list',

  /** Beside the names of the commands. */
  toolbar: {
    label: 'Message',
    addStar: 'Add star',
    removeStar: 'Remove star',
    usualLetters: 'Letters of any width',
    more: 'More',
  },

  header: {
    noSubject: 'No subject',
    noSender: 'No sender',
    unknownAddress: 'Unknown',
    from: 'From',
    to: 'To',
    cc: 'Cc',
    replyTo: 'Reply to',
    date: 'Date',
    noRecipients: 'No recipients shown',
    /** The names that fit, already joined. */
    toSome: (names: readonly string[], more: number) =>
      `To ${names.join(', ')}${more > 0 ? ` and ${formatNumber('en', more)} more` : ''}`,
  },

  /** Of a message in an account whose folders are labels (Gmail). */
  labels: {
    list: 'Labels',
    remove: (label: string) => `Remove label ${label}`,
  },

  /** Shows and hides the quoted message at the end of one. */
  quoted: 'Quoted text',

  /** Finding in the open message, and going through what was searched for. */
  find: {
    label: 'Find',
    hits: 'Hits',
    field: 'Find in message',
    /** "3 of 17"; with a plus where more are than are counted. `number` is null where none is the current one. */
    count: (number: number | null, total: number, isMore: boolean) => {
      const all = `${formatNumber('en', total)}${isMore ? '+' : ''}`;
      return number === null ? all : `${formatNumber('en', number)} of ${all}`;
    },
    none: 'Not found',
    next: 'Find next',
    previous: 'Find previous',
    close: 'Close',
  },

  /** The messages of a conversation, below one another. */
  conversation: {
    label: 'Conversation',
    count: (count: number) => `${formatNumber('en', count)} messages`,
    /** In place of lines that are folded; at least 2. */
    more: (count: number) => `${formatNumber('en', count)} more messages`,
    fold: 'Fold message',
    openAll: 'Open all messages',
    foldAll: 'Fold all messages',
    /** An action on several messages: "Archive (4 messages)". */
    allOf: (action: string, count: number) => `${action} (${formatNumber('en', count)} messages)`,
  },

  images: {
    /** Their sum is at least 1. */
    blocked: (images: number, others: number) =>
      `${itemsInWords(images, others)} blocked. ${images + others === 1 ? 'It' : 'They'} could tell the sender that you read this.`,
    shown: 'Images are shown.',
    trackers: (count: number) =>
      plural('en', count, {
        one: '1 tracking image stays blocked.',
        other: `${formatNumber('en', count)} tracking images stay blocked.`,
      }),
    othersStay: (count: number) =>
      plural('en', count, {
        one: '1 other remote item stays blocked.',
        other: `${formatNumber('en', count)} other remote items stay blocked.`,
      }),
    show: 'Show images',
    more: 'More about images',
    hide: 'Hide images',
    always: 'Always from this sender',
    alwaysFrom: (sender: string) => `Always show from ${sender}`,
  },

  /** A message that Heron hung or ended at. */
  stopped: {
    title: 'Heron stopped while showing this message',
    text: 'So it was not opened again by itself.',
    plain: 'Show as plain text',
    anyway: 'Show anyway',
    isPlain: 'Shown as plain text, because Heron stopped while showing this message.',
  },

  body: {
    showSource: 'Show the source',
    long: 'This message is very long. Only its beginning is shown.',
    noText: 'This message has no text',
    attachedBelow: 'What was sent is attached below.',
    empty: 'This message is empty',
    unreadable: 'This message has no readable text',
    notDownloaded: 'This message has not been downloaded yet',
    whenOnline: 'It will be when Heron is online again.',
    tryAgain: 'Try again',
  },

  /** The words of a message instead of its design. */
  plain: {
    reasons: {
      too_large: 'This message is too large to be shown as it was designed. These are its words.',
      too_complex:
        'This message asks for more than mail needs, so it is not shown as it was designed. These are its words.',
      too_slow: 'This message takes too long to draw, so it is not shown as it was designed. These are its words.',
    },
    showAnyway: 'Show anyway',
  },

  source: {
    label: 'Source',
    back: 'Back to the message',
    truncated: 'This is the first megabyte of the source.',
    copy: 'Copy source',
    headersLabel: 'Headers',
    headersTruncated: 'This is only the beginning of a very long header.',
    copyHeaders: 'Copy headers',
    rawHeader: 'The header as it came',
  },

  /** A message that is printed or saved. */
  files: {
    preparing: 'Preparing the message',
    saving: 'Saving the message',
    savedAs: (name: string) => `Saved as ${name}`,
  },

  attachments: {
    label: 'Attachments',
    saveNamed: (name: string) => `Save ${name}`,
    tryAgainNamed: (name: string) => `Try again to save ${name}`,
    saving: 'Saving',
    saved: 'Saved',
    open: 'Open',
    openNamed: (name: string) => `Open ${name}`,
    preview: 'Preview',
    previewNamed: (name: string) => `Preview ${name}`,
    moreNamed: (name: string) => `More about ${name}`,
    saveAs: 'Save as…',
    showAll: (count: number) => `Show all ${formatNumber('en', count)} attachments`,
    saveAll: 'Save all…',
    count: (count: number) =>
      plural('en', count, { one: '1 attachment', other: `${formatNumber('en', count)} attachments` }),
    opening: 'Opening',
    riskyTitle: 'This kind of file can run programs',
    risky: (name: string) =>
      `“${name}” may do harm when it is opened. Open it only if you expected it and know who sent it.`,
    openAnyway: 'Open it',
    dontOpen: 'Don’t open it',
    tooHeavy: 'This picture is too much to be shown here',
    beginning: 'This is only the beginning of the file.',
  },

  /** A mailing list (RFC 2369, 8058). */
  unsubscribe: {
    button: 'Unsubscribe',
    title: 'Unsubscribe from this list?',
    byClick: (host: string) => `Heron tells ${host} once that you no longer want these messages.`,
    byMail: (address: string) => `Heron sends a message to ${address}, which takes you off the list.`,
    byPage: (host: string) => `The list offers a web page for this: ${host} opens in your browser.`,
    openPage: 'Open the page',
    cancel: 'Cancel',
    done: 'The list has taken you off.',
    sent: 'The list is told by a message from you.',
    refused: 'The list’s server did not accept it.',
  },

  link: {
    title: 'This link leads somewhere else',
    description: (shown: string, actual: string) =>
      `Its text says ${shown}, but it opens ${actual}. Links like this are often used to steal passwords.`,
    open: (host: string) => `Open ${host}`,
    dontOpen: 'Don’t open it',
  },

  size: {
    bytes: (count: string) => `${count} bytes`,
    kilobytes: (count: string) => `${count} KB`,
    megabytes: (count: string) => `${count} MB`,
    gigabytes: (count: string) => `${count} GB`,
  },
};
