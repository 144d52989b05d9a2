import { formatNumber, plural } from './format.ts';

const number = (count: number): string => formatNumber('en', count);
const messages = (count: number, one: string, other: string): string =>
  plural('en', count, { one: `1 message ${one}`, other: `${number(count)} messages ${other}` });

/** Messages on their way into a folder of another account. */
export const transfersEn = {
  /** "Work / Archive" */
  place: (account: string, folder: string) => `${account} / ${folder}`,
  moving: (arrived: number, total: number, place: string) =>
    `Moving to ${place}: ${number(arrived)} of ${plural('en', total, { one: '1 message', other: `${number(total)} messages` })}`,
  copying: (arrived: number, total: number, place: string) =>
    `Copying to ${place}: ${number(arrived)} of ${plural('en', total, { one: '1 message', other: `${number(total)} messages` })}`,
  stop: 'Stop',
  /** Before the sentences that say what became of the messages. */
  stopped: 'Stopped.',
  arrived: (count: number, place: string, stays: boolean) =>
    stays
      ? `${messages(count, 'was', 'were')} copied to ${place}.`
      : `${messages(count, 'was', 'were')} moved to ${place}.`,
  kept: (count: number, stays: boolean) =>
    stays
      ? `${messages(count, 'was', 'were')} not copied.`
      : `${messages(count, 'stays where it is', 'stay where they are')}.`,
  /** Sent when it was stopped, without an answer yet. */
  unsure: (count: number) =>
    `${messages(count, 'was already on its way', 'were already on their way')}: Heron looks whether ${count === 1 ? 'it has' : 'they have'} arrived.`,
  waits: {
    /** `state` as in `health.within`. */
    account: (account: string, state: string) => `Waiting for ${account}: ${state}`,
    connection: (account: string) => `Waiting for a connection to ${account}`,
    server: (account: string) => `Waiting for the server of ${account}, which takes no more for now`,
    folder: (account: string) => `Waiting until the folder has been made in ${account}`,
  },
};
