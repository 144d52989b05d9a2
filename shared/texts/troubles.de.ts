import type { Texts } from './en.ts';
import { formatNumber, plural } from './format.ts';

export const troublesDe: Texts['troubles'] = {
  tryAgain: 'Erneut versuchen',
  tryAgainFor: (folder) => `Erneut versuchen: ${folder}`,
  folder: 'Dieser Ordner konnte nicht geöffnet werden.',
  folderShort: 'Konnte nicht geöffnet werden',
  message: 'Diese Nachricht konnte nicht abgerufen werden',
  messageShort: 'Nicht abgerufen',
  messages: (count) =>
    plural('de', count, {
      one: `${formatNumber('de', count)} Nachricht konnte nicht abgerufen werden`,
      other: `${formatNumber('de', count)} Nachrichten konnten nicht abgerufen werden`,
    }),
  messagesHint: 'Der Server liefert nicht, was er hier aufführt. Heron fragt von Zeit zu Zeit erneut.',
  next: (time) => `Heron versucht es um ${time} erneut.`,
  soon: 'Heron versucht es gerade erneut.',
  marked: (folder, mark) => `${folder}, ${mark}`,
  proof: {
    unknown: 'Noch nicht mit dem Server verglichen',
    reconciled: (time) => `Aktuell, Stand ${time}`,
    refused: 'Nicht aktuell: Der Server verweigert diesen Ordner',
    filling: (missing) =>
      plural('de', missing, {
        one: 'Nicht aktuell: 1 ältere Nachricht fehlt noch',
        other: `Nicht aktuell: ${formatNumber('de', missing)} ältere Nachrichten fehlen noch`,
      }),
    changed: 'Nicht aktuell: Auf dem Server gibt es Änderungen, die noch nicht hier sind',
    disagrees: (told, stored) =>
      `Der Server zählt ${formatNumber('de', told)} Nachrichten und führt ${formatNumber('de', stored)} auf`,
    disagreesHint: 'Heron hat alle verglichen. Was fehlt, fehlt auf der Seite des Servers.',
  },
  section: 'Was der Server verweigert',
};
