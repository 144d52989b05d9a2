import { formatNumber, plural } from './format.ts';

const number = (count: number): string => formatNumber('en', count);
const messages = (count: number): string =>
  plural('en', count, { one: `${number(count)} message`, other: `${number(count)} messages` });

/** Searching mail. */
export const searchEn = {
  field: 'Search mail',
  placeholder: (key: string) => `Search (${key})`,
  end: 'End search',
  where: 'Where to search',
  everywhere: 'All accounts',
  allFolders: 'All folders',
  thisFolder: 'This folder',
  /** The line below the heading: how many are known so far. */
  found: (count: number, isMore: boolean) => (isMore ? `more than ${number(count)} found` : `${number(count)} found`),
  /** @param searched those in the index @param all those on the server @param withText those whose text is here */
  covered: (searched: number, all: number, withText: number) =>
    searched < all
      ? `${number(searched)} of ${messages(all)} searched, ${number(withText)} with their text`
      : withText < all
        ? `${messages(all)} searched, ${number(withText)} with their text`
        : `${messages(all)} searched`,
  onServer: 'Search on server',
  asking: 'Searching on the server…',
  serverFound: (count: number) =>
    count === 0 ? 'The server found nothing more.' : `The server found ${number(count)} more.`,
  notHere: (count: number) => `Downloading ${number(count)} more that it found.`,
  refused: (count: number) =>
    count === 1 ? 'One folder could not be searched there.' : `${number(count)} folders could not be searched there.`,
  nothing: (text: string) => `Nothing found for “${text}”`,
  nothingHint: 'Try fewer or shorter words, or another place. For example: from:ada has:attachment after:2026-11',
  foundOnServer: 'found on the server',
  inFolder: (folder: string) => `in ${folder}`,
};
