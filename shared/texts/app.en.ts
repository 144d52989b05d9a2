import { formatList, formatNumber, plural } from './format.ts';

/** The program itself: tray, notifications, native menus, generic words. */
export const appEn = {
  cannotStart: 'Heron cannot start',
  menu: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
    go: '&Go',
    message: '&Message',
    folder: 'F&older',
    window: '&Window',
    help: '&Help',
    about: 'About Heron',
    settings: 'Settings…',
    services: 'Services',
    hide: 'Hide Heron',
    hideOthers: 'Hide others',
    showAll: 'Show all',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pasteAndMatchStyle: 'Paste and match style',
    delete: 'Delete',
    selectAll: 'Select all',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    reload: 'Reload',
    devTools: 'Developer tools',
    minimize: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring all to front',
    /** Apart from undo and select all of text, in the Edit menu. */
    undoAction: 'Undo last action',
    selectAllMessages: 'Select all messages',
  },
  /** Of text, links and pictures; the words of editing are those of the menu. */
  contextMenu: {
    openLink: 'Open link',
    writeTo: 'Write a message',
    copyLink: 'Copy link address',
    copyAddress: 'Copy email address',
    copyNumber: 'Copy telephone number',
    copyImage: 'Copy image',
    noSuggestions: 'No suggestions',
    learnWord: 'Add to dictionary',
  },
  licences: {
    chromium: (electron: string) =>
      `Heron runs on Electron, which contains Chromium, Node.js and the work of many other projects. Their licences are in the file LICENSES.chromium.html that comes with Electron ${electron}:\nhttps://github.com/electron/electron/releases/tag/v${electron}`,
  },
  tray: {
    idle: 'Heron',
    unread: (count: number) => `${formatNumber('en', count)} unread`,
    pausedUntil: (time: string) => `paused until ${time}`,
    needYou: (accounts: readonly string[]) =>
      `${formatList('en', accounts)} ${plural('en', accounts.length, { one: 'needs', other: 'need' })} you`,
    needSignIn: (accounts: readonly string[]) =>
      `${formatList('en', accounts)} ${plural('en', accounts.length, { one: 'needs', other: 'need' })} you to sign in`,
    needAdministrator: (accounts: readonly string[]) =>
      `${formatList('en', accounts)} ${plural('en', accounts.length, { one: 'needs', other: 'need' })} your administrator`,
    needAttention: (accounts: readonly string[]) =>
      `${formatList('en', accounts)} ${plural('en', accounts.length, { one: 'needs', other: 'need' })} attention`,
    /** An account's line in the menu. */
    account: (name: string, parts: readonly string[]) => `${name}: ${parts.join(', ')}`,
    /** Messages in the outbox that wait for the user. */
    refused: (count: number) =>
      plural('en', count, {
        one: '1 message could not be sent',
        other: `${formatNumber('en', count)} messages could not be sent`,
      }),
    uncertain: (count: number) =>
      plural('en', count, {
        one: '1 message may have been sent',
        other: `${formatNumber('en', count)} messages may have been sent`,
      }),
    onTheirWay: (count: number) => `${formatNumber('en', count)} waiting to be sent`,
    outbox: (parts: readonly string[]) => `Outbox: ${parts.join(', ')}`,
    undoSending: (subject: string) => (subject === '' ? 'Undo sending' : `Undo sending “${subject}”`),
    signIn: 'Sign in…',
    tryAgain: 'Try again',
    openSettings: 'Open settings…',
    syncNow: 'Sync now',
    pause: 'Pause for an hour',
    resume: (time: string) => `Resume (paused until ${time})`,
    write: 'New message',
    open: 'Open Heron',
    settings: 'Settings…',
    quit: 'Quit',
  },
  notifications: {
    newMessages: (count: number) =>
      plural('en', count, { one: 'New message', other: `${formatNumber('en', count)} new messages` }),
    /** Senders, and how many messages are not named by them. */
    senders: (names: readonly string[], others: number) =>
      formatList(
        'en',
        others === 0
          ? names
          : [...names, plural('en', others, { one: '1 other', other: `${formatNumber('en', others)} others` })],
      ),
    markRead: 'Mark as read',
    refused: 'A message could not be sent',
    uncertain: 'A message may have been sent',
  },
  badge: {
    unread: (count: number) =>
      plural('en', count, { one: '1 unread message', other: `${formatNumber('en', count)} unread messages` }),
  },
  /** When the window does not answer, or ended. */
  recovery: {
    hung: 'Heron’s window does not answer',
    hungDetail:
      'Your mail is safe. You can wait for it or reload the window; a message that was being opened is then not opened again by itself.',
    reload: 'Reload the window',
    wait: 'Wait',
    crashed: 'Heron’s window keeps closing',
    /** Electron's word for how it ended. */
    crashedDetail: (reason: string) =>
      `It ended several times in a row, the last time with “${reason}”. Your mail is safe. The log in Heron’s profile folder says more.`,
    tryAgain: 'Try again',
    quit: 'Quit',
  },
  autostart: {
    comment: 'Keeps your mail up to date in the background',
  },
};
