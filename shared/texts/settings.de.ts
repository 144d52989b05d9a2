import { formatList, formatNumber, plural, storageSize, storageStep } from './format.ts';
import type { settingsEn } from './settings.en.ts';

export const settingsDe: typeof settingsEn = {
  label: 'Einstellungen',
  pagesLabel: 'Seiten der Einstellungen',
  back: 'Zum Postfach',
  pages: {
    accounts: 'Konten',
    appearance: 'Darstellung',
    notifications: 'Benachrichtigungen',
    writing: 'Schreiben',
    privacy: 'Datenschutz',
    storage: 'Speicherplatz',
    background: 'Hintergrund',
    shortcuts: 'Tastenkürzel',
    about: 'Über Heron',
  },
  close: 'Schließen',
  dismiss: 'Ausblenden',
  notSaved: 'Das wurde nicht gespeichert.',
  accounts: {
    lead: 'In dieser Reihenfolge stehen die Konten auch in der Seitenleiste und im Infobereich. Ziehen Sie ein Konto an seinen Platz oder drücken Sie Alt und eine Pfeiltaste.',
    list: 'Konten in ihrer Reihenfolge',
    add: 'Konto hinzufügen',
    open: (account) => `Einstellungen von ${account}`,
    more: (account) => `Mehr zu ${account}`,
    details: 'Kontoeinstellungen',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    moved: (account, place, count) =>
      `${account} ist jetzt an Position ${formatNumber('de', place)} von ${formatNumber('de', count)}.`,
    notify: (account) => `Bei neuen E-Mails in ${account} benachrichtigen`,
    none: 'Es gibt noch kein Konto.',
  },
  look: {
    title: 'Name und Farbe',
    displayName: 'Ihr Name',
    displayNameHint: 'So steht er in Nachrichten, die Sie schreiben.',
    label: 'Name dieses Kontos',
    labelHint: 'So heißt es in der Seitenleiste und im Infobereich. Bleibt das Feld leer, steht dort die Adresse.',
    colour: 'Farbe',
    noColour: 'Nach dem Platz unter den Konten',
    colours: {
      blue: 'Blau',
      teal: 'Petrol',
      green: 'Grün',
      amber: 'Bernstein',
      red: 'Rot',
      pink: 'Rosa',
      purple: 'Violett',
      grey: 'Grau',
    },
    notify: 'Bei neuen E-Mails im Posteingang benachrichtigen',
    notifyOff: 'Alle Benachrichtigungen sind ausgeschaltet.',
  },
  writing: {
    title: 'Schreiben',
    format: 'Neue Nachrichten',
    rich: 'Mit Formatierung',
    plain: 'Nur Text',
    senders: 'Adressen, von denen Sie schreiben',
    noSignature: 'Keine Signatur',
    add: 'Adresse hinzufügen …',
    edit: (address) => `${address} bearbeiten`,
    remove: (address) => `${address} entfernen`,
    removeTitle: (address) => `Nicht mehr von ${address} schreiben?`,
    removeText: 'Die Signatur wird gelöscht. Entwürfe, die mit dieser Adresse begonnen wurden, behalten sie.',
    removeButton: 'Adresse entfernen',
    keep: 'Behalten',
    addTitle: 'Adresse hinzufügen',
    editTitle: 'Adresse bearbeiten',
    ownTitle: 'Signatur dieses Kontos',
    aliasHint:
      'Eine weitere Adresse, unter der dieses Postfach erreicht wird. Der Server muss das Senden von ihr erlauben.',
    name: 'Name',
    address: 'Adresse',
    addressWrong: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.',
    replyTo: 'Antworten gehen an',
    replyToHint: 'Bleibt das Feld leer: an die Adresse selbst.',
    signature: 'Signatur',
    signatureKind: 'Signatur wird geschrieben',
    place: 'In Antworten steht die Signatur',
    above: 'über der zitierten Nachricht',
    below: 'unter der zitierten Nachricht',
    save: 'Speichern',
  },
  appearance: {
    language: 'Sprache',
    systemLanguage: (name) => `Wie das System: ${name}`,
    languages: { en: 'English', de: 'Deutsch' },
    theme: 'Farbschema',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    density: 'Nachrichtenliste',
    densities: { comfortable: 'Mehrzeilig', compact: 'Einzeilig' },
    preview: 'Textanfang',
    previews: ['Keiner', '1 Zeile', '2 Zeilen', '3 Zeilen'],
    senderTiles: 'Initialen auf Farbe zeigen',
    senderTilesHint: 'Jeder Absender hat eine eigene Farbe.',
    readingPane: 'Nachricht',
    readingPanes: { right: 'Rechts der Liste', below: 'Unter der Liste', off: 'Anstelle der Liste' },
    overAccounts: 'Listen über alle Konten zeigen',
    overAccountsHint:
      'Alle Posteingänge, Ungelesenes, Markiertes und mehr stehen über den Konten, wenn es mehrere gibt.',
    hideMarkedDeleted: 'Als gelöscht markierte Nachrichten ausblenden',
    hideMarkedDeletedHint:
      'Manche Mailprogramme markieren eine Nachricht als gelöscht und entfernen sie erst später. Bis dahin ist sie hier durchgestrichen.',
    conversations: 'Unterhaltungen zeigen',
    conversationsHint:
      'Eine Zeile für jede Unterhaltung, und neben einer offenen Nachricht die anderen, auch Ihre eigenen Antworten.',
    textSize: 'Textgröße',
    textSizes: { small: 'Klein', medium: 'Mittel', large: 'Groß', largest: 'Sehr groß' },
  },
  storage: {
    keep: 'Texte von Nachrichten auf diesem Computer behalten',
    keepLead:
      'Absender, Betreff und Textanfang aller Nachrichten bleiben hier. Ein Text, der nicht hier ist, wird beim Öffnen der Nachricht geholt, und die Suche findet seine Wörter nicht.',
    age: 'Wie lange',
    ages: { month: '30 Tage', half_year: '6 Monate', all: 'Alle' },
    cap: 'Höchstens, für jedes Konto',
    capOf: (megabytes) => (megabytes < 1_000 ? `${megabytes} MB` : `${formatNumber('de', megabytes / 1_000)} GB`),
    noCap: 'Unbegrenzt',
    always:
      'Was Sie zuletzt gelesen haben, bleibt am längsten. Ungelesenes im Posteingang und Entwürfe behalten ihre Texte immer. Auf dem Server wird nichts gelöscht.',
    searchFiles: 'In Anhängen suchen',
    searchFilesHint:
      'Was in PDFs, Office-Dateien und Texten steht, wird gefunden, sobald Sie sie geöffnet, angesehen oder gespeichert haben. Mehr heruntergeladen wird nicht.',
    used: 'Auf diesem Computer',
    nothing: 'Es gibt noch kein Konto.',
    sizeOf: (octets) => storageSize('de', octets),
    textsOf: (texts, octets) =>
      `${formatNumber('de', texts)} ${plural('de', texts, { one: 'Text', other: 'Texte' })}: ${storageSize('de', octets)}`,
    free: 'Jetzt Platz schaffen',
    freeing: 'Platz wird geschaffen …',
    freed: (freed, reusable) =>
      freed < storageStep && reusable < storageStep
        ? 'Es gab nichts freizugeben.'
        : [
            ...(freed < storageStep ? [] : [`${storageSize('de', freed)} freigegeben.`]),
            ...(reusable < storageStep ? [] : [`${storageSize('de', reusable)} bleiben für neue E-Mails reserviert.`]),
          ].join(' '),
  },
  notifications: {
    on: 'Benachrichtigen, wenn neue E-Mails da sind oder ein Konto Sie braucht',
    onHint: 'Solange Heron im Vordergrund ist, erscheint nichts.',
    preview: 'Absender und Betreff anzeigen',
    previewHint: 'Andere könnten beides auf Ihrem Bildschirm sehen. Sonst erscheint nur die Zahl der Nachrichten.',
    accounts: 'Neue E-Mails im Posteingang von',
  },
  composing: {
    spelling: 'Rechtschreibung',
    checkSpelling: 'Rechtschreibung beim Schreiben prüfen',
    byDownload: (server) =>
      `Für jede Sprache wird einmal ein Wörterbuch von ${server} geladen, einem Server von Google. Was Sie schreiben, wird auf diesem Computer geprüft und nirgendwohin gesendet.`,
    bySystem: 'Mit der Rechtschreibprüfung Ihres Systems, in dessen Sprachen.',
    languages: 'Sprachen',
    noLanguage: 'Für die Sprache Ihres Systems gibt es kein Wörterbuch. Fügen Sie eine andere hinzu.',
    addLanguage: 'Sprache hinzufügen',
    chooseLanguage: 'Auswählen …',
    remove: 'Entfernen',
    removeLanguage: (language) => `${language} entfernen`,
    beforeSending: 'Vor dem Senden',
    beforeSendingLead: 'Heron fragt nach, bevor es eine Nachricht sendet, die …',
    warnings: {
      no_subject: '… keinen Betreff hat',
      forgotten_file: '… von einem Anhang spricht und keinen hat',
      new_outside: '… an Unbekannte außerhalb Ihrer Organisation geht',
      many_recipients: '… vielen Personen die Adressen der anderen zeigt',
    },
  },
  privacy: {
    images: 'Bilder aus dem Internet',
    imagesLead:
      'Ein Bild, das eine Nachricht von anderswo lädt, verrät deren Absender, wann und wo Sie sie lesen. Heron blockiert solche Bilder, bis Sie sie erlauben.',
    ask: 'Nachfragen',
    askDetail: 'Sie können sie für eine einzelne Nachricht laden oder immer für deren Absender.',
    never: 'Nie laden',
    neverDetail: 'Sie bleiben blockiert, und Heron bietet nicht an, sie zu laden.',
    senders: 'Absender, deren Bilder geladen werden',
    sendersUnused: 'Diese Liste bleibt erhalten, aber zurzeit werden nie Bilder geladen.',
    noSenders: 'Noch keine. Heron bietet es an, wenn eine Nachricht solche Bilder enthält.',
    remove: 'Entfernen',
    removeSender: (sender) => `${sender} entfernen`,
    promises: 'Was Heron nie tut',
    never1: 'Weitergeben, was Sie tun: Es gibt keine Statistik, keine Absturzberichte und kein Konto bei uns.',
    never2:
      'Andere Server ansprechen als Ihre Mailserver, die Server Ihrer Anmeldung, der Bilder, die Sie erlauben, und der Wörterbücher, die Sie anfordern.',
    never3:
      'Ein Skript ausführen, das mit einer Nachricht kommt, oder einen Link öffnen, den Sie nicht angeklickt haben.',
    never4: 'Ein Passwort oder eine Anmeldung unverschlüsselt speichern.',
  },
  background: {
    closeToTray: 'Im Infobereich weiterlaufen, wenn das Fenster geschlossen wird',
    closeToTrayHint: 'E-Mails kommen weiter an. „Beenden“ im Menü des Symbols beendet Heron.',
    noTray: 'Dieser Desktop hat keinen Infobereich; wird das Fenster geschlossen, beendet sich Heron.',
    startAtLogin: 'Starten, wenn Sie sich an diesem Computer anmelden',
    startAtLoginHint: 'Ohne Fenster, nur im Infobereich.',
    cannotStartAtLogin: 'Heron kann das auf diesem Computer nicht einrichten.',
    pauseTitle: 'Pause',
    pauseLead:
      'Eine Stunde lang ruft Heron nichts ab und sendet nichts von selbst. Was Sie inzwischen lesen und ändern, wird hier gespeichert.',
    pause: 'Eine Stunde pausieren',
  },
  shortcuts: {
    single: 'Einzelne Tasten',
    singleHint:
      'Tasten wie J und E ohne Strg oder Cmd. Schalten Sie sie aus, wenn sie versehentlich oder durch Spracheingabe ausgelöst werden.',
  },
  about: {
    title: 'Über Heron',
    version: 'Version',
    computer: 'Auf diesem Computer',
    profileFolder: 'Profilordner',
    showFolder: 'Im Ordner anzeigen',
    signInsKept: 'Anmeldungen',
    encrypted: (backend) => `Verschlüsselt mit ${backend}`,
    session: (reason) => `Nur für diese Sitzung, im Arbeitsspeicher. ${reason}`,
    extraCa: 'Zusätzliche Zertifizierungsstelle',
    licences: 'Lizenzen',
    licencesLead: (count) =>
      plural('de', count, {
        one: 'Heron verwendet ein Paket anderer Entwickler.',
        other: `Heron verwendet ${formatNumber('de', count)} Pakete anderer Entwickler.`,
      }),
    search: 'Suchen',
    noLicence: (search) => `Kein Paket heißt „${search}“.`,
    licenceOf: (name, version) => `${name} ${version}`,
  },
  account: {
    details: 'Details',
    signIn: 'Anmeldung',
    method: 'Methode',
    methods: {
      oauth2: 'Microsoft-Anmeldung (OAuth2)',
      oauth2_elsewhere: 'Anmeldung beim Anbieter (OAuth2)',
      password: 'Passwort',
      app_password: 'App-Passwort',
    },
    username: 'Benutzername',
    signedInAs: 'Angemeldet als',
    nobodyYet: 'Noch niemand',
    tokenUntil: 'Token gültig bis',
    noToken: 'Noch kein Token',
    lastRefresh: 'Zuletzt erneuert',
    notYet: 'Noch nicht',
    clientId: 'Client-ID',
    tenant: 'Mandant',
    signInKept: 'Speicherung',
    passwordKept: 'Speicherung',
    nowhere: 'Nicht auf diesem Computer',
    encrypted: 'Verschlüsselt auf diesem Computer',
    encryptedWith: (backend) => `Verschlüsselt auf diesem Computer, mit ${backend}`,
    session: 'Nur für diese Sitzung, im Arbeitsspeicher; nach einem Neustart melden Sie sich erneut an',
    otherAudience: 'Das ist nicht der Mailserver dieses Kontos.',
    tokenOf: 'Token von',
    otherIdentity: 'Das ist nicht, wer sich angemeldet hat.',
    refreshNow: 'Jetzt erneuern',
    refreshing: 'Wird erneuert …',
    refreshed: 'Erneuert',
    signInAgain: 'Erneut anmelden …',
    signOut: 'Abmelden …',
    passwordAgain: 'Passwort erneut eingeben …',
    toPassword: 'Auf Passwort umstellen …',
    toOAuth2: {
      microsoft365: 'Auf Microsoft-Anmeldung umstellen …',
      google: 'Auf Google-Anmeldung umstellen …',
      openid: 'Auf OAuth2-Anmeldung umstellen …',
    },
    mail: 'E-Mails',
    lastSync: 'Zuletzt synchronisiert',
    lastError: 'Letzter Fehler',
    saidAbove: 'siehe oben',
    none: 'Keiner',
    waiting: 'Wartende Änderungen',
    setAside: 'Zurückgestellte Änderungen',
    servers: 'Server',
    timeout: 'Zeitlimit der Verbindung in Sekunden',
    timeoutWrong: 'Geben Sie eine Zahl von 5 bis 300 ein.',
    serverNotSaved: 'Nicht gespeichert, weil der Server so nicht verwendet werden konnte.',
    trying: 'Server wird geprüft …',
    save: 'Speichern',
    saved: 'Gespeichert',
    passwordForServer: 'Passwort für den geänderten Server',
    passwordForServerWhy:
      'Das gespeicherte Passwort wurde für den bisherigen Server eingegeben und wird an keinen anderen geschickt.',
    passwordNeeded: 'Geben Sie das Passwort ein.',
    triedFirst: 'Ein geänderter Server wird geprüft, bevor er gespeichert wird.',
    removeTitle: 'Dieses Konto entfernen',
    removeLead:
      'Entfernt die auf diesem Computer gespeicherten E-Mails und die gespeicherte Anmeldung. Die E-Mails auf dem Server bleiben, wie sie sind.',
    remove: 'Konto entfernen …',
  },
  sending: {
    title: 'Senden',
    smtp: 'SMTP',
    smtpDetail: (server) => `Über ${server}, wie andere E-Mail-Programme.`,
    graph: 'Microsoft Graph',
    graphDetail:
      'Für Organisationen, die SMTP abgeschaltet haben, und Netze, die es sperren. Nachrichten bis 3 MB; Sie melden sich einmal an, um es zu erlauben.',
    allowLead:
      'Melden Sie sich noch einmal an, um Heron das Senden über Microsoft Graph zu erlauben. Danach gehen Ihre Nachrichten hinaus.',
  },
  dialogs: {
    cancel: 'Abbrechen',
    unchanged: (address, method) =>
      `Es wurde nichts geändert: ${address} meldet sich weiterhin ${
        {
          oauth2: 'mit Microsoft',
          oauth2_elsewhere: 'beim Anbieter',
          password: 'mit einem Passwort',
          app_password: 'mit einem App-Passwort',
        }[method]
      } an.`,
    proxy: {
      title: 'Passwort des Proxys',
      lead: (proxy) =>
        `Der Proxy ${proxy} lässt Programme durch, nachdem sie gesagt haben, wer sie sind. Heron bewahrt das Passwort verschlüsselt auf wie die der Konten und schickt es nur an diesen Proxy.`,
      refused: 'Den letzten Benutzernamen mit Passwort hat der Proxy nicht angenommen.',
      usernameMissing: 'Geben Sie den Benutzernamen für diesen Proxy ein.',
      submit: 'Speichern und weiter',
    },
    password: {
      again: 'Passwort erneut eingeben',
      signIn: 'Anmelden',
      switch: 'Auf Passwort umstellen',
      tryAndSwitch: 'Prüfen und umstellen',
      trying: 'Wird geprüft …',
      lead: (address, host) =>
        `Das Passwort von ${address} wird bei ${host} geprüft, bevor es gespeichert wird. Die hier gespeicherten E-Mails bleiben erhalten.`,
    },
    oauth2: {
      titles: {
        microsoft365: 'Stattdessen mit Microsoft anmelden',
        google: 'Stattdessen mit Google anmelden',
        openid: 'Stattdessen mit OAuth2 anmelden',
      },
      leads: {
        microsoft365: (address) =>
          `${address} meldet sich künftig auf der Seite von Microsoft an. Die Anmeldung wird beim Server geprüft, bevor sie gespeichert wird, und die hier gespeicherten E-Mails bleiben erhalten.`,
        google: (address) =>
          `${address} meldet sich künftig auf der Seite von Google an, mit einem eigenen OAuth-Client vom Typ „Desktop-App“ und dem Gmail-Bereich https://mail.google.com/. Die Anmeldung wird beim Server geprüft, bevor sie gespeichert wird, und die hier gespeicherten E-Mails bleiben erhalten.`,
        openid: (address) =>
          `${address} meldet sich künftig auf der Seite des Anbieters an. Die Anmeldung wird beim Server geprüft, bevor sie gespeichert wird, und die hier gespeicherten E-Mails bleiben erhalten.`,
      },
      where: 'Wo meldet sich dieses Postfach an?',
      other: 'Bei seinem eigenen Anbieter',
    },
    signOut: {
      title: (address) => `${address} abmelden?`,
      lead: 'Die Anmeldung wird von diesem Computer entfernt. Bis Sie sich wieder anmelden, wird nichts abgeholt oder gesendet.',
      others: (accounts) => `Dieselbe Anmeldung öffnet ${accounts}; auch dort müssen Sie sich dann wieder anmelden.`,
      stays: 'Die hier gespeicherten E-Mails bleiben und sind lesbar, ebenso Ihre Entwürfe.',
      unsent: (count) =>
        plural('de', count, {
          one: 'Eine Nachricht wartet bis dahin auf das Senden.',
          other: `${formatNumber('de', count)} Nachrichten warten bis dahin auf das Senden.`,
        }),
      pending: (count) =>
        plural('de', count, {
          one: 'Eine Änderung kommt auf den Server, wenn Sie sich wieder anmelden.',
          other: `${formatNumber('de', count)} Änderungen kommen auf den Server, wenn Sie sich wieder anmelden.`,
        }),
      keep: 'Angemeldet bleiben',
      signOut: 'Abmelden',
    },
    remove: {
      title: (address) => `${address} entfernen?`,
      lead: 'Die auf diesem Computer gespeicherten E-Mails und die gespeicherte Anmeldung werden entfernt. Die E-Mails auf dem Server bleiben, wie sie sind.',
      keep: 'Behalten',
      remove: 'Konto entfernen',
      kept: (drafts, unsent) => {
        const parts = [
          ...(drafts > 0
            ? [plural('de', drafts, { one: '1 Entwurf', other: `${formatNumber('de', drafts)} Entwürfe` })]
            : []),
          ...(unsent > 0
            ? [
                plural('de', unsent, {
                  one: '1 nicht gesendete Nachricht',
                  other: `${formatNumber('de', unsent)} nicht gesendete Nachrichten`,
                }),
              ]
            : []),
        ];
        return plural('de', drafts + unsent, {
          one: `${formatList('de', parts)} bleibt als Entwurf auf diesem Computer. Zum Senden wählen Sie einen anderen Absender.`,
          other: `${formatList('de', parts)} bleiben als Entwürfe auf diesem Computer. Zum Senden wählen Sie einen anderen Absender.`,
        });
      },
      mayHaveBeenSent: (count) =>
        plural('de', count, {
          one: 'Eine davon wurde vielleicht schon gesendet. Fragen Sie einen Empfänger, bevor Sie sie noch einmal senden.',
          other: `${formatNumber('de', count)} davon wurden vielleicht schon gesendet. Fragen Sie einen Empfänger, bevor Sie sie noch einmal senden.`,
        }),
      lost: (count) =>
        plural('de', count, {
          one: 'Eine Änderung hat den Server noch nicht erreicht und ginge verloren.',
          other: `${formatNumber('de', count)} Änderungen haben den Server noch nicht erreicht und gingen verloren.`,
        }),
    },
  },
};
