import type { faultsOperationsEn } from './faults-operations.en.ts';
import { formatNumber } from './format.ts';

export const faultsOperationsDe: typeof faultsOperationsEn = {
  notDone: 'Diese Änderung wurde nicht ausgeführt.',
  rebuilt: (folder) =>
    `Der Server hat den Ordner „${folder}“ neu aufgebaut. Die Änderung wurde deshalb nicht ausgeführt: Sie könnte jetzt eine andere Nachricht treffen.`,
  folderGone: (folder) =>
    `Den Ordner „${folder}“ gibt es auf dem Server nicht mehr. Die Änderung wurde deshalb nicht ausgeführt.`,
  movesOpen: (folder) =>
    `In „${folder}“ liegen noch Nachrichten, die verschoben werden sollten. Deshalb wurde nichts gelöscht. Wiederholen oder verwerfen Sie zuerst das Verschieben.`,
  refused: (times, words) => `Der Server hat diese Änderung ${formatNumber('de', times)}-mal abgelehnt („${words}“).`,
  copied: (folder, words) =>
    `Die Nachricht wurde nach „${folder}“ kopiert, aber der Server hat das Original nicht entfernt („${words}“).`,
  notCreated: (folder) => `Auf dem Server gibt es keinen Ordner „${folder}“, und er ließ sich nicht anlegen.`,
  endsEachTime: 'Die Verbindung brach jedes Mal ab.',
  stillThere: 'Der Server hat nichts entfernt.',
  connectionLost: 'Die Verbindung brach ab, während eine Änderung ausgeführt wurde.',
  noDelete:
    'Der Server dieses Kontos kann einzelne Nachrichten nicht endgültig löschen: Ihm fehlt UIDPLUS. Verschieben Sie sie stattdessen in den Papierkorb.',
  noSeenState: 'Der Server merkt sich in diesem Ordner nicht, was gelesen ist.',
  noFlaggedState: 'Der Server merkt sich in diesem Ordner keine Sterne.',
  noMove: 'Der Server kann Nachrichten weder verschieben noch einzeln entfernen.',
  noRemoval: 'Der Server lässt aus diesem Ordner keine Nachrichten entfernen.',
  noFolderName: 'Das ist kein Name für einen Ordner.',
  undoExpired: 'Das lässt sich nicht mehr rückgängig machen.',
  onlyTrashAndJunk: 'Nur der Papierkorb und der Junk-Ordner lassen sich leeren.',
  nameHasDelimiter: (delimiter) => `Ordnernamen dürfen in diesem Konto kein „${delimiter}“ enthalten.`,
  nameIsInbox: 'Nur der Posteingang selbst darf „INBOX“ heißen.',
  nameTaken: (name) => `Hier gibt es schon einen Ordner „${name}“.`,
  noSubfolders: 'Der Server dieses Kontos kennt keine Unterordner.',
  notYetCreated: (name) => `Der Server hat den Ordner „${name}“ noch nicht.`,
  inboxStays: 'Der Posteingang lässt sich weder umbenennen noch löschen.',
  roleStays: (name) => `„${name}“ wird zum Einsortieren gebraucht und lässt sich deshalb nicht löschen.`,
  hasSubfolders: (name) => `„${name}“ enthält Ordner. Löschen Sie zuerst diese.`,
};
