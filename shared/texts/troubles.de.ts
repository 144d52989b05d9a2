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
  section: 'Was der Server verweigert',
};
