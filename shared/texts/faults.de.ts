import { faultWordsDe as words } from './fault-words.de.ts';
import type { faultsEn } from './faults.en.ts';
import { localeOf } from './format.ts';
import { rulesDe } from './rules.de.ts';

export const faultsDe: typeof faultsEn = {
  invalid_input: {
    rule: ({ field, rule }) => `${field && `${field}: `}${rulesDe[rule]}`,
    malformed: ({ field }) => `${field && `${field}: `}Ungültige Eingabe.`,
    unknown_call: ({ name }) => `Einen Aufruf ${name} gibt es nicht.`,
    certificate_file: ({ problem, systemCode, path }) =>
      `Die Zertifikatsdatei aus HERON_EXTRA_CA wird nicht verwendet: ${words.certificateFile[problem](systemCode)}. (${path})`,
    settings: ({ place }) =>
      `Die Einstellungen wurden nicht gespeichert, weil ein Wert darin ungültig ist (${place || 'zusammen'}).`,
    variable: ({ name, value, wanted }) => `${name} wird nicht beachtet: „${value}“ ist ${words.wanted[wanted]}.`,
    has_password: 'Dieses Konto meldet sich mit einem Passwort an.',
    no_browser_sign_in: ({ provider }) => `${provider} bietet keine Anmeldung im Browser an.`,
    no_code_sign_in: ({ provider }) => `${provider} bietet keine Anmeldung mit einem Code an.`,
    tenant_missing: ({ provider }) => `Für die Anmeldung bei ${provider} wird ein Mandant gebraucht.`,
    only_trash_and_junk: 'Nur der Papierkorb und der Junk-Ordner lassen sich leeren.',
    name_has_delimiter: ({ delimiter }) => `Ordnernamen dürfen in diesem Konto kein „${delimiter}“ enthalten.`,
    name_is_inbox: 'Nur der Posteingang selbst darf „INBOX“ heißen.',
    too_many_tags: ({ most }) =>
      `Heron merkt sich je Konto ${most} verschiedene Schlagwörter, und so viele hat dieses Konto schon.`,
    name_taken: ({ name }) => `Hier gibt es schon einen Ordner „${name}“.`,
    no_subfolders: 'Der Server dieses Kontos kennt keine Unterordner.',
    not_yet_created: ({ name }) => `Der Server hat den Ordner „${name}“ noch nicht.`,
    inbox_stays: 'Der Posteingang lässt sich weder umbenennen noch löschen.',
    role_stays: ({ name }) => `„${name}“ wird zum Einsortieren gebraucht und lässt sich deshalb nicht löschen.`,
    has_subfolders: ({ name }) => `„${name}“ enthält Ordner. Löschen Sie zuerst diese.`,
  },
  forbidden: {
    not_a_link: 'Heron öffnet nur Web- und E-Mail-Links.',
    foreign_call: 'Dieser Aufruf kommt nicht aus dem Fenster von Heron.',
    managed_profile: 'Die Administration dieses Computers hat die Organisation eingerichtet; nur sie kann das ändern.',
    images_off: 'Externe Bilder sind in den Einstellungen ausgeschaltet.',
    no_single_sender: 'Diese Nachricht nennt keinen eindeutigen Absender, dessen Bilder erlaubt werden könnten.',
  },
  not_found: {
    account_not_open: 'Heron hat die E-Mails dieses Kontos nicht geöffnet.',
    account: 'Dieses Konto ist nicht mehr vorhanden.',
    folder: 'Dieser Ordner ist nicht mehr da.',
    view: 'Diese Liste ist nicht mehr geöffnet.',
    part: 'Einen solchen Teil hat die Nachricht nicht.',
    attachment: 'Die Nachricht hat keinen solchen Anhang.',
    program: 'Kein Programm auf diesem Computer öffnet Dateien dieser Art.',
    operation: 'Diese Änderung steht nicht mehr aus.',
    undo_expired: 'Das lässt sich nicht mehr rückgängig machen.',
    draft: 'Dieser Entwurf ist nicht mehr da.',
    draft_version: 'Diese Fassung des Entwurfs ist nicht mehr da.',
    draft_file: 'Diese Datei ist nicht mehr angehängt.',
    proxy: 'Kein Proxy fragt mehr nach einem Passwort.',
    sign_in_over: 'Diese Anmeldung ist vorbei. Beginnen Sie von vorn.',
  },
  cancelled: {
    asked: 'Sie haben es angehalten; weiter wurde nichts getan.',
    closing: 'Heron wird beendet.',
    account_closed: 'Das Konto wurde geschlossen.',
    opening_message: 'Das Öffnen dieser Nachricht wurde abgebrochen.',
  },
  internal: {
    unforeseen: 'In Heron ist etwas schiefgegangen. Das Protokoll sagt, was.',
    engine_restarting: 'Der Maildienst von Heron ist stehen geblieben und wird neu gestartet.',
    engine_starting: 'Der Maildienst startet noch.',
    connecting: 'Beim Verbinden ist in Heron etwas schiefgegangen.',
    syncing: 'Beim Synchronisieren ist in Heron etwas schiefgegangen. Das Protokoll sagt, was.',
    signing_in: 'Bei der Anmeldung ist in Heron ein Fehler aufgetreten. Versuchen Sie es erneut.',
    no_answer: 'Der Hintergrundprozess von Heron hat nicht geantwortet.',
    test_without_reason: 'Der Verbindungstest ist ohne Angabe eines Grundes fehlgeschlagen.',
    no_folder_selected: 'Es ist kein Ordner ausgewählt.',
    other_folder_selected: 'Während der Übertragung wurde ein anderer Ordner ausgewählt.',
  },
  paused: {
    until: ({ until }) =>
      `Heron pausiert bis ${new Intl.DateTimeFormat(localeOf('de'), { timeStyle: 'short' }).format(until)} und fragt den Server bis dahin nicht ab.`,
  },
  message_too_large: {
    message: 'Heron öffnet Nachrichten bis 25 MB am Stück. Der Quelltext lässt sich trotzdem anzeigen.',
    part: 'Dieser Teil ist größer als 10 MB, deshalb zeigt Heron ihn nicht an.',
  },
  message_unreadable: {
    too_many_parts:
      'Diese Nachricht hat mehr als 1.000 Teile, deshalb entpackt Heron sie nicht. Der Quelltext lässt sich trotzdem anzeigen.',
    malformed: 'Diese Nachricht ist fehlerhaft aufgebaut. Der Quelltext lässt sich trotzdem anzeigen.',
    unexpected: 'Diese Nachricht wurde unerwartet entpackt. Der Quelltext lässt sich trotzdem anzeigen.',
    too_slow: 'Das Entpacken dieser Nachricht dauert zu lange. Der Quelltext lässt sich trotzdem anzeigen.',
    too_much_memory:
      'Das Entpacken dieser Nachricht braucht zu viel Speicher. Der Quelltext lässt sich trotzdem anzeigen.',
    not_unpacked: 'Diese Nachricht konnte nicht entpackt werden. Der Quelltext lässt sich trotzdem anzeigen.',
  },
  account_exists: {
    address: ({ address }) => `${address} ist in Heron schon eingerichtet.`,
  },
  file_not_usable: {
    unreadable: ({ systemCode, path }) => `Die Datei ließ sich nicht lesen (${systemCode || 'unbekannt'}): ${path}`,
    no_plain_file: ({ path }) => `Das ist keine gewöhnliche Datei: ${path}`,
    symbolic_link: ({ path }) => `Das ist ein Verweis auf eine andere Datei, dem Heron nicht folgt: ${path}`,
    outside: ({ path }) => `Diesen Ort öffnet Heron nicht: ${path}`,
    too_large: ({ path }) => `Die Datei ist größer als 4 MB: ${path}`,
    not_json: ({ path }) => `Die Datei ist kein gültiges JSON, vielleicht ist sie beschädigt: ${path}`,
    unknown_content: ({ path }) => `Heron weiß nicht, was diese Datei enthält: ${path}`,
    newer: ({ path }) => `Die Datei stammt von einem neueren Heron: ${path}`,
    profile_value: ({ path, place }) =>
      `Im Profil der Organisation steht ein Wert, den Heron nicht annimmt (${place || 'zusammen'}): ${path}`,
    public_domain: ({ path, domain }) =>
      `Das Profil gilt für Adressen bei ${domain}, wo jeder eine haben kann, sodass keine Organisation für sie spricht: ${path}`,
    not_managed_safely: ({ path }) =>
      `Das Profil der Organisation gilt nicht, weil andere als die Administration darin schreiben dürfen: ${path}`,
    link_status: ({ path, status }) => `Der Server hat dort kein Profil für Sie (HTTP ${status}): ${path}`,
    link_failed: ({ path }) =>
      `Von dieser Adresse kam nichts. Prüfen Sie sie, und ob sie aus diesem Netz erreichbar ist: ${path}`,
  },
  disk_full: {
    mail: 'Auf dem Datenträger ist kein Platz mehr, deshalb konnte Heron nicht speichern.',
    folder: ({ folder }) => `In ${folder} ist kein Platz mehr.`,
    saving: ({ what }) => `${words.notSaved[what]}: Der Datenträger ist voll.`,
  },
  storage_failed: {
    newer: ({ file }) =>
      `Eine neuere Version von Heron hat dieses Profil verwendet. Installieren Sie diese Version wieder, um ${file} zu öffnen; es wurde nichts geändert.`,
    queue_damaged: 'Die Datei mit Ihren ausstehenden Änderungen ist beschädigt.',
    database: 'Prüfen Sie, ob auf dem Datenträger Platz ist und ob kein anderes Programm Herons Dateien offen hält.',
    mail_not_erased: 'Die auf diesem Computer gespeicherten E-Mails konnten nicht gelöscht werden.',
    file_not_saved: ({ folder }) => `Die Datei konnte nicht in ${folder} gespeichert werden.`,
    file_not_allowed: ({ folder }) =>
      `Die Datei konnte nicht in ${folder} gespeichert werden. Wählen Sie einen Ordner, in den Sie schreiben dürfen.`,
    saving_not_allowed: ({ what }) => `${words.notSaved[what]} (Heron darf nicht in seinen Ordner schreiben).`,
    saving: ({ what, systemCode }) => `${words.notSaved[what]} (${systemCode || 'unbekannt'}).`,
    settings_unreadable: ({ systemCode, path }) =>
      `Die Einstellungen konnten nicht gelesen werden (${systemCode || 'unbekannt'}): ${path}`,
    settings_not_set_aside: ({ systemCode, path }) =>
      `Die Einstellungsdatei ist beschädigt und konnte nicht beiseitegelegt werden (${systemCode || 'unbekannt'}): ${path}`,
    autostart: 'Heron konnte nicht ändern, was mit diesem Computer startet.',
    no_licences: 'Die Liste der Lizenzen fehlt in dieser Kopie von Heron.',
  },
  settings_damaged: {
    newer: ({ path }) =>
      `Die Einstellungen stammen von einer neueren Heron-Version. Diese hier lässt sie unverändert und kann damit nicht starten: ${path}`,
    set_aside: ({ path }) =>
      `Heron startet ohne Konten. Es wurde nichts gelöscht: Die früheren Einstellungen sind in ${path}, und die E-Mails ihrer Konten sind noch in diesem Profil.`,
  },
  cache_damaged: {
    found: 'Die auf diesem Computer gespeicherten E-Mails dieses Kontos sind beschädigt.',
    set_aside:
      'Die auf diesem Computer gespeicherten E-Mails waren beschädigt oder von einer neueren Heron-Version. Sie wurden beiseitegelegt und werden erneut vom Server geladen.',
  },
  queue_damaged: {
    set_aside: ({ file }) =>
      `Sie wurde als ${file} beiseitegelegt. Änderungen, die den Server noch nicht erreicht hatten, müssen Sie eventuell noch einmal vornehmen.`,
  },
  secret_unreadable: {
    damaged:
      'Die gespeicherte Anmeldung konnte nicht gelesen werden (beschädigt). Sie wurde aufbewahrt, falls der Schlüsselbund nur gesperrt ist.',
    not_decrypted:
      'Die gespeicherte Anmeldung konnte nicht gelesen werden (nicht entschlüsselt). Sie wurde aufbewahrt, falls der Schlüsselbund nur gesperrt ist.',
    file: ({ systemCode }) =>
      `Die gespeicherte Anmeldung konnte nicht gelesen werden (${systemCode || 'unbekannt'}). Sie wurde aufbewahrt, falls das vorübergeht.`,
    no_keyring:
      'Die gespeicherte Anmeldung konnte nicht gelesen werden (kein Schlüsselbund). Sie wurde aufbewahrt, falls der Schlüsselbund wieder da ist.',
  },
  secret_not_saved: {
    refused:
      'Der Schlüsselbund des Systems hat die Anmeldung nicht verschlüsselt, deshalb wurde sie nicht gespeichert.',
    session_only: ({ keyring }) =>
      `${words.keyring[keyring]} Passwörter und Anmeldungen bleiben nur erhalten, bis Heron beendet wird.`,
    trying_again:
      'Die Anmeldung funktioniert, konnte aber nicht gespeichert werden. Heron versucht es weiter; wird es vorher beendet, melden Sie sich erneut an.',
  },
};
