import type { guidanceEn } from './guidance.en.ts';

export const guidanceDe: typeof guidanceEn = {
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
    530032: 'Eine Sicherheitsrichtlinie der ganzen Organisation verlangt etwas, das dieser Anmeldung fehlt.',
    530035: 'Die Organisation verwendet die Sicherheitsstandards von Microsoft, die diese Anmeldung blockieren.',
    65004: 'Die angefragten Berechtigungen wurden auf der Seite von Microsoft abgelehnt.',
    90002:
      'Prüfen Sie, ob die ID oder Domain des Mandanten richtig geschrieben ist und zu diesem Anmeldeserver gehört.',
    90038: 'Die Organisation ist in einer anderen nationalen Cloud, die einen eigenen Anmeldeserver hat.',
    700016: 'Die Organisation kennt keine App mit dieser Client-ID.',
    700025: 'Die App ist als vertraulicher Client registriert; Heron braucht einen öffentlichen Client.',
    7000112: 'Die App wurde deaktiviert; mit ihr kann sich niemand anmelden.',
    7000218: '„Öffentliche Clientflows zulassen“ ist in der App-Registrierung ausgeschaltet.',
    50011: 'Die Registrierung der App hat die Umleitungsadresse nicht, die verwendet wurde.',
    500208: 'Konten dieser Art können sich bei diesem Mandanten nicht anmelden.',
    50059:
      'Aus der Anmeldung geht nicht hervor, welche Organisation gemeint ist. Geben Sie die ID oder Domain des Mandanten ein.',
    50128: 'Geben Sie die ID des Mandanten ein oder eine Domain, die die Organisation bei Microsoft registriert hat.',
    50131:
      'Eine Richtlinie für bedingten Zugriff blockiert diese Anmeldung, zum Beispiel wegen des Geräts oder des Orts.',
    50132: 'Das Passwort wurde geändert oder ist abgelaufen; die bisherige Anmeldung gilt deshalb nicht mehr.',
    50133: 'Das Passwort wurde geändert oder ist abgelaufen; die bisherige Anmeldung gilt deshalb nicht mehr.',
    50173: 'Das Passwort wurde geändert, oder alle Anmeldungen wurden beendet; die bisherige gilt deshalb nicht mehr.',
    500011:
      'Die Organisation kennt den Maildienst nicht, den die App anfragt: Die Cloud oder die Berechtigungen der App passen nicht.',
    53002: 'Die Organisation lässt nur Apps zu, die sie genehmigt hat.',
    53011: 'Microsoft sieht ein Risiko für das Konto in der Organisation, zu der es gehört.',
    530034: 'Das Konto verwaltet diese Organisation von einer anderen aus, in der Microsoft Verdächtiges bemerkt hat.',
    65002: 'Diese Client-ID gehört einer App von Microsoft selbst; Heron braucht eine eigene Registrierung.',
    650052: 'Entweder fehlt ein Abonnement für den Dienst, oder er ist in der Organisation gesperrt.',
    70002: 'Die App ist nicht als öffentlicher Client (Mobil oder Desktop) registriert.',
    700038: 'Die Client-ID ist nicht die ID einer App.',
    90072: 'Das Konto gehört zu einer anderen Organisation und ist in dieser kein Gast.',
    900023: 'Der Mandant ist weder eine ID noch eine Domain.',
    9002346:
      'Die App ist nur für persönliche Konten registriert: Der Mandant muss „consumers“ sein, oder die Registrierung muss Organisationen zulassen.',
    check_tenant: 'Prüfen Sie den Mandanten und den Anmeldeserver oder melden Sie sich mit einem anderen Konto an.',
  },
  correlation: (id) => `Korrelations-ID ${id}`,
  letters: {
    app: (clientId, tenant, reference) =>
      `Anwendungs-ID (Client): ${clientId}\nMandant: ${tenant}\nReferenz: ${reference || 'keine'}`,
    consent: (permissions, url, app) =>
      `Guten Tag,\n\nich möchte meine E-Mails mit Heron lesen, einem E-Mail-Programm auf meinem Computer. Es meldet sich mit OAuth2 an und braucht einmal die Zustimmung eines Administrators für die Organisation.\n\nAuf dieser Seite erteilen Sie sie: ${url}\n\nDelegierte Berechtigungen: ${permissions}. Damit öffnet Heron das Postfach der angemeldeten Person und sendet als diese; eigenen Zugriff hat es nicht, und E-Mails gehen an keinen anderen Server. In Entra können Sie das unter „Unternehmens-Apps“ jederzeit widerrufen.\n\n${app}\n`,
    fix_app: (explanation, app) =>
      `Guten Tag,\n\ndie Anmeldung bei meinem Postfach mit Heron scheitert an dessen App-Registrierung in Microsoft Entra. ${explanation}\nBitte prüfen Sie: Die Client-ID existiert und ist aktiviert; „Öffentliche Clientflows zulassen“ steht auf Ja; ein Clientgeheimnis ist nicht nötig; die unterstützten Kontotypen passen; delegierte Berechtigungen IMAP.AccessAsUser.All und SMTP.Send.\n\n${app}\n`,
    policy: (explanation, app) =>
      `Guten Tag,\n\ndie Anmeldung bei meinem Postfach mit Heron, einem E-Mail-Programm für den Desktop, wird von einer Richtlinie blockiert. ${explanation}\nHeron meldet sich mit OAuth2 an, im Browser oder mit dem Gerätecodeflow. Könnten Sie das für mich zulassen?\n\n${app}\n`,
    account: (explanation, app) =>
      `Guten Tag,\n\nmein Konto kann sich mit Heron, einem E-Mail-Programm für den Desktop, nicht bei seinem Postfach anmelden, weil es blockiert ist. ${explanation}\nKönnten Sie es in Microsoft Entra prüfen (riskante Benutzer, Kontostatus) und freigeben?\n\n${app}\n`,
    service: (explanation, app) =>
      `Guten Tag,\n\nmeine Anmeldung bei meinem Postfach mit Heron, einem E-Mail-Programm für den Desktop, wird wegen eines fehlenden Dienstes abgelehnt. ${explanation}\nBitte prüfen Sie, ob ich eine Lizenz für Exchange Online habe und ob dessen Dienstprinzipal („Office 365 Exchange Online“) in der Organisation aktiviert ist.\n\n${app}\n`,
    mailbox_unavailable: (server) =>
      `Die Anmeldung bei ${server} gelingt, aber das Postfach lässt sich über IMAP nicht öffnen. Bitte prüfen Sie, ob IMAP dafür eingeschaltet ist, ob es eine Lizenz hat und ob dieser Benutzer es öffnen darf.`,
    smtp_auth_disabled: (server) =>
      `Das Senden aus meinem Postfach über ${server} wird abgelehnt, weil SMTP AUTH (SmtpClientAuthentication) abgeschaltet ist, auch für OAuth2. Bitte schalten Sie es für dieses Postfach ein: Set-CASMailbox -SmtpClientAuthenticationDisabled $false. Falls die Sicherheitsstandards oder eine Authentifizierungsrichtlinie es sperren, braucht es eine Ausnahme. Heron meldet sich mit OAuth2 an, nie mit einem Kennwort.`,
    graph_denied: (said) =>
      `Das Senden aus meinem Postfach über Microsoft Graph (POST /me/sendMail mit der delegierten Berechtigung Mail.Send) wird abgelehnt${said && ` („${said}“)`}. Bitte prüfen Sie Anwendungszugriffsrichtlinien, bedingten Zugriff und die Lizenz des Postfachs, oder erlauben Sie stattdessen SMTP AUTH für dieses Postfach: Set-CASMailbox -SmtpClientAuthenticationDisabled $false.`,
    sending_blocked: (server, said) =>
      `${server} versendet aus meinem Postfach nichts mehr${said && ` („${said}“)`}. Bitte prüfen Sie, ob das Postfach oder die Organisation für das Senden gesperrt ist (in Exchange Online: Microsoft Defender, „Eingeschränkte Entitäten“), und heben Sie das auf, sobald es unbedenklich ist.`,
    basic_auth_blocked: () =>
      'Die Anmeldung mit Passwort über IMAP (Standardauthentifizierung, Basic Auth) ist für dieses Postfach abgeschaltet. In Exchange Online gibt es sie nicht mehr, und Authentifizierungsrichtlinien bringen sie nicht zurück; ' +
      'bei lokalem oder hybridem Exchange entscheidet eine Authentifizierungsrichtlinie mit AllowBasicAuthImap. Die Anmeldung mit Microsoft (OAuth2) funktioniert ohne all das.',
  },
};
