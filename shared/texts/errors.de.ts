import type { errorsEn } from './errors.en.ts';

export const errorsDe: typeof errorsEn = {
  codes: {
    invalid_input: { title: 'Eine Angabe im Formular stimmt nicht.', button: 'Formular prüfen' },
    forbidden: { title: 'Das erlaubt Heron nicht.', button: 'OK' },
    not_found: { title: 'Das ist nicht mehr vorhanden.', button: 'OK' },
    cancelled: { title: 'Abgebrochen.', button: 'Erneut versuchen' },
    internal: { title: 'In Heron selbst ist etwas schiefgegangen.', button: 'Erneut versuchen' },
    offline: { title: 'Dieser Computer ist offline.', button: 'Jetzt versuchen' },
    dns_failed: { title: 'Es gibt keinen Server mit diesem Namen.', button: 'Servernamen prüfen' },
    connection_refused: {
      title: 'Der Server hat die Verbindung nicht angenommen.',
      button: 'Servereinstellungen prüfen',
    },
    connection_lost: { title: 'Die Verbindung ist abgebrochen.', button: 'Erneut versuchen' },
    server_timeout: { title: 'Der Server hat nicht rechtzeitig geantwortet.', button: 'Erneut versuchen' },
    tls_expired: { title: 'Das Zertifikat des Servers ist abgelaufen.', button: 'Erneut versuchen' },
    tls_wrong_host: {
      title: 'Das Zertifikat des Servers gehört zu einem anderen Namen.',
      button: 'Servernamen prüfen',
    },
    tls_untrusted: { title: 'Dem Zertifikat des Servers kann nicht vertraut werden.', button: 'Erneut versuchen' },
    tls_failed: { title: 'Keine verschlüsselte Verbindung zum Server.', button: 'Servereinstellungen prüfen' },
    starttls_missing: {
      title: 'Der Server bietet an diesem Port keine Verschlüsselung an.',
      button: 'Servereinstellungen prüfen',
    },
    imap_protocol: {
      title: 'Die Antwort des Servers passt nicht zu einem Mailserver.',
      button: 'Servereinstellungen prüfen',
    },
    authentication_failed: {
      title: 'Der Server hat Benutzername oder Passwort nicht angenommen.',
      button: 'Passwort neu eingeben',
    },
    basic_auth_blocked: {
      title: 'Die Anmeldung mit Passwort ist hier abgeschaltet.',
      button: 'Stattdessen mit Microsoft anmelden',
    },
    token_rejected: { title: 'Der Mailserver hat die Anmeldung nicht angenommen.', button: 'Anmelden' },
    mailbox_unavailable: {
      title: 'Sie sind angemeldet, aber das Postfach lässt sich nicht öffnen.',
      button: 'Text für Ihren Administrator kopieren',
    },
    throttled: { title: 'Der Server bittet Heron, langsamer zu machen.', button: 'Jetzt versuchen' },
    server_unavailable: { title: 'Der Mailserver ist gerade nicht verfügbar.', button: 'Erneut versuchen' },
    server_refused: { title: 'Der Server hat abgelehnt.', button: 'Erneut versuchen' },
    folder_missing: { title: 'Dieser Ordner ist nicht mehr auf dem Server.', button: 'Jetzt synchronisieren' },
    message_gone: { title: 'Diese Nachricht ist nicht mehr auf dem Server.', button: 'Jetzt synchronisieren' },
    message_too_large: { title: 'Diese Nachricht ist zu groß, um sie anzuzeigen.', button: 'Quelltext anzeigen' },
    message_unreadable: { title: 'Diese Nachricht ist nicht lesbar.', button: 'Quelltext anzeigen' },
    trash_missing: { title: 'Dieses Konto hat keinen Papierkorb.', button: 'OK' },
    client_id_missing: { title: 'Heron braucht eine Client-ID, um sich anzumelden.', button: 'Client-ID eingeben' },
    sign_in_declined: { title: 'Die Anmeldung wurde abgelehnt.', button: 'Neuer Code' },
    sign_in_expired: { title: 'Der Code ist abgelaufen.', button: 'Neuer Code' },
    sign_in_required: { title: 'Bitte melden Sie sich neu an.', button: 'Anmelden' },
    consent_required: {
      title: 'Ihr Administrator muss Heron zuerst genehmigen.',
      button: 'Text für Ihren Administrator kopieren',
    },
    app_registration: { title: 'Die App-Registrierung ist dafür nicht eingerichtet.', button: 'Registrierung prüfen' },
    policy_blocked: {
      title: 'Die Richtlinien Ihrer Organisation erlauben diese Anmeldung nicht.',
      button: 'Text für Ihren Administrator kopieren',
    },
    wrong_tenant: { title: 'Dieses Konto gehört nicht zu dieser Organisation.', button: 'Mandanten prüfen' },
    identity_provider_unavailable: {
      title: 'Der Anmeldeserver ist gerade nicht verfügbar.',
      button: 'Erneut versuchen',
    },
    identity_provider_protocol: {
      title: 'Die Antwort des Anmeldeservers ergibt keinen Sinn.',
      button: 'Anmeldeserver prüfen',
    },
    identity_mismatch: { title: 'Jemand anderes hat sich angemeldet.', button: 'Neu anmelden' },
    account_exists: { title: 'Dieses Postfach ist schon in Heron.', button: 'Andere Adresse verwenden' },
    disk_full: { title: 'Der Datenträger ist voll.', button: 'Erneut versuchen' },
    storage_failed: { title: 'Heron konnte nicht in seinen Profilordner schreiben.', button: 'Erneut versuchen' },
    settings_damaged: {
      title: 'Die Einstellungsdatei war beschädigt und wurde beiseitegelegt.',
      button: 'Details anzeigen',
    },
    queue_damaged: {
      title: 'Die Liste der Änderungen, die der Server noch ausführen soll, war beschädigt.',
      button: 'OK',
    },
    cache_damaged: { title: 'Ein Mailspeicher war beschädigt und wird neu aufgebaut.', button: 'OK' },
    secret_unreadable: { title: 'Die gespeicherte Anmeldung ist nicht lesbar.', button: 'Anmelden' },
    secret_not_saved: { title: 'Anmeldungen werden nur für diese Sitzung behalten.', button: 'Details anzeigen' },
    operation_parked: { title: 'Eine Änderung konnte auf dem Server nicht ausgeführt werden.', button: 'Ansehen' },
  },
  tryAgain: 'Erneut versuchen',
};
