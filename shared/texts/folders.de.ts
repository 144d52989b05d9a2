import type { foldersEn } from './folders.en.ts';
import { formatNumber, plural } from './format.ts';

const messages = (count: number): string =>
  plural('de', count, {
    one: `${formatNumber('de', count)} Nachricht`,
    other: `${formatNumber('de', count)} Nachrichten`,
  });
const areDeleted = (count: number): string => (count === 1 ? 'wird' : 'werden');

export const foldersDe: typeof foldersEn = {
  roles: {
    inbox: 'Posteingang',
    drafts: 'Entwürfe',
    sent: 'Gesendet',
    archive: 'Archiv',
    junk: 'Junk',
    trash: 'Papierkorb',
    all: 'Alle Nachrichten',
    flagged: 'Markiert',
  },
  namespaces: { other: 'Ordner anderer Personen', shared: 'Gemeinsame Ordner' },
  menu: {
    folder: 'Aktionen für den Ordner',
    account: 'Aktionen für das Konto',
    markSeen: 'Alle als gelesen markieren',
    emptyTrash: 'Papierkorb leeren …',
    emptyJunk: 'Junk leeren …',
    newFolder: 'Neuer Ordner …',
    rename: 'Umbenennen …',
    delete: 'Ordner löschen …',
    syncNow: 'Jetzt synchronisieren',
    settings: 'Kontoeinstellungen',
  },
  name: 'Name',
  inside: 'In',
  topLevel: 'Oberste Ebene des Kontos',
  cancel: 'Abbrechen',
  create: { title: 'Neuer Ordner', confirm: 'Ordner anlegen' },
  rename: { title: 'Ordner umbenennen', confirm: 'Umbenennen' },
  empty: {
    title: (folder) => `„${folder}“ leeren?`,
    description: (count) =>
      `${messages(count)} ${areDeleted(count)} endgültig gelöscht, auch auf dem Server. Das kann nicht rückgängig gemacht werden.`,
    confirm: (folder) => `${folder} leeren`,
  },
  delete: {
    title: (folder) => `Ordner „${folder}“ löschen?`,
    empty: 'Er enthält keine Nachrichten.',
    description: (count) =>
      `${messages(count)} darin ${areDeleted(count)} endgültig gelöscht, auch auf dem Server. Das kann nicht rückgängig gemacht werden.`,
    confirm: 'Ordner löschen',
    keep: 'Behalten',
  },
  nameTaken: 'Es gibt bereits einen Ordner mit diesem Namen.',
  markedSeen: (count, folder) =>
    count === 0 ? `Nichts ungelesen in „${folder}“` : `${messages(count)} in „${folder}“ als gelesen markiert`,
  emptied: (folder) => `„${folder}“ geleert`,
  created: (folder) => `Ordner „${folder}“ angelegt`,
  renamed: (folder) => `Ordner in „${folder}“ umbenannt`,
  deleted: (folder) => `Ordner „${folder}“ gelöscht`,
  refusals: {
    verifying: 'Dieser Ordner wird schon geprüft.',
    special: 'Ein besonderer Ordner behält seinen Namen und Platz.',
    hasFolders: 'Löschen oder verschieben Sie zuerst die Ordner darin.',
    nothingUnread: 'Hier gibt es nichts Ungelesenes.',
    notEmptied: 'Nur Papierkorb und Junk können geleert werden.',
    noRole: (role) => `Dieses Konto hat keinen Ordner „${role}“.`,
  },
};
