import type { appEn } from './app.en.ts';
import { formatList, formatNumber, plural } from './format.ts';

export const appDe: typeof appEn = {
  cannotStart: 'Heron kann nicht starten',
  menu: {
    file: '&Datei',
    edit: '&Bearbeiten',
    view: '&Ansicht',
    go: '&Gehe zu',
    message: '&Nachricht',
    folder: '&Ordner',
    window: '&Fenster',
    help: '&Hilfe',
    about: 'Über Heron',
    settings: 'Einstellungen …',
    services: 'Dienste',
    hide: 'Heron ausblenden',
    hideOthers: 'Andere ausblenden',
    showAll: 'Alle einblenden',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    pasteAndMatchStyle: 'Ohne Formatierung einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild',
    reload: 'Neu laden',
    devTools: 'Entwicklerwerkzeuge',
    minimize: 'Minimieren',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
    undoAction: 'Letzte Aktion rückgängig machen',
    selectAllMessages: 'Alle Nachrichten auswählen',
  },
  contextMenu: {
    openLink: 'Link öffnen',
    writeTo: 'Nachricht schreiben',
    copyLink: 'Linkadresse kopieren',
    copyAddress: 'E-Mail-Adresse kopieren',
    copyNumber: 'Telefonnummer kopieren',
    copyImage: 'Bild kopieren',
    noSuggestions: 'Keine Vorschläge',
    learnWord: 'Zum Wörterbuch hinzufügen',
  },
  licences: {
    chromium: (electron) =>
      `Heron läuft auf Electron, das Chromium, Node.js und die Arbeit vieler weiterer Projekte enthält. Deren Lizenzen stehen in der Datei LICENSES.chromium.html, die zu Electron ${electron} gehört:\nhttps://github.com/electron/electron/releases/tag/v${electron}`,
  },
  tray: {
    idle: 'Heron',
    unread: (count) => `${formatNumber('de', count)} ungelesen`,
    pausedUntil: (time) => `pausiert bis ${time}`,
    needYou: (accounts) => `Braucht Ihre Hilfe: ${formatList('de', accounts)}`,
    needSignIn: (accounts) => `Bitte anmelden: ${formatList('de', accounts)}`,
    needAdministrator: (accounts) => `Braucht Ihren Administrator: ${formatList('de', accounts)}`,
    needAttention: (accounts) => `Gestört: ${formatList('de', accounts)}`,
    account: (name, parts) => `${name}: ${parts.join(', ')}`,
    refused: (count) =>
      plural('de', count, {
        one: '1 Nachricht konnte nicht gesendet werden',
        other: `${formatNumber('de', count)} Nachrichten konnten nicht gesendet werden`,
      }),
    uncertain: (count) =>
      plural('de', count, {
        one: '1 Nachricht wurde vielleicht gesendet',
        other: `${formatNumber('de', count)} Nachrichten wurden vielleicht gesendet`,
      }),
    onTheirWay: (count) =>
      plural('de', count, {
        one: '1 wartet auf das Senden',
        other: `${formatNumber('de', count)} warten auf das Senden`,
      }),
    outbox: (parts) => `Postausgang: ${parts.join(', ')}`,
    undoSending: (subject) =>
      subject === '' ? 'Senden rückgängig machen' : `Senden von „${subject}“ rückgängig machen`,
    signIn: 'Anmelden …',
    tryAgain: 'Erneut versuchen',
    openSettings: 'Einstellungen öffnen …',
    syncNow: 'Jetzt synchronisieren',
    pause: 'Eine Stunde pausieren',
    resume: (time) => `Fortsetzen (pausiert bis ${time})`,
    write: 'Neue Nachricht',
    open: 'Heron öffnen',
    settings: 'Einstellungen …',
    quit: 'Beenden',
  },
  notifications: {
    newMessages: (count) =>
      plural('de', count, { one: 'Neue Nachricht', other: `${formatNumber('de', count)} neue Nachrichten` }),
    senders: (names, others) =>
      formatList(
        'de',
        others === 0
          ? names
          : [...names, plural('de', others, { one: '1 weitere', other: `${formatNumber('de', others)} weitere` })],
      ),
    markRead: 'Als gelesen markieren',
    refused: 'Eine Nachricht konnte nicht gesendet werden',
    uncertain: 'Eine Nachricht wurde vielleicht gesendet',
  },
  badge: {
    unread: (count) =>
      plural('de', count, {
        one: '1 ungelesene Nachricht',
        other: `${formatNumber('de', count)} ungelesene Nachrichten`,
      }),
  },
  recovery: {
    hung: 'Das Fenster von Heron antwortet nicht',
    hungDetail:
      'Ihre E-Mails sind sicher. Sie können warten oder das Fenster neu laden; eine Nachricht, die gerade geöffnet wurde, öffnet sich dann nicht wieder von selbst.',
    reload: 'Fenster neu laden',
    wait: 'Warten',
    crashed: 'Das Fenster von Heron schließt sich immer wieder',
    crashedDetail: (reason: string) =>
      `Es ist mehrmals hintereinander beendet worden, zuletzt mit „${reason}“. Ihre E-Mails sind sicher. Mehr steht im Protokoll in Herons Profilordner.`,
    tryAgain: 'Erneut versuchen',
    quit: 'Beenden',
  },
  autostart: {
    comment: 'Hält Ihre E-Mails im Hintergrund aktuell',
  },
};
