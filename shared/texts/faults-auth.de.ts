import type { faultsAuthEn } from './faults-auth.en.ts';

export const faultsAuthDe: typeof faultsAuthEn = {
  client_id_missing: {
    needed: 'Für die Anmeldung wird eine Client-ID aus einer App-Registrierung gebraucht.',
  },
  sign_in_declined: {
    declined: 'Auf der Anmeldeseite hat sich jemand dagegen entschieden.',
    not_completed:
      'Die Anmeldung wurde nicht abgeschlossen; noch eine wird daran kaum etwas ändern. Zeigen Sie die Referenz Ihrem Administrator.',
  },
  sign_in_expired: {
    code_expired: 'Mit dem Code hat sich niemand rechtzeitig angemeldet.',
    code_unknown: 'Der Anmeldeserver kennt diesen Code nicht mehr.',
  },
  sign_in_timed_out: {
    page: 'Auf der Seite hat sich niemand rechtzeitig angemeldet.',
  },
  browser_sign_in_failed: {
    cannot_listen: ({ systemCode }) =>
      `Dieser Computer lässt Heron nicht auf die Antwort des Browsers warten (${systemCode || 'ohne Angabe von Gründen'}). Die Anmeldung mit einem Code geht auch ohne.`,
  },
  code_blocked: {
    by_policy:
      'Die Richtlinie Ihrer Organisation lässt die Anmeldung mit einem Code nicht zu. Im Browser dieses Computers ist sie in der Regel erlaubt.',
  },
  wrong_account: {
    on_page:
      'Die Seite war für ein Konto geöffnet, das nicht hierher gehört. Melden Sie sich mit dem Konto dieses Postfachs an: Wählen Sie auf der Seite „Anderes Konto verwenden“.',
  },
  sign_in_required: {
    no_sign_in: 'Dieses Konto hat keine Anmeldung mehr. Melden Sie sich erneut an.',
    signed_out: 'Sie haben sich auf diesem Computer abgemeldet.',
    asked_again: 'Der Anbieter nimmt die Anmeldung, die Heron hat, nicht an.',
    more_asked: 'Ihre Organisation verlangt mehr als die Anmeldung, die Heron hat, zum Beispiel Ihren zweiten Faktor.',
    password_for_other_server: ({ server }) =>
      `Das gespeicherte Passwort wurde für einen anderen Server oder eine andere Verschlüsselung eingegeben; deshalb wird es nicht an ${server} geschickt. Geben Sie es noch einmal ein.`,
    password_missing:
      'Das Passwort dieses Kontos ist auf diesem Computer nicht gespeichert. Geben Sie es noch einmal ein.',
  },
  consent_required: {
    not_approved: 'Ihre Organisation hat Heron noch nicht für das Lesen von E-Mails genehmigt.',
  },
  permission_missing: {
    not_granted: ({ provider }) =>
      `${provider} hat Heron diese Berechtigung für Ihre Anmeldung nicht erteilt. Melden Sie sich erneut an, um sie zu erteilen; was jetzt geht, geht weiterhin.`,
    sending: ({ provider }) =>
      `${provider} hat Heron nicht erlaubt, über Microsoft Graph zu senden (Mail.Send). Melden Sie sich einmal an, um es zu erlauben; Lesen geht weiterhin.`,
  },
  app_registration: {
    to_be_fixed: 'Die App-Registrierung, mit der Heron sich anmeldet, muss korrigiert werden.',
    refused: 'Die App-Registrierung, mit der Heron sich anmeldet, wurde abgelehnt.',
  },
  policy_blocked: {
    blocked: 'Nur ein Administrator Ihrer Organisation kann diese Anmeldung erlauben.',
  },
  wrong_tenant: {
    unknown_account: ({ tenant, host }) => `Dieses Konto ist bei „${tenant}“ auf ${host} nicht bekannt.`,
    no_such_tenant: ({ tenant, host }) => `Es gibt keine Organisation „${tenant}“ auf ${host}.`,
  },
  service_missing: {
    not_enabled:
      'Die Anmeldung gelingt, aber die Organisation hat den Dienst nicht, der die E-Mails aufbewahrt. Ein Administrator kann ihn hinzufügen oder einschalten.',
  },
  account_locked: {
    too_many_tries:
      'Microsoft hat das Konto nach zu vielen falschen Anmeldungen gesperrt. Die Sperre endet von selbst; frühere Versuche verlängern sie.',
  },
  account_blocked: {
    risky: 'Microsoft hält das Konto für von jemand anderem übernommen. Nur ein Administrator kann es freigeben.',
    disabled: 'Das Konto ist in seiner Organisation ausgeschaltet. Nur ein Administrator kann es einschalten.',
  },
  password_due: {
    expired: 'Das Passwort ist abgelaufen. Microsoft fragt bei der Anmeldung nach einem neuen.',
  },
  identity_provider_unavailable: {
    busy: ({ host, status }) =>
      `${host} ist gerade überlastet oder außer Betrieb (HTTP ${status}). Heron versucht es wieder.`,
    unreachable: ({ host }) => `${host} war nicht erreichbar.`,
    no_answer: ({ host }) => `${host} hat nicht rechtzeitig geantwortet.`,
    proxy_sign_in: ({ host }) =>
      `Der Proxy dieses Netzes will eine Anmeldung, die Heron nicht kann (etwa NTLM oder Kerberos); ${host} ist deshalb nicht erreichbar.`,
    proxy: ({ host }) => `Der Proxy dieses Netzes lässt Heron nicht zu ${host} durch.`,
  },
  identity_provider_protocol: {
    not_understood: ({ host, word }) => `${host} hat eine Antwort gegeben, die Heron nicht versteht (${word}).`,
    redirected: ({ host }) => `${host} hat eine Antwort gegeben, die Heron nicht versteht (eine Weiterleitung).`,
    too_large: ({ host }) => `${host} hat eine Antwort gegeben, die Heron nicht versteht (mehr als 1 MB).`,
    no_account: ({ host }) => `${host} hat eine Antwort gegeben, die Heron nicht versteht (kein Konto in der Antwort).`,
    no_name: ({ host }) => `${host} hat eine Antwort gegeben, die Heron nicht versteht (kein Name in der Antwort).`,
    refused: ({ host, word }) => `${host} hat die Anfrage abgelehnt (${word || 'ohne Grund'}).`,
    not_https: ({ host }) => `${host} nennt eine Adresse ohne https; die verwendet Heron nicht.`,
  },
  identity_mismatch: {
    other_mailbox: ({ actual, expected }) =>
      `${actual} hat sich angemeldet, das Postfach ist aber ${expected}. Melden Sie sich als ${expected} an.`,
  },
  provider_unknown: {
    from_newer: ({ id }) =>
      `Dieses Konto meldet sich bei einem Anbieter an („${id}“), den diese Version von Heron nicht kennt. Ein neueres Heron hat es eingerichtet; daran wurde nichts geändert.`,
  },
  token_host_refused: {
    foreign_server: ({ host, provider }) =>
      `${host} ist kein Mailserver von ${provider}; deshalb schickt Heron ihm Ihre Anmeldung nicht. Tragen Sie den Server von ${provider} ein, oder nennen Sie diesen beim Start von Heron in HERON_MICROSOFT_IMAP.`,
  },
};
