import type { Texts } from './en.ts';
import { formatNumber, plural } from './format.ts';

const number = (count: number): string => formatNumber('de', count);
const messages = (count: number, one: string, other: string): string =>
  plural('de', count, { one: `1 Nachricht ${one}`, other: `${number(count)} Nachrichten ${other}` });

export const transfersDe: Texts['transfers'] = {
  place: (account, folder) => `${account} / ${folder}`,
  moving: (arrived, total, place) =>
    `Wird nach ${place} verschoben: ${number(arrived)} von ${plural('de', total, { one: '1 Nachricht', other: `${number(total)} Nachrichten` })}`,
  copying: (arrived, total, place) =>
    `Wird nach ${place} kopiert: ${number(arrived)} von ${plural('de', total, { one: '1 Nachricht', other: `${number(total)} Nachrichten` })}`,
  stop: 'Beenden',
  stopped: 'Beendet.',
  arrived: (count, place, stays) =>
    `${messages(count, 'wurde', 'wurden')} nach ${place} ${stays ? 'kopiert' : 'verschoben'}.`,
  kept: (count, stays) =>
    stays
      ? `${messages(count, 'wurde', 'wurden')} nicht kopiert.`
      : `${messages(count, 'bleibt, wo sie ist', 'bleiben, wo sie sind')}.`,
  unsure: (count) =>
    `${messages(count, 'war schon unterwegs', 'waren schon unterwegs')}: Heron sieht nach, ob ${count === 1 ? 'sie angekommen ist' : 'sie angekommen sind'}.`,
  waits: {
    account: (account, state) => `Wartet auf ${account}: ${state}`,
    connection: (account) => `Wartet auf eine Verbindung zu ${account}`,
    server: (account) => `Wartet auf den Server von ${account}, der gerade nichts mehr annimmt`,
    folder: (account) => `Wartet, bis der Ordner in ${account} angelegt ist`,
  },
};
