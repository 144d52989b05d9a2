import type { Texts } from './en.ts';
import { faultWordsDe as words } from './fault-words.de.ts';
import type { RecipientRefusal } from './fault-words.en.ts';
import type { faultsSendingEn } from './faults-sending.en.ts';
import { megabytes } from './format.ts';

const turn = (why: RecipientRefusal = 'other') => words.recipientRefusals[why] ?? words.recipientRefusals.other;

export const faultsSendingDe: Pick<Texts['faults'], keyof typeof faultsSendingEn> = {
  draft_changed: {
    elsewhere: 'In einem anderen Fenster wurde eine neuere Fassung gespeichert. Nichts wurde überschrieben.',
    on_its_way: 'Er ist unterwegs. Holen Sie ihn aus dem Postausgang zurück, um ihn zu ändern.',
    being_sent: 'Die Nachricht wird gerade an den Server übergeben und lässt sich nicht mehr zurückholen.',
  },
  not_sendable: {
    no_recipient: 'Sie hat keinen Empfänger.',
    invalid_address: ({ address }) => `„${address}“ ist keine Mailadresse.`,
    invalid_sender: ({ address }) => `„${address}“ ist keine Adresse, von der sich senden lässt.`,
    not_sanitised:
      'Das zitierte Original wurde noch nicht geprüft. Öffnen Sie die Nachricht einmal, und senden Sie sie dann.',
    too_large: ({ size, limit, server }) =>
      `Sie ist mit ihren Dateien ${megabytes('de', size, 'up')} groß; ${server} nimmt höchstens ${megabytes('de', limit, 'down')} an. Entfernen Sie eine Datei, oder senden Sie mehrere Nachrichten.`,
    file_gone: ({ filename }) =>
      `Die Datei „${filename}“ lässt sich nicht mehr lesen. Entfernen Sie sie, oder hängen Sie sie noch einmal an.`,
    no_utf8: ({ address, server }) =>
      `„${address}“ enthält Buchstaben, an die ${server} nicht senden kann: Ihm fehlt SMTPUTF8.`,
    sent_to_some: ({ server }) =>
      `Einige ihrer Empfänger haben sie schon, und ${server} sendet an alle auf einmal. Nehmen Sie sie zurück: Die übrigen bleiben darin, und Sie senden sie an diese.`,
    account_gone:
      'Das Konto, von dem sie gesendet werden soll, ist nicht mehr in Heron. Wählen Sie einen anderen Absender.',
  },
  not_printed: {
    not_drawn: 'Die Nachricht für das Papier zu zeichnen, hat zu lange gedauert.',
    by_system: ({ said }) => `Das System hat sie nicht gedruckt („${said}“).`,
  },
  file_refused: {
    folder: ({ filename }) =>
      `„${filename}“ ist ein Ordner. Hängen Sie seine Dateien einzeln an, oder packen Sie ihn in eine ZIP-Datei.`,
    too_large: ({ filename, limit }) =>
      `„${filename}“ ist größer als ${megabytes('de', limit, 'down')}; das nimmt kein Mailserver an.`,
    unreadable: ({ filename }) => `„${filename}“ lässt sich nicht lesen.`,
  },
  smtp_protocol: {
    not_smtp: ({ server }) =>
      `${server} hat mit etwas geantwortet, das kein SMTP ist. Prüfen Sie in den Einstellungen des Kontos den Server zum Senden.`,
  },
  smtp_auth_disabled: {
    organisation: ({ server }) =>
      `Ihre Organisation hat das Senden über ${server} (SMTP AUTH) für alle abgeschaltet. Ihr Administrator kann es für Ihr Postfach erlauben.`,
    mailbox: ({ server }) =>
      `Das Senden über ${server} (SMTP AUTH) ist für Ihr Postfach abgeschaltet. Ihr Administrator kann es einschalten.`,
  },
  smtp_unreachable: {
    network: ({ server }) =>
      `${server}, der Server zum Senden, ist aus diesem Netz nicht erreichbar; vielleicht sperrt das Netz ihn.`,
  },
  graph_refused: {
    denied: ({ said }) =>
      `Ihre Organisation lässt Heron nicht über Microsoft Graph senden${words.quoted(said)}. Ihr Administrator kann es erlauben.`,
    no_mailbox: ({ said }) =>
      `Microsoft Graph kennt dieses Postfach nicht${words.quoted(said)}: Es liegt nicht in Exchange Online oder hat keine Lizenz. Senden Sie stattdessen über den SMTP-Server.`,
    not_graph: ({ said }) =>
      `An der Stelle von Microsoft Graph hat etwas anderes geantwortet${words.quoted(said)}. Prüfen Sie das Netz oder HERON_MICROSOFT_GRAPH.`,
  },
  send_as_denied: {
    not_allowed: ({ server, address, said }) =>
      `${server} lässt Sie nicht als ${address} senden${words.quoted(said)}. Wählen Sie einen anderen Absender, oder bitten Sie, wer diese Adresse verwaltet, es zu erlauben.`,
  },
  sending_blocked: {
    mailbox: ({ server, said }) =>
      `${server} versendet aus diesem Postfach nichts mehr${words.quoted(said)}. Ihr Administrator oder Anbieter muss das aufheben.`,
  },
  relay_denied: {
    denied: ({ server, said }) =>
      `${server} sendet nur für die eigenen Nutzer und hält dieses Konto nicht für eines davon${words.quoted(said)}. Prüfen Sie in den Einstellungen des Kontos den Server zum Senden.`,
  },
  sending_limit: {
    reached: ({ server, said }) =>
      `${server} nimmt von diesem Postfach für einige Stunden keine Nachrichten mehr an${words.quoted(said)}. Heron versucht es wieder.`,
  },
  message_refused: {
    refused: ({ server, said }) =>
      `${server} hat die Nachricht abgelehnt${words.quoted(said)}. Ändern Sie sie, oder fragen Sie Ihren Administrator oder Anbieter nach dem Grund.`,
    too_large: ({ server, said }) =>
      `Die Nachricht ist größer, als ${server} annimmt${words.quoted(said)}. Entfernen Sie eine Datei, oder senden Sie mehrere Nachrichten.`,
    spam: ({ server, said }) =>
      `${server} hält die Nachricht für Spam${words.quoted(said)}. Schreiben Sie sie anders, oder fragen Sie Ihren Administrator oder Anbieter.`,
    policy: ({ server, said }) =>
      `Eine Regel von ${server} lässt die Nachricht nicht durch${words.quoted(said)}. Fragen Sie Ihren Administrator oder Anbieter, welche.`,
    file_kind: ({ server, said }) =>
      `${server} lässt eine solche Datei nicht durch${words.quoted(said)}. Entfernen Sie sie, und geben Sie sie auf anderem Weg weiter.`,
    network: ({ server, said }) =>
      `${server} nimmt aus dem Netz, in dem dieser Computer ist, keine Mail an${words.quoted(said)}. Senden Sie aus einem anderen Netz, oder fragen Sie Ihren Administrator oder Anbieter.`,
    mailbox_full: ({ server, said }) =>
      `${server} sagt, dass ein Postfach voll ist${words.quoted(said)}. Ist es Ihres, schaffen Sie darin Platz; sonst muss das der Empfänger tun.`,
    too_many_recipients: ({ server, said }) =>
      `${server} nimmt keine Nachricht für so viele Empfänger an${words.quoted(said)}. Senden Sie sie an weniger auf einmal.`,
    sender: ({ server, said }) =>
      `${server} hat die Absenderadresse abgelehnt${words.quoted(said)}. Prüfen Sie sie in den Einstellungen des Kontos.`,
  },
  recipients_refused: {
    some: ({ server, refused, said, why }) =>
      `${server} hat ${refused} nicht angenommen${words.quoted(said)}. An alle anderen wurde die Nachricht gesendet. ${turn(why)}`,
    some_later: ({ server, refused, said }) =>
      `${server} hat ${refused} noch nicht angenommen${words.quoted(said)}. An alle anderen wurde die Nachricht gesendet; bei diesen versucht Heron es von selbst wieder.`,
    unnamed: ({ server, said, why }) =>
      `${server} hat einen der Empfänger nicht angenommen${words.quoted(said)}; es wurde nichts gesendet. ${turn(why)}`,
    all: ({ server, refused, said, why }) =>
      `${server} hat ${refused} nicht angenommen${words.quoted(said)}; es wurde nichts gesendet. ${turn(why)}`,
  },
  sending_deferred: {
    later: ({ server, said }) =>
      `${server} bittet, es später noch einmal zu versuchen${words.quoted(said)}. Heron tut das von selbst.`,
    connections: ({ server, said }) =>
      `${server} hat gerade zu viele Verbindungen${words.quoted(said)}. Heron versucht es von selbst wieder.`,
    greylisted: ({ server, said }) =>
      `${server} lässt Absender warten, die er noch nicht kennt${words.quoted(said)}. Heron versucht es von selbst wieder.`,
    given_up: ({ server, said }) =>
      `${server} hat die Nachricht immer wieder aufgeschoben${words.quoted(said)}. Heron versucht es nicht weiter: Fragen Sie Ihren Administrator oder Anbieter, oder versuchen Sie es später.`,
  },
  may_have_been_sent: {
    connection_cut: ({ server }) =>
      `Die Verbindung zu ${server} brach ab, nachdem die Nachricht übergeben war, aber bevor der Server sie bestätigte. Heron sucht sie im Ordner der gesendeten Nachrichten. Ist sie dort nicht, entscheiden Sie, ob sie noch einmal gesendet wird.`,
    heron_ended: ({ server }) =>
      `Heron wurde beendet, während die Nachricht an ${server} übergeben wurde. Heron sucht sie im Ordner der gesendeten Nachrichten. Ist sie dort nicht, entscheiden Sie, ob sie noch einmal gesendet wird.`,
    strange_answer: ({ server }) =>
      `${server} hat eine Antwort gegeben, die nicht sagt, ob er die Nachricht angenommen hat. Ist sie nicht unter den gesendeten Nachrichten, entscheiden Sie, ob sie noch einmal gesendet wird.`,
  },
  draft_not_copied: {
    refused: ({ folder, said }) =>
      `Der Entwurf liegt sicher auf diesem Computer, konnte aber nicht in „${folder}“ auf dem Server kopiert werden${words.quoted(said)}. Heron versucht es später erneut.`,
    quota: ({ said }) =>
      `Das Postfach ist voll. Bis wieder Platz ist, bleiben Entwürfe nur auf diesem Computer${words.quoted(said)}.`,
  },
  sent_copy_missing: {
    not_filed: ({ folder, said }) =>
      `Die Nachricht wurde gesendet, aber ihre Kopie ließ sich nicht in „${folder}“ ablegen${words.quoted(said)}. Heron versucht es weiter.`,
    account_removed:
      'Die Nachricht wurde gesendet. Ihr Konto wurde entfernt, bevor Heron eine Kopie davon unter den gesendeten sah; vielleicht gibt es keine.',
  },
};
