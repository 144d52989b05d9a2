import type { verdictsEn } from './verdicts.en.ts';

export const verdictsDe: typeof verdictsEn = {
  texts: {
    all_well: { title: 'Alles ist in Ordnung.', todo: 'Lesen und Senden funktionieren. Es gibt nichts zu tun.' },
    offline: {
      title: 'Dieser Computer hat kein Netz.',
      todo: 'Heron macht von selbst weiter, sobald es eines gibt.',
    },
    dns_no_such_name: {
      title: 'Es gibt keinen Server mit diesem Namen.',
      todo: 'Prüfen Sie in den Einstellungen des Kontos, wie der Name des Servers geschrieben ist.',
    },
    dns_not_answering: {
      title: 'Namen von Servern lassen sich gerade nicht nachschlagen.',
      todo: 'Die Nameserver dieses Netzes antworten nicht. Das geht vorüber, oder ein anderes Netz hilft.',
    },
    port_blocked: {
      title: 'Am Port zum Lesen antwortet nichts.',
      todo: 'Höchstwahrscheinlich sperrt ihn eine Firewall (meist Port 993). Versuchen Sie es in einem anderen Netz, oder fragen Sie den Betreiber dieses Netzes.',
    },
    smtp_port_blocked: {
      title: 'Am Port zum Senden antwortet nichts.',
      todo: 'Das Lesen funktioniert. Höchstwahrscheinlich sperrt eine Firewall hier das Senden (Port 587 oder 465). Versuchen Sie es in einem anderen Netz, oder fragen Sie dessen Betreiber.',
    },
    connection_refused: {
      title: 'Den Computer gibt es, aber keinen Mailserver an diesem Port.',
      todo: 'Prüfen Sie den Port in den Einstellungen des Kontos. Stimmt er, ist der Server außer Betrieb: Versuchen Sie es später.',
    },
    captive_portal: {
      title: 'Statt des Mailservers antwortet eine Webseite.',
      todo: 'Dieses Netz verlangt zuerst eine Anmeldung auf seiner Seite, wie in Hotels und Zügen. Öffnen Sie im Browser irgendeine Seite, melden Sie sich dort an, und prüfen Sie erneut.',
    },
    clock_wrong: {
      title: 'Die Uhr dieses Computers geht falsch.',
      todo: 'Nach dem Datum dieses Computers ist das Zertifikat des Servers nicht gültig. Stellen Sie Datum und Uhrzeit, am besten über das Netz, und prüfen Sie erneut.',
    },
    certificate_expired: {
      title: 'Das Zertifikat des Servers ist abgelaufen.',
      todo: 'Der Betreiber des Servers muss es erneuern. Vorher schickt Heron ihm nichts.',
    },
    certificate_of_other_host: {
      title: 'Das Zertifikat des Servers gehört zu einem anderen Namen.',
      todo: 'Verwenden Sie den Namen, der im Zertifikat steht, oder fragen Sie den Betreiber. Vielleicht antwortet auch ein anderer Computer an seiner Stelle.',
    },
    certificate_not_trusted: {
      title: 'Dem Zertifikat des Servers wird hier nicht vertraut.',
      todo: 'Wenn ein Proxy oder Virenscanner Ihrer Organisation mitliest, muss deren Administrator seine Zertifizierungsstelle auf diesem Computer einrichten. Wenn nicht, antwortet jemand anders an der Stelle des Servers.',
    },
    encryption_not_possible: {
      title: 'Der Server und Heron finden keine Verschlüsselung.',
      todo: 'Prüfen Sie Port und Sicherheit in den Einstellungen des Kontos: TLS gehört zu Port 993 oder 465, STARTTLS zu 143 oder 587.',
    },
    no_mail_server: {
      title: 'Was dort antwortet, ist kein Mailserver.',
      todo: 'Prüfen Sie Namen und Port des Servers in den Einstellungen des Kontos.',
    },
    too_many_connections: {
      title: 'Zu viele Programme sind mit diesem Postfach verbunden.',
      todo: 'Schließen Sie auf einem anderen Gerät ein Mailprogramm, und prüfen Sie erneut.',
    },
    throttled: {
      title: 'Der Server bittet Heron zu warten.',
      todo: 'Nichts ist kaputt. Heron macht von selbst weiter, wenn die Zeit um ist.',
    },
    server_down: {
      title: 'Der Server arbeitet gerade nicht.',
      todo: 'Er wird gewartet, ist überlastet oder außer Betrieb. Heron versucht es von selbst wieder.',
    },
    app_password_blocked: {
      title: 'App-Passwörter sind hier abgeschaltet.',
      todo: 'Microsoft nimmt für E-Mail weder Passwörter noch App-Passwörter mehr an. Melden Sie sich mit Microsoft an; Ihre E-Mails bleiben, wie sie sind.',
    },
    basic_auth_blocked: {
      title: 'Passwörter sind hier abgeschaltet.',
      todo: 'Microsoft nimmt für E-Mail keine Passwörter mehr an (Basic Auth). Melden Sie sich mit Microsoft an; Ihre E-Mails bleiben, wie sie sind.',
    },
    app_password_wanted: {
      title: 'Der Server verlangt ein App-Passwort.',
      todo: 'Das Passwort des Kontos genügt nicht, weil es eine Bestätigung in zwei Schritten hat. Erstellen Sie auf der Seite Ihres Anbieters ein App-Passwort, und geben Sie es ein.',
    },
    app_password_refused: {
      title: 'Der Server nimmt dieses App-Passwort nicht an.',
      todo: 'Es wurde falsch eingegeben oder widerrufen. Erstellen Sie auf der Seite Ihres Anbieters ein neues, und geben Sie es ein.',
    },
    password_refused: {
      title: 'Der Server nimmt diesen Benutzernamen und dieses Passwort nicht an.',
      todo: 'Geben Sie das Passwort noch einmal ein. Bei Bestätigung in zwei Schritten verlangen die meisten Anbieter ein App-Passwort.',
    },
    password_not_stored: {
      title: 'Das Passwort ist auf diesem Computer nicht gespeichert.',
      todo: 'Geben Sie es noch einmal ein.',
    },
    no_way_to_sign_in: {
      title: 'Der Server bietet keine Anmeldung an, die zu diesem Konto passt.',
      todo: 'Prüfen Sie den Server in den Einstellungen des Kontos, oder melden Sie sich auf andere Weise an.',
    },
    web_sign_in: {
      title: 'Ihr Anbieter verlangt zuerst eine Anmeldung im Browser.',
      todo: 'Öffnen Sie seine Seite, melden Sie sich dort an, und prüfen Sie erneut.',
    },
    token_expired: {
      title: 'Die Anmeldung ist eben abgelaufen.',
      todo: 'Heron erneuert sie von selbst. Prüfen Sie gleich noch einmal.',
    },
    wrong_audience: {
      title: 'Die Anmeldung gilt für einen anderen Dienst als diesen Mailserver.',
      todo: 'Melden Sie sich neu an, damit Microsoft eine für E-Mail ausstellt. Ändert das nichts, verlangt die App-Registrierung die falschen Berechtigungen.',
    },
    wrong_identity: {
      title: 'Angemeldet ist jemand anders, als das Postfach gehört.',
      todo: 'Melden Sie sich als Inhaber des Postfachs an. Für ein freigegebenes Postfach muss Ihnen ein Administrator Vollzugriff geben.',
    },
    scopes_missing: {
      title: 'Der Anmeldung fehlt eine Berechtigung für E-Mail.',
      todo: 'Melden Sie sich neu an, und erteilen Sie, worum die Seite bittet.',
    },
    smtp_auth_disabled_in_organisation: {
      title: 'Ihre Organisation hat das Senden über SMTP abgeschaltet.',
      todo: 'Das Lesen funktioniert. Ein Administrator kann es für Ihr Postfach erlauben, oder Sie senden über Microsoft Graph (Einstellungen des Kontos, „Senden“).',
    },
    smtp_auth_disabled_for_mailbox: {
      title: 'Das Senden über SMTP ist für dieses Postfach abgeschaltet.',
      todo: 'Das Lesen funktioniert. Ein Administrator kann es einschalten, oder Sie senden über Microsoft Graph (Einstellungen des Kontos, „Senden“).',
    },
    sending_blocked: {
      title: 'Das Postfach ist für das Senden gesperrt.',
      todo: 'Das Lesen funktioniert. Ein Administrator oder der Kundendienst des Anbieters kann es entsperren.',
    },
    smtp_token_refused: {
      title: 'Der Server zum Senden nimmt die Anmeldung nicht an.',
      todo: 'Das Lesen funktioniert mit derselben Anmeldung; höchstwahrscheinlich ist SMTP AUTH für dieses Postfach abgeschaltet. Geben Sie Ihrem Administrator den Bericht.',
    },
    imap_disabled: {
      title: 'Das Postfach lässt keine Mailprogramme ein.',
      todo: 'An der Anmeldung stimmt alles, also ist höchstwahrscheinlich IMAP für das Postfach abgeschaltet. Ein Administrator kann es einschalten.',
    },
    token_refused: {
      title: 'Der Mailserver nimmt die Anmeldung nicht an.',
      todo: 'Melden Sie sich neu an. Ändert das nichts, ist vielleicht IMAP für das Postfach abgeschaltet.',
    },
    token_for_other_server: {
      title: 'Die Anmeldung ist nicht für diesen Server bestimmt.',
      todo: 'Heron schickt Anmeldungen nur an die Server des Anbieters. Tragen Sie dessen Server in den Einstellungen des Kontos ein.',
    },
    mailbox_not_connected: {
      title: 'Sie sind angemeldet, aber das Postfach öffnet sich nicht.',
      todo: 'Es hat keine Lizenz, IMAP ist abgeschaltet, es wurde verschoben, oder Sie dürfen es nicht öffnen. Ein Administrator kann sehen, was davon zutrifft.',
    },
    no_licence: {
      title: 'Es gibt kein Postfach oder keine Lizenz dafür.',
      todo: 'Ein Administrator muss eine Lizenz mit Exchange Online zuweisen oder den Dienst einschalten.',
    },
    login_loop: {
      title: 'Microsoft hat eine Schleife von Anmeldungen beendet.',
      todo: 'In kurzer Zeit kamen zu viele Anfragen. Heron fragt vorerst nicht mehr; warten Sie einige Minuten, bevor Sie sich neu anmelden.',
    },
    consent_declined: {
      title: 'Die Berechtigung wurde abgelehnt.',
      todo: 'Melden Sie sich neu an, und nehmen Sie an, worum die Seite bittet, wenn Sie mit Heron E-Mails lesen möchten.',
    },
    consent_missing: {
      title: 'Ihre Organisation hat Heron noch nicht genehmigt.',
      todo: 'Ein Administrator muss es einmal genehmigen. Senden Sie ihm den Text, und prüfen Sie danach erneut.',
    },
    app_unknown: {
      title: 'Microsoft kennt diese Client-ID nicht.',
      todo: 'Prüfen Sie Client-ID und Mandanten: das Feld „Anwendungs-ID (Client)“ der App-Registrierung.',
    },
    app_disabled: {
      title: 'Die App-Registrierung wurde deaktiviert.',
      todo: 'Ein Administrator kann sie wieder aktivieren, oder Sie verwenden eine andere Client-ID.',
    },
    app_not_public: {
      title: 'Die App-Registrierung erlaubt keine Desktop-Programme.',
      todo: 'In der Registrierung muss das Feld „Öffentliche Clientflows zulassen“ auf Ja stehen.',
    },
    app_redirect: {
      title: 'Der App-Registrierung fehlt die Adresse für den Browser.',
      todo: 'Das Feld „Umleitungs-URIs“ braucht http://localhost unter „Mobilgerät- und Desktopanwendungen“.',
    },
    app_account_types: {
      title: 'Die App-Registrierung ist für andere Konten als Ihres.',
      todo: 'Das Feld „Unterstützte Kontotypen“ und der Mandant müssen zusammenpassen. Tragen Sie die Mandanten-ID oder Domain Ihrer Organisation ein.',
    },
    app_resource: {
      title: 'Der App-Registrierung fehlen die Berechtigungen für E-Mail.',
      todo: 'Das Feld „API-Berechtigungen“ braucht IMAP.AccessAsUser.All von Office 365 Exchange Online.',
    },
    app_registration: {
      title: 'Die App-Registrierung ist dafür nicht eingerichtet.',
      todo: 'Geben Sie den Bericht demjenigen, der sie eingerichtet hat.',
    },
    client_id_missing: {
      title: 'Heron hat keine Client-ID für die Anmeldung.',
      todo: 'Tragen Sie die Client-ID der App-Registrierung Ihrer Organisation ein.',
    },
    app_not_assigned: {
      title: 'Sie sind Heron in Ihrer Organisation nicht zugewiesen.',
      todo: 'Ein Administrator muss Sie der App zuweisen oder „Zuweisung erforderlich“ abschalten.',
    },
    policy_device: {
      title: 'Der bedingte Zugriff lässt nur verwaltete Geräte ein.',
      todo: 'Verwenden Sie ein Gerät, das Ihre Organisation verwaltet, oder bitten Sie einen Administrator um eine Ausnahme.',
    },
    policy_app: {
      title: 'Der bedingte Zugriff lässt nur genehmigte Apps ein.',
      todo: 'Ein Administrator kann Heron genehmigen.',
    },
    policy_security_defaults: {
      title: 'Die Sicherheitsstandards von Microsoft sperren diese Anmeldung.',
      todo: 'Ein Administrator kann sie durch eine Richtlinie ersetzen, die sie erlaubt.',
    },
    policy_of_organisation: {
      title: 'Eine Richtlinie der ganzen Organisation sperrt diese Anmeldung.',
      todo: 'Ein Administrator sieht im Anmeldeprotokoll, welche, und kann Heron erlauben.',
    },
    policy_blocked: {
      title: 'Der bedingte Zugriff sperrt diese Anmeldung.',
      todo: 'Eine Richtlinie lehnt diesen Ort, dieses Gerät oder diese Art der Anmeldung ab. Ein Administrator sieht im Anmeldeprotokoll, welche.',
    },
    device_code_blocked: {
      title: 'Die Anmeldung mit einem Code ist hier gesperrt.',
      todo: 'Melden Sie sich mit dem Browser dieses Computers an; das ist meist erlaubt.',
    },
    second_factor_due: {
      title: 'Ihr zweiter Faktor wird wieder verlangt.',
      todo: 'Melden Sie sich noch einmal an, mit Ihrem zweiten Faktor.',
    },
    more_proof_asked: {
      title: 'Ihre Organisation verlangt bei der Anmeldung mehr.',
      todo: 'Melden Sie sich noch einmal an: Die Seite fragt nach dem, was fehlt. Lehnt sie ab, kann Ihr Administrator sagen, was dieser Computer erfüllen muss.',
    },
    password_changed: {
      title: 'Das Passwort wurde geändert; das hat die Anmeldung beendet.',
      todo: 'Melden Sie sich noch einmal an, mit dem neuen Passwort.',
    },
    password_expired: {
      title: 'Das Passwort ist abgelaufen.',
      todo: 'Melden Sie sich an: Microsoft fragt dabei nach einem neuen.',
    },
    sign_in_frequency: {
      title: 'Ihre Organisation verlangt von Zeit zu Zeit eine neue Anmeldung.',
      todo: 'Melden Sie sich noch einmal an.',
    },
    sign_in_unused: {
      title: 'Die Anmeldung wurde zu lange nicht benutzt.',
      todo: 'Melden Sie sich noch einmal an.',
    },
    grant_revoked: {
      title: 'Die Anmeldung wurde beendet.',
      todo: 'Sie, ein Administrator oder der Anbieter haben sie beendet. Melden Sie sich noch einmal an.',
    },
    sign_in_not_finished: {
      title: 'Die Anmeldung wurde nicht zu Ende geführt.',
      todo: 'Beginnen Sie sie noch einmal.',
    },
    account_locked: {
      title: 'Das Konto ist eine Weile gesperrt.',
      todo: 'Es gab zu viele falsche Anmeldungen. Warten Sie, und versuchen Sie es inzwischen nicht, denn das verlängert die Sperre.',
    },
    account_at_risk: {
      title: 'Microsoft hält das Konto für übernommen.',
      todo: 'Nur ein Administrator kann es freigeben.',
    },
    account_disabled: {
      title: 'Das Konto ist abgeschaltet.',
      todo: 'Nur ein Administrator kann es einschalten.',
    },
    no_such_organisation: {
      title: 'Microsoft kennt diese Organisation nicht.',
      todo: 'Prüfen Sie den Mandanten: seine ID oder eine Domain, die er eingetragen hat.',
    },
    wrong_organisation: {
      title: 'Das Konto gehört nicht zu dieser Organisation.',
      todo: 'Prüfen Sie Mandanten und Anmeldeserver, oder melden Sie sich mit einem anderen Konto an.',
    },
    proxy_password: {
      title: 'Der Proxy dieses Netzes fragt nach Benutzernamen und Passwort.',
      todo: 'Geben Sie die ein, die Sie für den Proxy dieses Netzes benutzen. Heron schickt sie an den Proxy und an niemanden sonst.',
    },
    proxy_sign_in: {
      title: 'Der Proxy dieses Netzes will eine Anmeldung, die Heron nicht kann.',
      todo: 'Heron meldet sich bei einem Proxy mit Benutzernamen und Passwort an, nicht mit NTLM oder Kerberos (Negotiate). Wer den Proxy betreibt, muss auch Basic anbieten oder Heron ohne Anmeldung zu den Mailservern (Ports 993 und 587) und zum Anmeldeserver durchlassen. Geben Sie ihm den Bericht.',
    },
    proxy_refused: {
      title: 'Der Proxy lässt Heron nicht durch.',
      todo: 'Wer den Proxy betreibt, muss die Mailserver (Ports 993 und 587) und den Anmeldeserver erlauben. Geben Sie ihm den Bericht.',
    },
    provider_down: {
      title: 'Der Anmeldeserver antwortet nicht.',
      todo: 'Das geht vorüber. Heron versucht es von selbst wieder und behält Ihre Anmeldung.',
    },
    provider_not_understood: {
      title: 'Die Antwort des Anmeldeservers ergibt keinen Sinn.',
      todo: 'Prüfen Sie den Anmeldeserver, und ob ein Proxy oder eine Anmeldeseite dieses Netzes an seiner Stelle antwortet.',
    },
    secret_unreadable: {
      title: 'Die gespeicherte Anmeldung lässt sich nicht lesen.',
      todo: 'Vielleicht ist der Schlüsselbund des Systems gesperrt. Entsperren Sie ihn und prüfen Sie erneut, oder melden Sie sich noch einmal an.',
    },
    newer_heron: {
      title: 'Ein neueres Heron hat dieses Konto eingerichtet.',
      todo: 'Installieren Sie diese Version wieder; nichts wurde geändert.',
    },
    server_refuses: {
      title: 'Der Server lehnt ab, und nur er kann sagen, warum.',
      todo: 'Geben Sie seinem Betreiber den Bericht: Darin stehen die Worte des Servers.',
    },
    not_explained: {
      title: 'Das kann Heron nicht erklären.',
      todo: 'Kopieren Sie den Bericht, und schicken Sie ihn an die Entwickler von Heron. Er enthält keine Adresse, keinen Server und keine Nachricht.',
    },
  },
  turns: {
    you: 'Sie sind dran',
    admin: 'Ein Administrator ist dran',
    wait: 'Geht von selbst vorüber',
    heron: 'Ein Fehler in Heron',
    nobody: 'Nichts zu tun',
  },
  actions: {
    retry: 'Erneut prüfen',
    sign_in: 'Neu anmelden',
    sign_in_with_microsoft: 'Mit Microsoft anmelden',
    sign_in_by_browser: 'Im Browser anmelden',
    edit_password: 'Passwort eingeben',
    enter_proxy_password: 'Passwort des Proxys eingeben',
    edit_server: 'Einstellungen des Kontos öffnen',
    edit_registration: 'Registrierung prüfen',
    ask_administrator: 'Text für Ihren Administrator kopieren',
    open_page: 'Seite öffnen',
    close: 'Schließen',
    copy_report: 'Bericht kopieren',
  },
};
