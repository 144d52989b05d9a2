import { formatNumber, plural } from './format.ts';
import type { searchEn } from './search.en.ts';

const number = (count: number): string => formatNumber('de', count);
const messages = (count: number): string =>
  plural('de', count, { one: `${number(count)} Nachricht`, other: `${number(count)} Nachrichten` });

/** Mail durchsuchen. */
export const searchDe: typeof searchEn = {
  field: 'E-Mails durchsuchen',
  placeholder: (key) => `Suchen (${key})`,
  end: 'Suche beenden',
  where: 'Wo gesucht wird',
  everywhere: 'Alle Konten',
  allFolders: 'Alle Ordner',
  thisFolder: 'Dieser Ordner',
  found: (count, isMore) => (isMore ? `mehr als ${number(count)} gefunden` : `${number(count)} gefunden`),
  covered: (searched, all, withText, files) =>
    [
      searched < all ? `${number(searched)} von ${messages(all)} durchsucht` : `${messages(all)} durchsucht`,
      ...(searched < all || withText < all ? [`${number(withText)} mit ihrem Text`] : []),
      ...(files > 0 ? [plural('de', files, { one: '1 Anhang', other: `${number(files)} Anhänge` })] : []),
    ].join(', '),
  listsKnown: 'Mailinglisten sind hier von den neuesten und von geöffneten Nachrichten bekannt',
  filters: { name: 'Nur zeigen', unread: 'Nur Ungelesene', starred: 'Nur Markierte', attachments: 'Nur mit Anhang' },
  nothingLeft: 'Keine solchen Nachrichten hier',
  showAll: 'Alle Nachrichten zeigen',
  save: 'Diese Suche in der Seitenleiste behalten',
  unsave: 'Diese Suche aus der Seitenleiste nehmen',
  saved: 'Gespeicherte Suchen',
  suggestions: 'Vorschläge',
  example: 'Zum Beispiel: von:ada hat:anhang seit:2026-11',
  recent: 'zuletzt gesucht',
  person: 'Person',
  folder: 'Ordner',
  account: 'Konto',
  list: 'Mailingliste',
  tag: 'Schlagwort',
  operators: [
    ['von:', 'Absender'],
    ['an:', 'Empfänger'],
    ['betreff:', 'Betreff'],
    ['text:', 'Text'],
    ['datei:', 'Name einer Datei'],
    ['hat:anhang', 'mit Anhang'],
    ['ist:ungelesen', 'ungelesen'],
    ['ist:markiert', 'markiert'],
    ['ist:beantwortet', 'beantwortet'],
    ['ist:weitergeleitet', 'weitergeleitet'],
    ['vor:', 'vor einem Tag oder Jahr'],
    ['seit:', 'seit einem Tag oder Jahr'],
    ['größer:', 'mindestens so groß'],
    ['ordner:', 'Ordner'],
    ['konto:', 'Konto'],
    ['liste:', 'Mailingliste'],
    ['schlagwort:', 'Schlagwort'],
  ],
  from: (address) => `von:${address}`,
  inThe: (folder) => `ordner:${folder}`,
  ofAccount: (address) => `konto:${address}`,
  toList: (list) => `liste:${list}`,
  withTag: (tag) => `schlagwort:${tag}`,
  onServer: 'Auf dem Server suchen',
  asking: 'Der Server wird durchsucht …',
  serverFound: (count) =>
    count === 0 ? 'Der Server fand nichts weiter.' : `Der Server fand ${number(count)} weitere.`,
  notHere: (count) => `${number(count)} weitere, die er fand, werden heruntergeladen.`,
  refused: (count) =>
    count === 1
      ? 'Ein Ordner ließ sich dort nicht durchsuchen.'
      : `${number(count)} Ordner ließen sich dort nicht durchsuchen.`,
  nothing: (text) => `Nichts gefunden für „${text}“`,
  meant: (text) => `Meinten Sie „${text}“?`,
  nothingHint: 'Versuchen Sie weniger oder kürzere Wörter oder einen anderen Ort.',
  foundOnServer: 'auf dem Server gefunden',
  foundInFile: 'in einem Anhang',
  inFolder: (folder) => `in ${folder}`,
};
