import { faultWordsDe as words } from './fault-words.de.ts';
import type { faultsServerEn } from './faults-server.en.ts';

const dnsFailed: (typeof faultsServerEn)['dns_failed'] = {
  no_such_name: ({ host }) => `Der Name ${host} ist nirgends eingetragen.`,
  look_up_failed: ({ host }) => `Der Name ${host} lässt sich gerade nicht auflösen.`,
};
const connectionRefused: (typeof faultsServerEn)['connection_refused'] = {
  refuses: ({ host, port }) => `${host} lehnt Verbindungen an Port ${port} ab.`,
  unreachable: ({ server }) => `${server} ist von hier aus nicht erreichbar.`,
};

export const faultsServerDe: typeof faultsServerEn = {
  offline: {
    computer: 'Heron macht weiter, sobald es ein Netzwerk gibt.',
    no_network: ({ server }) => `Es gibt kein Netzwerk, über das ${server} erreichbar wäre.`,
    not_stored: 'Das ist nicht auf diesem Computer gespeichert, und der Server ist nicht erreichbar.',
  },
  dns_failed: dnsFailed,
  connection_refused: connectionRefused,
  proxy_password_wanted: {
    asked: 'Ohne Benutzernamen und Passwort lässt er niemanden durch, deshalb kann Heron Ihre E-Mails nicht erreichen.',
  },
  proxy_failed: {
    refused: ({ proxy, server, status }) =>
      `Der Proxy ${proxy} stellt keine Verbindung zu ${server} her (${status}), und ohne ihn ist der Server auch nicht erreichbar.`,
    unreachable: ({ proxy }) => `Der Proxy ${proxy}, den die Einstellungen dieses Computers nennen, antwortet nicht.`,
    method: ({ proxy }) =>
      `Der Proxy ${proxy} verlangt eine Anmeldung, die Heron nicht kennt (etwa NTLM oder Kerberos).`,
  },
  connection_lost: {
    closed: ({ server, said }) => `${server} hat die Verbindung beendet${words.quoted(said)}.`,
    lost: ({ server }) => `${server} war erreichbar, aber die Verbindung endete zu früh.`,
    failed: ({ server }) => `Die Verbindung zu ${server} ist fehlgeschlagen.`,
    during_change: 'Die Verbindung brach ab, während eine Änderung ausgeführt wurde.',
  },
  server_timeout: {
    no_answer: ({ server }) => `${server} ist langsam oder gerade nicht erreichbar.`,
    no_answer_within: ({ server, seconds }) => `${server} hat innerhalb von ${seconds} Sekunden nicht geantwortet.`,
    test: ({ server, seconds, step }) =>
      `${server} hat innerhalb von ${seconds} Sekunden nicht geantwortet, ${words.testing[step]}.`,
  },
  tls_expired: {
    expired: ({ server, date }) =>
      `${server} zeigt noch ein Zertifikat, dessen Zeit vorbei ist${date && ` (${date})`}. Der Betreiber muss es erneuern.`,
    not_yet_valid: ({ server, date }) =>
      `Das Zertifikat von ${server} ist noch nicht gültig${date && ` (${date})`}. Prüfen Sie die Uhr dieses Computers.`,
    not_valid_now: ({ host }) => `Nach dem Datum dieses Computers ist das Zertifikat von ${host} nicht gültig.`,
  },
  tls_wrong_host: {
    names: ({ server, names }) => `Das Zertifikat von ${server} gilt für ${names || 'einen anderen Namen'}.`,
    other_server: ({ host }) => `Das Zertifikat, das für ${host} vorgelegt wurde, gehört zu einem anderen Server.`,
  },
  tls_untrusted: {
    chain: ({ server, because, issuer }) =>
      `Dem Zertifikat von ${server} wird nicht vertraut: ${words.untrusted[because]}${issuer && ` (ausgestellt von ${issuer})`}.`,
    authority: ({ host }) =>
      `Das Zertifikat von ${host} stammt von einer Zertifizierungsstelle, der hier nicht vertraut wird.`,
  },
  tls_failed: {
    spoke_between: ({ server }) =>
      `Zwischen ${server} und diesem Computer hat sich jemand eingemischt, bevor die Verschlüsselung begann.`,
    implicit_tls: ({ server }) =>
      `${server} erwartet die Verschlüsselung vom ersten Zeichen an. Wählen Sie TLS statt STARTTLS.`,
    no_encryption: ({ server }) => `Es kam keine verschlüsselte Verbindung zu ${server} zustande.`,
    not_encrypted: ({ server }) => `Die Verbindung zu ${server} ist nicht verschlüsselt.`,
    certificate_uncheckable: ({ server }) => `Das Zertifikat von ${server} lässt sich nicht prüfen.`,
    no_tls: ({ server }) => `${server} verwendet TLS nicht wie erwartet.`,
    wants_tls: ({ server }) =>
      `${server} verlangt eine andere Art der Verschlüsselung. Wählen Sie in den Einstellungen des Kontos TLS oder STARTTLS dafür.`,
    no_secure_connection: ({ host }) => `Es kam keine sichere Verbindung zu ${host} zustande.`,
  },
  starttls_missing: {
    not_offered: ({ server }) => `${server} bietet kein STARTTLS an, deshalb wurde nichts dorthin gesendet.`,
  },
  imap_protocol: {
    web_server: ({ server }) => `Unter ${server} antwortet ein Webserver statt eines Mailservers.`,
    not_imap: ({ server }) => `${server} hat mit etwas geantwortet, das kein IMAP ist.`,
    too_many_messages: 'Der Server hat mit mehr Nachrichten geantwortet, als angefragt waren.',
    more_than_asked:
      'Der Server schickt große Teile einer Nachricht nicht stückweise, wie er gebeten wird. Dieser kann deshalb nicht geladen werden.',
    too_many_folders: ({ limit }) => `Der Server führt mehr als ${limit} Ordner auf.`,
  },
  authentication_failed: {
    password_refused: ({ server, said }) =>
      `${server} öffnet mit diesem Benutzernamen und Passwort kein Postfach${words.quoted(said)}. Prüfen Sie beides.`,
    app_password: ({ server, said }) =>
      `${server} verlangt hier ein App-Passwort und nicht Ihr gewöhnliches${words.quoted(said)}. Legen Sie auf der Webseite Ihres Anbieters eines an, und geben Sie es ein.`,
    not_sendable: 'Der Benutzername oder das Passwort enthält Zeichen, die sich nicht senden lassen.',
  },
  basic_auth_blocked: {
    no_passwords: ({ server }) => `${server} nimmt für dieses Postfach keine Passwörter an.`,
    for_sending: ({ server }) =>
      `${server} nimmt zum Senden keine Passwörter mehr an. Melden Sie sich mit Microsoft an; dazu braucht es keines.`,
  },
  token_rejected: {
    expired: ({ server }) => `Die Anmeldung bei ${server} ist abgelaufen.`,
    refused: ({ server, said }) =>
      `Die Anmeldung selbst gelang, aber ${server} lässt sie nicht ein${words.quoted(said)}.`,
  },
  web_sign_in_required: {
    web_alert: ({ server, said }) =>
      `${server} lässt kein Mailprogramm ein, bevor Sie sich auf der Webseite des Anbieters angemeldet haben${words.quoted(said)}. Melden Sie sich dort an und versuchen Sie es dann erneut.`,
  },
  mailbox_unavailable: {
    not_opened: ({ server }) => `${server} hat die Anmeldung angenommen, öffnet aber das Postfach nicht.`,
  },
  throttled: {
    wait: ({ server }) => `${server} bittet darum, mit dem nächsten Versuch zu warten.`,
  },
  server_unavailable: {
    busy: ({ server, said }) => `${server} ist überlastet oder wird gewartet${words.quoted(said)}.`,
    too_many_connections: ({ server, said }) =>
      `${server} lässt zu diesem Postfach keine weiteren gleichzeitigen Verbindungen zu${words.quoted(said)}.`,
    ...dnsFailed,
    ...connectionRefused,
  },
  server_refused: {
    command: ({ server, said, responseCode }) => {
      const answer = said || (responseCode ? `[${responseCode}]` : '');
      return answer === '' ? `${server} hat abgelehnt und keinen Grund genannt.` : `${server} sagt: „${answer}“.`;
    },
    left_out: 'Der Server führt diese Nachricht auf, liefert sie aber nicht.',
    no_password_sign_in: ({ server }) => `${server} bietet keine Anmeldung mit Passwort an.`,
    no_oauth_sign_in: ({ server }) => `${server} bietet keine Anmeldung mit OAuth2 an.`,
    no_delete:
      'Der Server dieses Kontos kann einzelne Nachrichten nicht endgültig löschen: Ihm fehlt UIDPLUS. Verschieben Sie sie stattdessen in den Papierkorb.',
    change: ({ said, own }) => (own === undefined ? said : words.refusals[own]),
    former: ({ text }) => text,
  },
  folder_missing: {
    gone: 'Der Ordner wurde anderswo gelöscht oder umbenannt.',
    name_not_sendable: 'Der Name des Ordners lässt sich nicht an den Server senden.',
  },
  message_gone: {
    from_server: 'Die Nachricht wurde anderswo verschoben oder gelöscht.',
    from_folder: 'Diese Nachricht ist nicht mehr in ihrem Ordner.',
  },
};
