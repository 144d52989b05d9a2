import type { faultsEn } from './faults.en.ts';
import { faultsOperationsDe } from './faults-operations.de.ts';
import { localeOf } from './format.ts';

const notSaved = {
  settings: 'Die Einstellungen konnten nicht gespeichert werden',
  signIn: 'Die Anmeldung konnte nicht gespeichert werden',
  formerSignIn: 'Die frühere Anmeldung konnte nicht gespeichert werden',
  removal: 'Das Löschen einer Anmeldung konnte nicht gespeichert werden',
  secrets: 'Die Liste der Anmeldungen konnte nicht gespeichert werden',
};

export const faultsDe: typeof faultsEn = {
  operations: faultsOperationsDe,
  cancelled: 'Abgebrochen.',
  wasCancelled: 'Das wurde abgebrochen.',
  internal: 'In Heron ist etwas schiefgegangen. Das Protokoll sagt, was.',
  closing: 'Heron wird beendet.',
  unknownCall: (name) => `Einen Aufruf ${name} gibt es nicht.`,
  notALink: 'Heron öffnet nur Web- und E-Mail-Links.',
  foreignCall: 'Dieser Aufruf kommt nicht aus dem Fenster von Heron.',
  invalidInput: 'Ungültige Eingabe.',
  paused: (until) =>
    `Heron pausiert bis ${new Intl.DateTimeFormat(localeOf('de'), { timeStyle: 'short' }).format(until)} und fragt den Server bis dahin nicht ab.`,
  accountClosed: 'Das Konto wurde geschlossen.',
  connectingFailed: 'Beim Verbinden ist in Heron etwas schiefgegangen.',
  syncFailed: 'Beim Synchronisieren ist in Heron etwas schiefgegangen. Das Protokoll sagt, was.',
  notStored: (why) => `Das ist nicht auf diesem Computer gespeichert, und der Server ist nicht erreichbar. ${why}`,
  engine: {
    restarting: 'Der Maildienst von Heron ist stehen geblieben und wird neu gestartet.',
    starting: 'Der Maildienst startet noch.',
    accountNotOpen: 'Dieses Konto ist nicht geöffnet.',
    folderNotFound: 'Dieser Ordner ist nicht mehr da.',
    viewNotFound: 'Diese Liste ist nicht mehr geöffnet.',
    messageNotFound: 'Diese Nachricht ist nicht mehr in ihrem Ordner.',
    partNotFound: 'Einen solchen Teil hat die Nachricht nicht.',
    operationNotFound: 'Diese Änderung steht nicht mehr aus.',
    partTooLarge: 'Dieser Teil ist größer als 10 MB, deshalb zeigt Heron ihn nicht an.',
    notErased: 'Die auf diesem Computer gespeicherten E-Mails konnten nicht gelöscht werden.',
    folderFull: (folder) => `In ${folder} ist kein Platz mehr.`,
    fileNotSaved: (folder) => `Die Datei konnte nicht in ${folder} gespeichert werden.`,
    fileNotAllowed: (folder) =>
      `Die Datei konnte nicht in ${folder} gespeichert werden. Wählen Sie einen Ordner, in den Sie schreiben dürfen.`,
  },
  message: {
    tooLarge: 'Heron öffnet Nachrichten bis 25 MB am Stück. Der Quelltext lässt sich trotzdem anzeigen.',
    cancelled: 'Das Öffnen dieser Nachricht wurde abgebrochen.',
    noAttachment: 'Einen solchen Anhang hat diese Nachricht nicht.',
    tooManyParts:
      'Diese Nachricht hat mehr als 1.000 Teile, deshalb entpackt Heron sie nicht. Der Quelltext lässt sich trotzdem anzeigen.',
    malformed: 'Diese Nachricht ist fehlerhaft aufgebaut. Der Quelltext lässt sich trotzdem anzeigen.',
    unexpected: 'Diese Nachricht wurde unerwartet entpackt. Der Quelltext lässt sich trotzdem anzeigen.',
    tooSlow: 'Das Entpacken dieser Nachricht dauert zu lange. Der Quelltext lässt sich trotzdem anzeigen.',
    tooMuchMemory:
      'Das Entpacken dieser Nachricht braucht zu viel Speicher. Der Quelltext lässt sich trotzdem anzeigen.',
    notUnpacked: 'Diese Nachricht konnte nicht entpackt werden. Der Quelltext lässt sich trotzdem anzeigen.',
  },
  storage: {
    diskFull: 'Auf dem Datenträger ist kein Platz mehr, deshalb konnte Heron nicht speichern.',
    cacheDamaged: 'Die auf diesem Computer gespeicherten E-Mails dieses Kontos sind beschädigt.',
    queueDamaged: 'Die Datei mit Ihren ausstehenden Änderungen ist beschädigt.',
    failed: 'Heron konnte seine Dateien auf diesem Computer nicht lesen oder schreiben.',
    newer: (file) =>
      `Eine neuere Version von Heron hat dieses Profil verwendet. Installieren Sie diese Version wieder, um ${file} zu öffnen; es wurde nichts geändert.`,
    cacheSetAside:
      'Die auf diesem Computer gespeicherten E-Mails waren beschädigt oder von einer neueren Heron-Version. Sie wurden beiseitegelegt und werden erneut vom Server geladen.',
    queueSetAside: (file) =>
      `Sie wurde als ${file} beiseitegelegt. Änderungen, die den Server noch nicht erreicht hatten, müssen Sie eventuell noch einmal vornehmen.`,
  },
  saving: {
    full: (what) => `${notSaved[what]}: Der Datenträger ist voll.`,
    notAllowed: (what) => `${notSaved[what]} (Heron darf nicht in seinen Ordner schreiben).`,
    failed: (what, code) => `${notSaved[what]} (${code || 'unbekannt'}).`,
  },
  secrets: {
    damaged:
      'Die gespeicherte Anmeldung konnte nicht gelesen werden (beschädigt). Sie wurde aufbewahrt, falls der Schlüsselbund nur gesperrt ist.',
    notDecrypted:
      'Die gespeicherte Anmeldung konnte nicht gelesen werden (nicht entschlüsselt). Sie wurde aufbewahrt, falls der Schlüsselbund nur gesperrt ist.',
    refused:
      'Der Schlüsselbund des Systems hat die Anmeldung nicht verschlüsselt, deshalb wurde sie nicht gespeichert.',
    noEncryption: 'Dieses Electron bietet keine Verschlüsselung.',
    noKeyring: 'Es wurde kein Schlüsselbund (GNOME Keyring oder KWallet) gefunden.',
    keyringUnusable: 'Der Schlüsselbund des Systems ist nicht verwendbar; vielleicht ist er gesperrt.',
    sessionOnly: (reason) => `${reason} Passwörter und Anmeldungen bleiben nur erhalten, bis Heron beendet wird.`,
  },
  certificateFile: {
    notUsed: (reason, path) => `Die Zertifikatsdatei aus HERON_EXTRA_CA wird nicht verwendet: ${reason}. (${path})`,
    unreadable: (code) => `Sie konnte nicht gelesen werden (${code || 'unbekannt'})`,
    tooLarge: 'Sie ist größer als 1 MB',
    empty: 'Sie enthält kein Zertifikat im PEM-Format',
    damaged: 'Eines ihrer Zertifikate ist beschädigt',
  },
  settings: {
    unreadable: (code, path) => `Die Einstellungen konnten nicht gelesen werden (${code || 'unbekannt'}): ${path}`,
    newer: (path) =>
      `Die Einstellungen stammen von einer neueren Heron-Version. Diese hier lässt sie unverändert und kann damit nicht starten: ${path}`,
    invalid: (place) =>
      `Die Einstellungen wurden nicht gespeichert, weil ein Wert darin ungültig ist (${place || 'zusammen'}).`,
    setAside: (path) =>
      `Heron startet ohne Konten. Es wurde nichts gelöscht: Die früheren Einstellungen sind in ${path}, und die E-Mails ihrer Konten sind noch in diesem Profil.`,
    notSetAside: (code, path) =>
      `Die Einstellungsdatei ist beschädigt und konnte nicht beiseitegelegt werden (${code || 'unbekannt'}): ${path}`,
    variableIgnored: (name, value, wanted) => `${name} wird nicht beachtet: „${value}“ ist ${wanted}.`,
    wantedServer: 'kein Server wie outlook.office365.com:993',
    wantedClientId: 'keine Client-ID',
    wantedTenant: 'keine Mandanten-ID oder Domain',
    wantedAddress: 'keine Adresse wie https://login.microsoftonline.com',
  },
  accounts: {
    missing: 'Dieses Konto ist nicht mehr vorhanden.',
    exists: (address) => `${address} ist in Heron schon eingerichtet.`,
    hasPassword: 'Dieses Konto meldet sich mit einem Passwort an.',
    passwordMissing:
      'Das Passwort dieses Kontos ist auf diesem Computer nicht gespeichert. Geben Sie es noch einmal ein.',
    testWithoutReason: 'Der Verbindungstest ist ohne Angabe eines Grundes fehlgeschlagen.',
  },
  hints: {
    gmail:
      'Gmail verlangt hier ein App-Passwort; dafür muss in Ihrem Google-Konto die Bestätigung in zwei Schritten eingeschaltet sein.',
    icloud:
      'iCloud verlangt ein anwendungsspezifisches Passwort, das Sie in den Einstellungen Ihres Apple Accounts erstellen.',
    yahoo: 'Yahoo verlangt ein App-Passwort, das Sie in den Sicherheitseinstellungen Ihres Yahoo-Kontos erstellen.',
    fastmail:
      'Fastmail verlangt ein App-Passwort, das Sie in dessen Einstellungen unter „Privacy & Security“ erstellen.',
  },
};
