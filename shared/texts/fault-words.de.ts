import type { faultWordsEn } from './fault-words.en.ts';

export const faultWordsDe: typeof faultWordsEn = {
  quoted: (words) => (words === '' ? '' : ` („${words}“)`),
  refusals: {
    no_reason: 'Der Server hat keinen Grund genannt.',
    no_read_state: 'Der Server merkt sich in diesem Ordner nicht, was gelesen ist.',
    no_flagged_state: 'Der Server merkt sich in diesem Ordner keine Sterne.',
    no_move: 'Der Server kann Nachrichten weder verschieben noch einzeln entfernen.',
    no_removal: 'Der Server lässt aus diesem Ordner keine Nachrichten entfernen.',
    no_labels: 'Der Server hat keine Labels mehr.',
    no_tags:
      'Der Server merkt sich dieses Schlagwort in diesem Ordner nicht. Daran können weder Sie noch Heron etwas ändern.',
    no_folder_name: 'Das ist kein Name für einen Ordner.',
    ends_each_time: 'Die Verbindung brach jedes Mal ab.',
    still_there: 'Der Server hat nichts entfernt.',
    no_extent: 'Der Server sagt nicht, welche Nachrichten der Ordner enthält. Öffnen Sie ihn zuerst.',
  },
  recipientRefusals: {
    unknown: 'Prüfen Sie, wie die Adresse geschrieben ist.',
    domain: 'Unter dem Teil hinter dem @ empfängt niemand Mail: Prüfen Sie ihn.',
    full: 'Dieses Postfach ist voll: Wem es gehört, der muss darin Platz schaffen.',
    closed: 'Dieses Postfach ist geschlossen. Bitten Sie um eine andere Adresse.',
    not_allowed:
      'Dieses Postfach nimmt nicht von jedem Mail an: Bitten Sie den Empfänger auf anderem Weg, Ihre zuzulassen.',
    unicode: 'An Buchstaben außerhalb von ASCII kann der Server nicht senden. Bitten Sie um eine andere Adresse.',
    other: 'Prüfen Sie die Adresse, oder lassen Sie sie weg.',
  },
  notSaved: {
    settings: 'Die Einstellungen konnten nicht gespeichert werden',
    sign_in: 'Die Anmeldung konnte nicht gespeichert werden',
    former_sign_in: 'Die frühere Anmeldung konnte nicht gespeichert werden',
    removal: 'Das Löschen einer Anmeldung konnte nicht gespeichert werden',
    secrets: 'Die Liste der Anmeldungen konnte nicht gespeichert werden',
  },
  keyring: {
    no_encryption: 'Dieses Electron bietet keine Verschlüsselung.',
    no_keyring: 'Es wurde kein Schlüsselbund (GNOME Keyring oder KWallet) gefunden.',
    unusable: 'Der Schlüsselbund des Systems ist nicht verwendbar; vielleicht ist er gesperrt.',
  },
  certificateFile: {
    unreadable: (systemCode) => `Sie konnte nicht gelesen werden (${systemCode || 'unbekannt'})`,
    too_large: () => 'Sie ist größer als 1 MB',
    empty: () => 'Sie enthält kein Zertifikat im PEM-Format',
    damaged: () => 'Eines ihrer Zertifikate ist beschädigt',
  },
  wanted: {
    server: 'kein Server wie outlook.office365.com:993',
    client_id: 'keine Client-ID',
    tenant: 'keine Mandanten-ID oder Domain',
    address: 'keine Adresse wie https://login.microsoftonline.com',
  },
  untrusted: {
    self_signed: 'Es ist selbst signiert',
    unknown_authority: 'Es stammt von einer Zertifizierungsstelle, die dieser Computer nicht kennt',
    untrusted_authority: 'Seiner Zertifizierungsstelle wird nicht vertraut',
    revoked: 'Es wurde widerrufen',
    invalid_authority: 'Seine Zertifizierungsstelle ist ungültig',
    not_for_servers: 'Es ist nicht für Server bestimmt',
    invalid_chain: 'Die Kette seiner Zertifizierungsstellen ist ungültig',
    long_chain: 'Die Kette seiner Zertifizierungsstellen ist zu lang',
    wrong_signature: 'Seine Signatur stimmt nicht',
  },
  testing: {
    dns: 'als sein Name nachgeschlagen wurde',
    tcp: 'als die Verbindung aufgebaut wurde',
    tls: 'als die Verschlüsselung vereinbart wurde',
    greeting: 'als auf seine Begrüßung gewartet wurde',
    sign_in: 'während der Anmeldung',
    mailbox: 'als der Posteingang geöffnet wurde',
  },
};
