import type { Texts } from './en.ts';
import { formatNumber, plural } from './format.ts';

const messages = (count: number, one: string, other: string): string =>
  plural('de', count, { one: `1 Nachricht ${one}`, other: `${formatNumber('de', count)} Nachrichten ${other}` });

export const verifyingDe: Texts['verifying'] = {
  running: (compared, total) =>
    `Wird mit dem Server verglichen: ${formatNumber('de', compared)} von ${formatNumber('de', total)} Nachrichten`,
  stop: 'Beenden',
  failed: 'Dieser Ordner konnte nicht geprüft werden.',
  agrees: (compared) => `Alles stimmt überein: ${messages(compared, '', '').trim()}.`,
  mended: (parts) => `${parts.join(', ')}: behoben.`,
  missing: (count) => messages(count, 'fehlte', 'fehlten'),
  gone: (count) => messages(count, 'war nicht mehr da', 'waren nicht mehr da'),
  flags: (count) => messages(count, 'hatte andere Markierungen', 'hatten andere Markierungen'),
  others: (count) => messages(count, 'war falsch gespeichert', 'waren falsch gespeichert'),
  counts: 'die Anzahl der Nachrichten stimmte nicht',
  sampled: 'Verglichen wurden alle Nachrichten und Markierungen; Größe und Betreff bei einer von hundert.',
};
