import type { faultsAuthEn } from './faults-auth.en.ts';

export const faultsAuthDe: typeof faultsAuthEn = {
  notUnderstood: (host, detail) => `${host} hat eine Antwort gegeben, die Heron nicht versteht (${detail}).`,
  detail: {
    redirected: 'eine Weiterleitung',
    tooLarge: 'mehr als 1 MB',
    noAccount: 'kein Konto in der Antwort',
    noName: 'kein Name in der Antwort',
  },
  codeExpired: 'Der Code ist abgelaufen, bevor sich jemand damit angemeldet hat.',
  codeUnknown: 'Der Anmeldeserver kennt diesen Code nicht mehr.',
  consent: 'Ihre Organisation hat Heron noch nicht für das Lesen von E-Mails genehmigt.',
  app: 'Die App-Registrierung, mit der Heron sich anmeldet, muss korrigiert werden.',
  appRefused: 'Die App-Registrierung, mit der Heron sich anmeldet, wurde abgelehnt.',
  policy: 'Eine Richtlinie Ihrer Organisation hat diese Anmeldung blockiert.',
  tenant: (tenant, host) => `Dieses Konto ist bei „${tenant}“ auf ${host} nicht bekannt.`,
  declined: 'Die Anmeldung wurde abgelehnt.',
  signInAgain: 'Microsoft bittet Sie, sich erneut anzumelden.',
  refused: (host, word) => `${host} hat die Anfrage abgelehnt (${word || 'ohne Grund'}).`,
  busy: (host, status) =>
    `${host} ist gerade überlastet oder außer Betrieb (HTTP ${status}). Heron versucht es wieder.`,
  offline: 'Dieser Computer ist nicht mit dem Netzwerk verbunden.',
  unreachable: (host) => `${host} war nicht erreichbar.`,
  noAnswer: (host) => `${host} hat nicht rechtzeitig geantwortet.`,
  certificateExpired: (host) => `Nach dem Datum dieses Computers ist das Zertifikat von ${host} nicht gültig.`,
  certificateWrongHost: (host) => `Das Zertifikat, das für ${host} vorgelegt wurde, gehört zu einem anderen Server.`,
  certificateUntrusted: (host) =>
    `Das Zertifikat von ${host} stammt von einer Zertifizierungsstelle, der hier nicht vertraut wird.`,
  noSecureConnection: (host) => `Es kam keine sichere Verbindung zu ${host} zustande.`,
  notHttps: (host) => `${host} nennt eine Adresse ohne https; die verwendet Heron nicht.`,
  noSignIn: 'Dieses Konto hat keine Anmeldung mehr. Melden Sie sich erneut an.',
  notSaved: (why) =>
    `Die Anmeldung funktioniert, konnte aber nicht gespeichert werden: ${why} Heron versucht es weiter; wird es vorher beendet, melden Sie sich erneut an.`,
  over: 'Diese Anmeldung ist vorbei. Beginnen Sie von vorn.',
  permissionMissing: (provider) =>
    `${provider} hat Heron diese Berechtigung für Ihre Anmeldung nicht erteilt. Melden Sie sich erneut an, um sie zu erteilen; was jetzt geht, geht weiterhin.`,
  hostRefused: (host, provider) =>
    `${host} ist kein Mailserver von ${provider}; deshalb schickt Heron ihm Ihre Anmeldung nicht.`,
  providerUnknown: (id) =>
    `Dieses Konto meldet sich bei einem Anbieter an („${id}“), den diese Version von Heron nicht kennt. Ein neueres Heron hat es eingerichtet; daran wurde nichts geändert.`,
  noCodeSignIn: (provider) => `${provider} bietet keine Anmeldung mit einem Code an.`,
  tenantMissing: (provider) => `Für die Anmeldung bei ${provider} wird ein Mandant gebraucht.`,
  clientIdMissing: 'Für die Anmeldung bei Microsoft wird eine Client-ID aus einer App-Registrierung gebraucht.',
  otherMailbox: (actual, expected) =>
    `${actual} hat sich angemeldet, das Postfach ist aber ${expected}. Melden Sie sich als ${expected} an.`,
  broken: 'Bei der Anmeldung ist in Heron ein Fehler aufgetreten. Versuchen Sie es erneut.',
  explanations: {
    50097:
      'Die Organisation lässt nur Geräte zu, die sie kennt; bei der Anmeldung mit einem Code ist nicht erkennbar, welches Gerät dies ist.',
    50105: 'Die Organisation erlaubt Heron nur Personen, denen es zugewiesen ist.',
    50194:
      'Die App ist nur für eine Organisation registriert; der Mandant muss deshalb die ID oder Domain dieser Organisation sein.',
    53000: 'Die Organisation lässt nur Geräte zu, die sie verwaltet.',
    53001: 'Die Organisation lässt nur Geräte zu, die ihrer Domäne beigetreten sind.',
    53003:
      'Eine Richtlinie für bedingten Zugriff blockiert diese Anmeldung. Viele Organisationen blockieren die Anmeldung mit einem Code.',
    530032: 'Die Sicherheitsrichtlinie der Organisation erlaubt diese Anmeldung nicht.',
    530035: 'Die Sicherheitsstandards der Organisation erlauben diese Anmeldung nicht.',
    65004: 'Die angefragten Berechtigungen wurden auf der Seite von Microsoft abgelehnt.',
    90002: 'Es gibt keine Organisation mit dieser Mandanten-ID oder Domain.',
    90038: 'Die Organisation ist in einer anderen nationalen Cloud, die einen eigenen Anmeldeserver hat.',
    700016: 'Die Organisation kennt keine App mit dieser Client-ID.',
    700025: 'Die App ist als vertraulicher Client registriert; Heron braucht einen öffentlichen Client.',
    7000112: 'Die App wurde deaktiviert.',
    7000218: '„Öffentliche Clientflows zulassen“ ist in der App-Registrierung ausgeschaltet.',
  },
  checkTenant: 'Prüfen Sie den Mandanten und den Anmeldeserver oder melden Sie sich mit einem anderen Konto an.',
  correlation: (id) => `Korrelations-ID ${id}`,
  admin: {
    app: (clientId, tenant, reference) =>
      `Anwendungs-ID (Client): ${clientId}\nMandant: ${tenant}\nReferenz: ${reference || 'keine'}`,
    consent: (permissions, url, app) =>
      `Guten Tag,\n\nich möchte meine E-Mails mit Heron lesen, einem E-Mail-Programm für den Desktop. Dafür braucht es Ihre Zustimmung zu diesen delegierten Berechtigungen: ${permissions}.\n\nAuf dieser Seite erteilen Sie sie: ${url}\n\n${app}\n`,
    fixApp: (explanation, app) =>
      `Guten Tag,\n\ndie Anmeldung bei meinem Postfach mit Heron scheitert an dessen App-Registrierung in Microsoft Entra. ${explanation}\nBitte prüfen Sie: Die Client-ID existiert und ist aktiviert; „Öffentliche Clientflows zulassen“ steht auf Ja; ein Clientgeheimnis ist nicht nötig; die unterstützten Kontotypen passen; delegierte Berechtigungen IMAP.AccessAsUser.All und SMTP.Send.\n\n${app}\n`,
    policy: (explanation, app) =>
      `Guten Tag,\n\ndie Anmeldung bei meinem Postfach mit Heron, einem E-Mail-Programm für den Desktop, wird von einer Richtlinie blockiert. ${explanation}\nHeron meldet sich mit dem Gerätecodeflow (OAuth2) an. Könnten Sie ihn für mich zulassen?\n\n${app}\n`,
  },
};
