import { formatNumber, plural } from './format.ts';
import type { mailboxEn } from './mailbox.en.ts';

const number = (count: number): string => formatNumber('de', count);
const messages = (count: number): string =>
  plural('de', count, { one: `${number(count)} Nachricht`, other: `${number(count)} Nachrichten` });
const subject = (count: number): string => (count === 1 ? 'Nachricht' : messages(count));

export const mailboxDe: typeof mailboxEn = {
  screen: 'Postfach',
  mail: 'E-Mail',
  sidebarWidth: 'Breite der Seitenleiste',
  listWidth: 'Breite der Nachrichtenliste',
  number,
  sidebar: {
    name: 'Konten und Ordner',
    folders: 'Ordner',
    addAccount: 'Konto hinzufügen',
    settings: 'Einstellungen',
    accountSettings: 'Kontoeinstellungen',
    unread: (folder, count) => `${folder}, ${number(count)} ungelesen`,
    expand: 'Unterordner anzeigen',
    collapse: 'Unterordner ausblenden',
  },
  states: {
    offline: 'Offline',
    throttled: (time) => `Wartet bis ${time} auf den Server`,
    paused: (time) => `Pausiert bis ${time}`,
    needsSignIn: 'Anmeldung nötig',
    failed: 'Nicht verbunden',
    tryNow: 'Jetzt versuchen',
    resume: 'Fortsetzen',
    signIn: 'Anmelden',
    settings: 'Einstellungen',
    actionFor: (action, account) => `${action}: ${account}`,
  },
  list: {
    name: 'Nachrichtenliste',
    messages: 'Nachrichten',
    loading: 'Wird geladen',
    connecting: 'Verbindung wird hergestellt …',
    noMessages: 'Keine Nachrichten',
    noMessagesIn: (folder) => `Keine Nachrichten in „${folder}“`,
    notDownloaded: 'Dieser Ordner wurde noch nicht heruntergeladen',
    notDownloadedHint: 'Er ist hier zu sehen, sobald das Konto wieder verbunden ist.',
    notDownloadedPaused: 'Er ist hier zu sehen, sobald die Synchronisierung fortgesetzt wird.',
    count: messages,
    countUnread: (count, unread) => `${messages(count)}, ${number(unread)} ungelesen`,
    downloading: (folder) => `„${folder}“ wird heruntergeladen`,
    downloaded: (stored, total) => `${number(stored)} von ${number(total)} Nachrichten`,
    syncNow: 'Jetzt synchronisieren',
    actions: 'Nachricht unter dem Mauszeiger',
    messageMenu: 'Aktionen für die Nachricht',
  },
  row: {
    noSubject: 'Kein Betreff',
    noRecipient: 'Kein Empfänger',
    unknownSender: 'Unbekannter Absender',
    unread: 'ungelesen',
    flagged: 'mit Stern',
    answered: 'beantwortet',
    hasAttachments: 'mit Anhang',
    markRead: 'Als gelesen markieren',
    markUnread: 'Als ungelesen markieren',
    addStar: 'Stern hinzufügen',
    removeStar: 'Stern entfernen',
    archive: 'Archivieren',
    trash: 'In den Papierkorb verschieben',
    deleteForever: 'Endgültig löschen …',
    junk: 'Als Junk markieren',
    notJunk: 'Kein Junk',
    move: 'In Ordner verschieben …',
    open: 'Öffnen',
  },
  selection: {
    count: (count) => `${number(count)} ausgewählt`,
    countOf: (count, total) => `${number(count)} von ${number(total)} ausgewählt`,
    title: (count) => `${messages(count)} ausgewählt`,
    cleared: 'Auswahl aufgehoben',
    clear: 'Auswahl aufheben',
    capped: (count, total) =>
      `Die neuesten ${number(count)} von ${number(total)} Nachrichten sind ausgewählt. Mehr wählt Heron nicht auf einmal aus.`,
    cappedHint: (count) => `Heron wählt höchstens ${number(count)} Nachrichten auf einmal aus.`,
    actions: 'Aktionen für die ausgewählten Nachrichten',
  },
  done: {
    seen: (count) => (count === 1 ? 'Als gelesen markiert' : `${messages(count)} als gelesen markiert`),
    unseen: (count) => (count === 1 ? 'Als ungelesen markiert' : `${messages(count)} als ungelesen markiert`),
    flagged: (count) => (count === 1 ? 'Stern hinzugefügt' : `${messages(count)} mit Stern versehen`),
    unflagged: (count) => (count === 1 ? 'Stern entfernt' : `Stern von ${messages(count)} entfernt`),
    archived: (count) => `${subject(count)} archiviert`,
    junk: (count) => `${subject(count)} als Junk markiert`,
    moved: (count, folder) => `${subject(count)} nach „${folder}“ verschoben`,
    deleted: (count) => `${subject(count)} gelöscht`,
  },
  theTrash: 'Papierkorb',
  alreadyIn: (folder) => `Bereits in „${folder}“`,
  otherAccount: 'Nachrichten können nicht in ein anderes Konto verschoben werden.',
  undo: {
    name: 'Letzte Aktion',
    button: 'Rückgängig',
    dismiss: 'Schließen',
    nothing: 'Es gibt nichts rückgängig zu machen.',
    undone: 'Rückgängig gemacht',
    andBefore: (result, before) => `${result} · Davor: ${before}`,
    late: (count) =>
      count === 1
        ? '1 Nachricht bleibt, wo sie ist: Der Server hat sie verschoben, und Heron erkennt sie dort nicht sicher wieder.'
        : `${messages(count)} bleiben, wo sie sind: Der Server hat sie verschoben, und Heron erkennt sie dort nicht sicher wieder.`,
    tooLate: 'Das lässt sich nicht mehr rückgängig machen: Der Server hat es ausgeführt.',
  },
  reasons: {
    noneSelected: 'Es ist keine Nachricht ausgewählt.',
    noMessages: 'Hier gibt es keine Nachrichten.',
    onTheirWay: 'Die Nachrichten dieses Ordners sind noch unterwegs.',
    noFolder: 'Es ist kein Ordner geöffnet.',
    notInJunk: 'Das ist nicht der Junk-Ordner.',
    inList: 'Die Liste ist bereits zu sehen.',
  },
  reader: {
    name: 'Lesebereich',
    nothing: 'Keine Nachricht ausgewählt',
    unreadIn: (count, folder) => `${number(count)} ungelesen in „${folder}“`,
    nothingUnread: (folder) => `Nichts ungelesen in „${folder}“`,
  },
  drag: { messages },
  move: {
    title: (count) => (count === 1 ? 'Nachricht verschieben' : `${messages(count)} verschieben`),
    search: 'Ordner suchen',
    folders: 'Ordner',
    noMatch: (query) => `Kein Ordner für „${query}“ gefunden`,
    here: 'jetzt geöffnet',
  },
  deleteForever: {
    title: (count) => (count === 1 ? 'Diese Nachricht endgültig löschen?' : `${messages(count)} endgültig löschen?`),
    description: (count) =>
      count === 1
        ? 'Sie wird auch auf dem Server gelöscht. Das kann nicht rückgängig gemacht werden.'
        : 'Sie werden auch auf dem Server gelöscht. Das kann nicht rückgängig gemacht werden.',
    keep: 'Behalten',
    confirm: (count) => (count === 1 ? 'Nachricht löschen' : `${messages(count)} löschen`),
  },
  parked: {
    count: (count) =>
      count === 1
        ? '1 Änderung konnte nicht ausgeführt werden.'
        : `${number(count)} Änderungen konnten nicht ausgeführt werden.`,
    review: 'Ansehen',
    title: 'Änderungen, die nicht ausgeführt werden konnten',
    description: 'Heron versucht es nicht weiter. Was Sie verwerfen, sehen Sie wieder so, wie der Server es hat.',
    discard: 'Verwerfen',
    retry: 'Erneut versuchen',
    removeOriginal: 'Original entfernen',
    keepBoth: 'Beide behalten',
    andMore: (subject, more) => (more === 1 ? `${subject} und 1 weitere` : `${subject} und ${number(more)} weitere`),
    kinds: {
      set_seen: 'Als gelesen oder ungelesen markieren',
      set_flagged: 'Stern hinzufügen oder entfernen',
      mark_message: 'Als beantwortet oder weitergeleitet markieren',
      move: 'In einen anderen Ordner verschieben',
      delete: 'Endgültig löschen',
      set_folder_seen: 'Alle als gelesen markieren',
      empty_folder: 'Ordner leeren',
      create_folder: 'Neuer Ordner',
      rename_folder: 'Ordner umbenennen',
      delete_folder: 'Ordner löschen',
    },
  },
};
