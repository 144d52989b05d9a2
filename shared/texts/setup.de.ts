import { formatNumber } from './format.ts';
import type { setupEn } from './setup.en.ts';

export const setupDe: typeof setupEn = {
  label: 'Einrichtung',
  continue: 'Weiter',
  back: 'Zurück',
  cancel: 'Abbrechen',
  advanced: 'Erweitert',
  fields: {
    address: 'E-Mail-Adresse',
    addressExample: 'name@example.com',
    displayName: 'Ihr Name',
    displayNameHint: 'So sehen ihn andere, wenn Sie schreiben. Sie können das Feld leer lassen.',
    username: 'Benutzername',
    method: 'Anmelden mit',
    methods: { password: 'Passwort', app_password: 'App-Passwort' },
    incoming: 'Posteingangsserver',
    outgoing: 'Postausgangsserver',
    server: (protocol) => `${protocol}-Server`,
    port: (protocol) => `${protocol}-Port`,
    security: (protocol) => `${protocol}-Sicherheit`,
    clientId: 'Client-ID',
    clientIdHint: '„Application (client) ID“ (Anwendungs-ID) der App-Registrierung.',
    tenant: 'Mandant',
    tenantHint:
      '„Directory (tenant) ID“ (Verzeichnis-ID), eine Domain oder common, wenn die Registrierung jede Organisation zulässt.',
    loginHost: 'Anmeldeserver',
    loginHostHint: 'Nur in nationalen Clouds ein anderer als login.microsoftonline.com.',
  },
  hints: {
    gmail:
      'Gmail verlangt hier ein App-Passwort; dafür muss in Ihrem Google-Konto die Bestätigung in zwei Schritten eingeschaltet sein.',
    icloud:
      'iCloud verlangt ein anwendungsspezifisches Passwort, das Sie in den Einstellungen Ihres Apple Accounts erstellen.',
    yahoo: 'Yahoo verlangt ein App-Passwort, das Sie in den Sicherheitseinstellungen Ihres Yahoo-Kontos erstellen.',
    fastmail:
      'Fastmail verlangt ein App-Passwort, das Sie in dessen Einstellungen unter „Privacy & Security“ erstellen.',
    aol: 'AOL verlangt ein App-Passwort, das Sie in den Sicherheitseinstellungen Ihres AOL-Kontos erstellen.',
    gmx: 'GMX lässt E-Mail-Programme zu, sobald Sie IMAP in den Einstellungen unter „POP3/IMAP Abruf“ eingeschaltet haben. Mit Zwei-Faktor-Authentifizierung verlangt es ein anwendungsspezifisches Passwort.',
    webde:
      'WEB.DE lässt E-Mail-Programme zu, sobald Sie IMAP in den Einstellungen unter „POP3/IMAP Abruf“ eingeschaltet haben. Mit Zwei-Faktor-Authentifizierung verlangt es ein anwendungsspezifisches Passwort.',
    mailboxorg:
      'Mit Zwei-Faktor-Authentifizierung verlangt mailbox.org ein App-Passwort, das Sie in dessen Einstellungen erstellen.',
    tonline:
      'T-Online verlangt das Passwort für E-Mail-Programme, das Sie in den Einstellungen Ihres Telekom-Logins festlegen.',
  },
  address: {
    welcome: 'Willkommen bei Heron',
    add: 'Konto hinzufügen',
    introduction:
      'Heron liest E-Mails von Microsoft 365 und von jedem anderen IMAP-Server. Welches Postfach möchten Sie öffnen?',
    question: 'Welches Postfach möchten Sie öffnen?',
    found: (provider) => `Dieses Postfach liegt bei ${provider}.`,
    isThere: 'Dieses Postfach ist schon in Heron.',
  },
  provider: {
    title: 'Wo liegt dieses Postfach?',
    otherKind: 'Das Postfach liegt woanders',
    label: 'Art des Postfachs',
    microsoft: 'Microsoft 365',
    microsoftDetail:
      'Geschäfts- oder Schulkonto oder Outlook.com. Sie melden sich auf der Seite von Microsoft an; Heron sieht das Passwort nie.',
    other: 'Anderer IMAP-Server',
    otherDetail: 'Ein anderer Anbieter oder Ihr eigener Server, mit Passwort oder App-Passwort.',
  },
  microsoft: {
    title: 'Bei Microsoft 365 anmelden',
    lead: 'Heron öffnet die Seite von Microsoft in Ihrem Browser. Dort melden Sie sich als {address} an; Heron sieht das Passwort nie.',
    registrationFirst:
      'Microsoft lässt eine Anwendung erst zu, wenn jemand sie registriert hat. Hier ist noch keine Client-ID hinterlegt, deshalb muss das zuerst geschehen.',
  },
  registration: {
    title: 'Was Ihr Administrator einmal registriert',
    steps: [
      'Öffnen Sie im **Azure-Portal** den Bereich **App registrations** (App-Registrierungen) und wählen Sie **New registration** (Neue Registrierung).',
      'Nennen Sie die Anwendung „Heron“ und wählen Sie, wer sie verwenden darf. Als Umleitungs-URI nehmen Sie die Plattform **Public client/native (mobile & desktop)** (Öffentlicher Client/nativ) mit `http://localhost`.',
      'Unter **Authentication** (Authentifizierung) steht sie als **Mobile and desktop applications** (Mobilgerät- und Desktopanwendungen). Setzen Sie dort **Allow public client flows** (Öffentliche Clientflows zulassen) auf **Yes** (Ja), damit die Anmeldung auch mit einem Code geht. Ein Clientgeheimnis wird nicht angelegt.',
      'Fügen Sie unter **API permissions** (API-Berechtigungen) **Microsoft Graph** → **Delegated permissions** (Delegierte Berechtigungen) hinzu: `IMAP.AccessAsUser.All`, `SMTP.Send`, `offline_access`.{note}',
      'Wählen Sie **Grant admin consent** (Administratorzustimmung erteilen).',
      'Kopieren Sie **Application (client) ID** (Anwendungs-ID) und **Directory (tenant) ID** (Verzeichnis-ID) in die Felder unten.',
    ],
    permissionsNote:
      'Microsoft führt diese Berechtigungen unter Graph auf. Das Token selbst wird trotzdem mit dem Bereich `https://outlook.office.com/IMAP.AccessAsUser.All` angefordert, weil Exchange Tokens für Graph abweist.',
    copy: 'Für Ihren Administrator kopieren',
    letter: `Ich möchte mein Microsoft-365-Postfach mit dem E-Mail-Programm Heron lesen. Es meldet sich mit OAuth2 an und braucht eine App-Registrierung in unserem Mandanten:

1. Azure-Portal > App registrations (App-Registrierungen) > New registration (Neue Registrierung). Name: Heron. Unterstützte Kontotypen: wie es unsere Organisation braucht. Umleitungs-URI: Plattform „Public client/native (mobile & desktop)“ (Öffentlicher Client/nativ), http://localhost. Unter Authentication (Authentifizierung) steht sie als „Mobile and desktop applications“ (Mobilgerät- und Desktopanwendungen).
2. Authentication (Authentifizierung) > Allow public client flows (Öffentliche Clientflows zulassen): Yes (Ja). Heron ist ein öffentlicher Client; bitte kein Clientgeheimnis anlegen.
3. API permissions (API-Berechtigungen) > Add a permission (Berechtigung hinzufügen) > Microsoft Graph > Delegated permissions (Delegierte Berechtigungen): IMAP.AccessAsUser.All, SMTP.Send, offline_access.
   (Die Berechtigungen stehen unter Microsoft Graph. Heron fordert sein Token mit den Bereichen https://outlook.office.com/IMAP.AccessAsUser.All und https://outlook.office.com/SMTP.Send an, weil Exchange keine Tokens für Graph annimmt.)
4. Grant admin consent (Administratorzustimmung erteilen).
5. Bitte schicken Sie mir die Application (client) ID (Anwendungs-ID) und die Directory (tenant) ID (Verzeichnis-ID).

IMAP muss für mein Postfach erlaubt sein. Heron meldet sich im Browser an (Autorisierungscode mit PKCE) oder, wo das erlaubt ist, mit einem Gerätecode.
`,
  },
  browser: {
    title: 'Im Browser anmelden',
    start: 'Im Browser anmelden',
    lead: 'Melden Sie sich auf {host} als {address} an. Heron macht von selbst weiter, sobald Sie dort fertig sind.',
    opening: 'Ihr Browser wird geöffnet …',
    open: 'Die Seite ist in Ihrem Browser geöffnet. Heron wartet, bis Sie sich dort angemeldet haben.',
    failed:
      'Es ließ sich kein Browser öffnen. Kopieren Sie die Adresse der Seite in einen Browser auf diesem Computer, oder verwenden Sie einen Code auf einem anderen Gerät.',
    openAgain: 'Seite noch einmal öffnen',
    copyPage: 'Adresse kopieren',
    copied: 'Die Adresse ist kopiert. Öffnen Sie sie in einem Browser auf diesem Computer.',
    asking: 'Die Anmeldung wird vorbereitet',
    useCode: 'Stattdessen einen Code verwenden',
    instead: 'Stattdessen im Browser anmelden',
    lastPage: {
      signed_in: {
        title: 'Sie sind angemeldet',
        text: 'Heron macht von selbst weiter. Sie können diese Seite schließen.',
      },
      not_signed_in: {
        title: 'Sie sind nicht angemeldet',
        text: 'Heron sagt, was geschehen ist und was hilft. Sie können diese Seite schließen.',
      },
    },
  },
  signIn: {
    title: 'Mit einem Code anmelden',
    asking: 'Ein Code wird angefordert',
    wrongPerson: 'Ist das die richtige Person?',
    signedIn: 'Sie sind angemeldet',
    cancelled: 'Die Anmeldung wurde abgebrochen',
    opening: (address) => `Das Postfach von ${address} wird geöffnet`,
    newCode: 'Neuer Code',
    approved: 'Genehmigt: erneut versuchen',
    somebodyElse:
      'Das Postfach ist {expected}, aber {actual} hat sich angemeldet. Das ist richtig bei einem freigegebenen Postfach oder einer zweiten Adresse derselben Person.',
    signInAsOther: 'Als jemand anderes anmelden',
    useThis: 'Diese Anmeldung verwenden',
  },
  pageSaysNo: {
    open: 'Die Seite lehnt ab',
    question: 'Was zeigt die Seite?',
    label: 'Was die Seite zeigt',
    pages: {
      approval: {
        label: '„Administratorgenehmigung erforderlich“',
        detail: 'Oder „Genehmigung erforderlich“: Erst muss ein Administrator Heron zulassen.',
      },
      blocked: {
        label: '„Sie können derzeit nicht darauf zugreifen“',
        detail: 'Oder dass die Anmeldung blockiert ist oder die Kriterien der Organisation nicht erfüllt.',
      },
      other_account: {
        label: 'Ein anderes Konto',
        detail: 'Auf der Seite geht es um ein Konto, das nicht das dieses Postfachs ist.',
      },
      code: {
        label: 'Etwas anderes, mit einem Code',
        detail: 'Fehlercodes stehen klein gedruckt da, manchmal hinter „Weitere Details“.',
      },
    },
    code: 'Fehlercode',
    codeExample: 'AADSTS53003',
    codeWrong: 'Ein Code sieht aus wie AADSTS53003.',
    submit: 'Was hilft?',
    back: 'Zurück',
  },
  code: {
    lead: 'Geben Sie diesen Code auf {page} ein und melden Sie sich dort an.',
    label: 'Anmeldecode',
    copyAndOpen: 'Code kopieren und Seite öffnen',
    timeLeft: 'Verbleibende Zeit',
    left: (time) => `noch ${time}`,
    trouble: 'Der Anmeldeserver ist nicht erreichbar; es wird weiter versucht.',
    copied: 'Der Code ist kopiert. Heron macht von selbst weiter, sobald Sie angemeldet sind.',
    waiting: 'Heron wartet auf Ihre Anmeldung.',
    warning:
      'Geben Sie nie einen Code ein, den Ihnen jemand geschickt hat: Wer ihn erzeugt hat, käme in Ihr Postfach. Dieser hier stammt von Heron und ist für Sie.',
  },
  openId: {
    instead: 'Stattdessen mit OAuth2 anmelden',
    title: 'Mit OAuth2 anmelden',
    lead: 'Für einen Server, dessen Anbieter registrierte Programme zulässt. Sie brauchen die Client-ID einer Registrierung von Ihnen oder Ihrer Organisation.',
    googleTitle: 'Mit Google anmelden',
    googleLead:
      'Google lässt ein eigenes Programm zu: Legen Sie in der Google-Cloud-Konsole einen OAuth-Client vom Typ „Desktop-App“ an, mit dem Gmail-Bereich https://mail.google.com/. Ein App-Passwort ist der einfachere Weg.',
    named: (domain) => `${domain} nennt diesen Anbieter.`,
    namedCheck:
      'Prüfen Sie, ob Sie beide Adressen kennen: Bei der ersten melden Sie sich an, die zweite bekommt das Clientgeheimnis. An keine wurde etwas gesendet.',
    authorization: 'Anmeldeseite',
    authorizationHint: 'Sie öffnet sich in Ihrem Browser (Authorization Endpoint).',
    token: 'Token-Adresse',
    tokenHint: 'Dort holt Heron seine Token ab (Token Endpoint).',
    byDiscovery: 'Stattdessen die Adresse des Anbieters eingeben',
    discovery: 'Adresse des Anbieters',
    discoveryHint: 'Der Aussteller (Issuer) oder seine Seite, die auf /.well-known/openid-configuration endet.',
    clientIdHint: 'Aus der Registrierung beim Anbieter, für ein Desktop-Programm.',
    clientSecret: 'Clientgeheimnis',
    clientSecretKept: 'Leer lassen, um das vorhandene zu behalten.',
    clientSecretHint: 'Nur, wenn der Anbieter eines vergeben hat. Es wird verschlüsselt wie ein Passwort.',
    scopes: 'Bereiche (Scopes)',
    scopesHint: 'Wie der Anbieter die Berechtigung für IMAP und SMTP nennt, durch Leerzeichen getrennt.',
  },
  imap: {
    title: 'Wie meldet sich Heron an?',
    titleOf: (provider) => `Bei ${provider} anmelden`,
    makeAppPassword: 'App-Passwort erstellen',
    openSettings: 'Seite des Anbieters dazu öffnen',
    test: 'Verbindung testen',
  },
  test: {
    label: 'Verbindungstest',
    testing: 'Die Verbindung wird getestet',
    works: 'Die Verbindung funktioniert',
    failed: 'Die Verbindung hat nicht funktioniert',
    adding: 'Das Konto wird hinzugefügt',
    notAdded: 'Das Konto wurde nicht hinzugefügt',
    add: 'Konto hinzufügen',
    addingNow: 'Konto wird hinzugefügt …',
    steps: {
      dns: 'Server finden',
      tcp: 'Verbinden',
      tls: 'Verbindung verschlüsseln',
      greeting: 'Begrüßung des Servers abwarten',
      sign_in: 'Anmelden',
      mailbox: 'Postfach öffnen',
    },
    states: { pending: 'noch nicht begonnen', running: 'läuft', passed: 'bestanden', failed: 'fehlgeschlagen' },
    milliseconds: (count) => `${formatNumber('de', count)} ms`,
  },
  firstSync: {
    title: 'Ihre E-Mails werden abgerufen',
    goToMailbox: 'Zum Postfach',
    progress: 'Erste Synchronisierung',
    messages: (stored, total) => `${formatNumber('de', stored)} von ${formatNumber('de', total)} Nachrichten`,
    connecting: 'Verbindung zum Server wird aufgebaut …',
    readingFolders: 'Die Ordnerliste wird gelesen …',
    newestFirst: 'Die neuesten Nachrichten kommen zuerst. Sie können sie lesen, während die älteren eintreffen.',
  },
};
