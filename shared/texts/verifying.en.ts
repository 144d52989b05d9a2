import { formatNumber, plural } from './format.ts';

const messages = (count: number, one: string, other: string): string =>
  plural('en', count, { one: `1 message ${one}`, other: `${formatNumber('en', count)} messages ${other}` });

/** The comparison of a whole folder with its server. */
export const verifyingEn = {
  running: (compared: number, total: number) =>
    `Comparing with the server: ${formatNumber('en', compared)} of ${formatNumber('en', total)} messages`,
  stop: 'Stop',
  failed: 'This folder could not be verified.',
  agrees: (compared: number) => `Everything agrees: ${messages(compared, '', '').trim()}.`,
  /** "3 messages were missing, 2 messages were gone: mended." */
  mended: (parts: readonly string[]) => `${parts.join(', ')}: mended.`,
  missing: (count: number) => messages(count, 'was missing', 'were missing'),
  gone: (count: number) => messages(count, 'was gone', 'were gone'),
  flags: (count: number) => messages(count, 'had other flags', 'had other flags'),
  others: (count: number) => messages(count, 'was stored wrongly', 'were stored wrongly'),
  counts: 'the number of messages was wrong',
  /** What was compared. */
  sampled: 'All messages and flags were compared; sizes and subjects of one message in a hundred.',
};
