import { formatList, formatNumber, plural } from './format.ts';
import type { readerEn } from './reader.en.ts';

const itemsInWords = (images: number, others: number): string => {
  const parts: string[] = [];
  if (images > 0) {
    parts.push(plural('de', images, { one: '1 externes Bild', other: `${formatNumber('de', images)} externe Bilder` }));
  }
  if (others > 0) {
    const one = images > 0 ? '1 weiterer externer Inhalt' : '1 externer Inhalt';
    const many = images > 0 ? 'weitere externe Inhalte' : 'externe Inhalte';
    parts.push(plural('de', others, { one, other: `${formatNumber('de', others)} ${many}` }));
  }
  return formatList('de', parts);
};

export const readerDe: typeof readerEn = {
  message: 'Nachricht',
  messageText: 'Nachrichtentext',
  back: 'Zurück zur Liste',

  toolbar: {
    label: 'Nachricht',
    addStar: 'Stern hinzufügen',
    removeStar: 'Stern entfernen',
    usualLetters: 'Text mit üblichen Zeichenbreiten',
    more: 'Mehr',
  },

  header: {
    noSubject: 'Kein Betreff',
    noSender: 'Kein Absender',
    unknownAddress: 'Unbekannt',
    from: 'Von',
    to: 'An',
    cc: 'Kopie',
    replyTo: 'Antwort an',
    date: 'Datum',
    noRecipients: 'Keine Empfänger angegeben',
    toSome: (names, more) =>
      `An ${names.join(', ')}${more > 0 ? ` und ${formatNumber('de', more)} ${more === 1 ? 'weitere Person' : 'weitere'}` : ''}`,
  },

  labels: {
    list: 'Labels der Nachricht',
    remove: (label) => `Label „${label}“ entfernen`,
  },

  quoted: 'Zitierter Text',

  find: {
    label: 'Suchen',
    hits: 'Treffer',
    field: 'In der Nachricht suchen',
    count: (number, total, isMore) => {
      const all = `${formatNumber('de', total)}${isMore ? '+' : ''}`;
      return number === null ? all : `${formatNumber('de', number)} von ${all}`;
    },
    none: 'Nicht gefunden',
    next: 'Weitersuchen',
    previous: 'Rückwärts suchen',
    close: 'Schließen',
  },

  conversation: {
    label: 'Unterhaltung',
    count: (count: number) => `${formatNumber('de', count)} Nachrichten`,
    more: (count: number) => `${formatNumber('de', count)} weitere Nachrichten`,
    fold: 'Nachricht zuklappen',
    openAll: 'Alle Nachrichten aufklappen',
    foldAll: 'Alle Nachrichten zuklappen',
    allOf: (action: string, count: number) => `${action} (${formatNumber('de', count)} Nachrichten)`,
  },

  images: {
    blocked: (images, others) =>
      `${itemsInWords(images, others)} blockiert. ${
        images + others === 1
          ? `${images === 1 ? 'Es' : 'Er'} könnte dem Absender verraten, dass Sie dies gelesen haben.`
          : 'Sie könnten dem Absender verraten, dass Sie dies gelesen haben.'
      }`,
    shown: 'Bilder werden angezeigt.',
    trackers: (count) =>
      plural('de', count, {
        one: '1 Zählpixel bleibt blockiert.',
        other: `${formatNumber('de', count)} Zählpixel bleiben blockiert.`,
      }),
    othersStay: (count) =>
      plural('de', count, {
        one: '1 weiterer externer Inhalt bleibt blockiert.',
        other: `${formatNumber('de', count)} weitere externe Inhalte bleiben blockiert.`,
      }),
    show: 'Bilder anzeigen',
    more: 'Mehr zu Bildern',
    hide: 'Bilder ausblenden',
    always: 'Immer von diesem Absender',
    alwaysFrom: (sender) => `Immer anzeigen von ${sender}`,
  },

  stopped: {
    title: 'Heron ist beim Anzeigen dieser Nachricht stehen geblieben',
    text: 'Deshalb wurde sie nicht von selbst wieder geöffnet.',
    plain: 'Als reinen Text zeigen',
    anyway: 'Trotzdem zeigen',
    isPlain: 'Als reiner Text gezeigt, weil Heron beim Anzeigen dieser Nachricht stehen geblieben ist.',
  },

  body: {
    showSource: 'Quelltext anzeigen',
    long: 'Diese Nachricht ist sehr lang. Nur ihr Anfang wird angezeigt.',
    noText: 'Diese Nachricht hat keinen Text',
    attachedBelow: 'Was gesendet wurde, ist unten angehängt.',
    empty: 'Diese Nachricht ist leer',
    unreadable: 'Diese Nachricht hat keinen lesbaren Text',
    notDownloaded: 'Diese Nachricht wurde noch nicht heruntergeladen',
    whenOnline: 'Das geschieht, sobald Heron wieder online ist.',
    tryAgain: 'Erneut versuchen',
  },

  plain: {
    reasons: {
      too_large: 'Diese Nachricht ist zu groß, um sie wie gestaltet anzuzeigen. Dies ist ihr Text.',
      too_complex:
        'Diese Nachricht verlangt mehr, als E-Mails brauchen, und wird deshalb nicht wie gestaltet angezeigt. Dies ist ihr Text.',
      too_slow:
        'Diese Nachricht zu zeichnen dauert zu lange, deshalb wird sie nicht wie gestaltet angezeigt. Dies ist ihr Text.',
    },
    showAnyway: 'Trotzdem anzeigen',
  },

  source: {
    label: 'Quelltext',
    back: 'Zurück zur Nachricht',
    truncated: 'Dies ist das erste Megabyte des Quelltexts.',
    copy: 'Quelltext kopieren',
    headersLabel: 'Kopfzeilen',
    headersTruncated: 'Dies ist nur der Anfang eines sehr langen Nachrichtenkopfs.',
    copyHeaders: 'Kopfzeilen kopieren',
    rawHeader: 'Der Nachrichtenkopf im Original',
  },

  /** A message that is printed or saved. */
  files: {
    preparing: 'Die Nachricht wird vorbereitet',
    saving: 'Die Nachricht wird gespeichert',
    savedAs: (name) => `Gespeichert als ${name}`,
  },

  attachments: {
    label: 'Anhänge',
    saveNamed: (name) => `${name} speichern`,
    tryAgainNamed: (name) => `Erneut versuchen, ${name} zu speichern`,
    saving: 'Wird gespeichert',
    saved: 'Gespeichert',
    open: 'Öffnen',
    openNamed: (name) => `${name} öffnen`,
    preview: 'Vorschau',
    previewNamed: (name) => `Vorschau von ${name}`,
    moreNamed: (name) => `Mehr zu ${name}`,
    saveAs: 'Speichern unter …',
    showAll: (count) => `Alle ${formatNumber('de', count)} Anhänge anzeigen`,
    saveAll: 'Alle speichern …',
    count: (count) => plural('de', count, { one: '1 Anhang', other: `${formatNumber('de', count)} Anhänge` }),
    opening: 'Wird geöffnet',
    riskyTitle: 'Dateien dieser Art können Programme ausführen',
    risky: (name) =>
      `„${name}“ kann beim Öffnen Schaden anrichten. Öffnen Sie die Datei nur, wenn Sie sie erwartet haben und den Absender kennen.`,
    openAnyway: 'Öffnen',
    dontOpen: 'Nicht öffnen',
    tooHeavy: 'Dieses Bild ist zu aufwendig, um hier gezeigt zu werden',
    beginning: 'Dies ist nur der Anfang der Datei.',
  },

  unsubscribe: {
    button: 'Abbestellen',
    title: 'Diese Liste abbestellen?',
    byClick: (host) => `Heron teilt ${host} einmal mit, dass Sie diese Nachrichten nicht mehr möchten.`,
    byMail: (address) => `Heron sendet eine Nachricht an ${address}, die Sie von der Liste nimmt.`,
    byPage: (host) => `Die Liste bietet dafür eine Webseite an: ${host} wird in Ihrem Browser geöffnet.`,
    openPage: 'Seite öffnen',
    cancel: 'Abbrechen',
    done: 'Die Liste hat Sie ausgetragen.',
    sent: 'Die Liste erfährt es durch eine Nachricht von Ihnen.',
    refused: 'Der Server der Liste hat es nicht angenommen.',
  },

  link: {
    title: 'Dieser Link führt woandershin',
    description: (shown, actual) =>
      `Im Text steht ${shown}, geöffnet wird aber ${actual}. Solche Links werden oft benutzt, um Passwörter zu stehlen.`,
    open: (host) => `${host} öffnen`,
    dontOpen: 'Nicht öffnen',
  },

  size: {
    bytes: (count) => `${count} Byte`,
    kilobytes: (count) => `${count} KB`,
    megabytes: (count) => `${count} MB`,
    gigabytes: (count) => `${count} GB`,
  },
};
