import type { diagnosisEn } from './diagnosis.en.ts';

export const diagnosisDe: typeof diagnosisEn = {
  paused: 'Heron pausiert bis {time}.',
  resume: 'Fortsetzen',
  tryNow: 'Jetzt versuchen',
  offline: 'Sie lesen die hier gespeicherten E-Mails; Heron verbindet sich von selbst wieder.',
  throttled: 'Der Server bittet Heron, langsamer zu machen. Um {time} geht es weiter.',
  signIn: 'Anmelden',
  canBeRead: 'Die hier gespeicherten E-Mails können Sie weiter lesen.',
  admin: {
    label: 'Für Ihren Administrator',
    copy: 'Text für Ihren Administrator kopieren',
    open: 'Genehmigungsseite öffnen',
  },
  approval: {
    subject: 'Bitte um Genehmigung des E-Mail-Programms Heron',
    send: 'Per E-Mail senden',
    requested:
      'Wenn Sie auf der Seite von Microsoft um die Genehmigung bitten konnten, ist diese Bitte unterwegs, und Microsoft schreibt Ihnen, sobald entschieden ist.',
    asks: 'Worum Heron bittet, und wozu',
    permissions: {
      'IMAP.AccessAsUser.All':
        'Um die E-Mails der angemeldeten Person zu lesen und abzulegen, in den Postfächern, die sie öffnen darf.',
      'SMTP.Send': 'Um als diese Person E-Mails zu senden.',
      offline_access: 'Um angemeldet zu bleiben, bis die Genehmigung oder die Anmeldung zurückgenommen wird.',
    },
    cannot:
      'Heron ist ein Programm auf diesem Computer: E-Mails und Anmeldungen gehen an keinen Server außer an die von Microsoft. Ohne die Anmeldung einer Person kann es nichts, und in der Organisation kann es nichts ändern.',
    how: 'Wie ein Administrator zustimmt und die Zustimmung zurücknimmt',
    byLink: 'Öffnen Sie als Administrator die Genehmigungsseite und wählen Sie **Akzeptieren**.',
    byPortal:
      'Oder im Microsoft Entra Admin Center: **Enterprise apps** (Unternehmens-Apps), Heron, **Permissions** (Berechtigungen), **Grant admin consent** (Administratorzustimmung erteilen).',
    byPowerShell: 'Oder mit Microsoft Graph PowerShell:',
    copyCommands: 'Befehle kopieren',
    revoke:
      'Zurücknehmen: **Enterprise apps** (Unternehmens-Apps), Heron, **Permissions** (Berechtigungen), dort widerrufen oder die Anwendung löschen. Was Heron hat, endet nach etwa einer Stunde.',
  },
  permissions: { granted: 'Erteilte Berechtigungen', missing: 'Fehlende Berechtigungen' },
  diagnose: 'Diagnose…',
  ladder: {
    title: 'Diagnose',
    running: 'Heron prüft das Konto Schritt für Schritt. Im Postfach wird nichts geändert, und nichts wird gesendet.',
    stop: 'Anhalten',
    stopped: 'Vor dem Ende angehalten.',
    list: 'Schritte',
    rungs: {
      dns: 'Namen des Servers nachschlagen',
      tcp: 'Mit dem Server verbinden',
      tls: 'Verschlüsselung vereinbaren, Zertifikat prüfen',
      greeting: 'Begrüßung',
      capabilities: 'Was der Server anbietet',
      credentials: 'Passwort oder Anmeldung auf diesem Computer',
      sign_in: 'Anmelden',
      namespace: 'Postfach finden',
      inbox: 'Posteingang öffnen',
      smtp_tcp: 'Mit dem Server zum Senden verbinden',
      smtp_tls: 'Verschlüsselung zum Senden vereinbaren',
      smtp_ehlo: 'Was der Server zum Senden anbietet',
      smtp_sign_in: 'Zum Senden anmelden',
    },
    states: {
      pending: 'wartet',
      running: 'läuft',
      passed: 'bestanden',
      failed: 'fehlgeschlagen',
      skipped: 'übersprungen',
    },
    skipped: {
      earlier_failed: 'Nicht versucht, weil ein Schritt davor fehlgeschlagen ist.',
      refused_before:
        'Nicht versucht: Der Server hat dies schon einmal abgelehnt, und ein weiterer Versuch könnte es verschlimmern.',
      not_by_smtp: 'Nicht versucht: Dieses Konto sendet nicht über SMTP.',
    },
    notRepeated:
      'Das Passwort wurde nicht noch einmal gesendet: Der Server hat es schon abgelehnt, und jeder Versuch zählt für die Sperre des Kontos.',
    repeat: 'Noch einmal versuchen',
    said: 'Die Worte des Servers',
    facts: {
      addresses: 'Adressen',
      proxy: 'Über den Proxy',
      protocol: 'Protokoll',
      names: 'Zertifikat für',
      issuer: 'Ausgestellt von',
      valid_until: 'Gültig bis',
      offers: 'Bietet an',
      token: 'Art',
      audience: 'Token für',
      scopes: 'Berechtigungen',
      expires: 'Läuft ab',
      tenant: 'Mandanten-ID',
      identity: 'Angemeldet als',
      prefixes: 'Namensräume',
      messages: 'Nachrichten',
      size_limit: 'Größte Nachricht (Oktette)',
    },
    tokens: { jwt: 'Lesbares Token', opaque: 'Undurchsichtiges Token', password: 'Passwort' },
    milliseconds: (count) => `${count} ms`,
    report: 'Bericht',
    withNames: 'Mit Namen und Adressen',
    withNamesHint:
      'Ohne sie verrät der Bericht weder, wessen Postfach es ist, noch wo. Ein Passwort oder Token enthält er nie.',
    withLog: 'Mit dem Protokoll der Verbindungen',
    withLogHint:
      'Was Heron und der Server zuletzt gefragt und geantwortet haben: Befehle und Zahlen, keine Namen, Adressen oder Texte.',
    showLog: 'Protokoll anzeigen',
    log: 'Protokoll der Verbindungen',
    save: 'Bericht speichern…',
    saved: 'Gespeichert',
    basicAuth: {
      label: 'Für Administratoren',
      online:
        '**Exchange Online:** Microsoft hat Basic Auth für IMAP entfernt, auch für App-Passwörter. Authentifizierungsrichtlinien bringen es nicht zurück. SMTP AUTH mit Passwort ist ab Dezember 2026 standardmäßig abgeschaltet.',
      onPremises:
        '**Exchange im eigenen Haus oder hybrid mit dem Postfach dort:** Eine Authentifizierungsrichtlinie kann es für einzelne Postfächer erlauben:',
      check: 'So sehen Sie, was gilt und ob IMAP für das Postfach eingeschaltet ist:',
      temporary: 'Wo es überhaupt geht, geht es nur auf Zeit. OAuth2 braucht nichts davon.',
    },
  },
  copied: 'Kopiert',
};
