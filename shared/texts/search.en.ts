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
  /** @param searched those in the index @param all those on the server @param withText those whose text is here @param files attachments that were read */
  covered: (searched: number, all: number, withText: number, files: number) =>
    [
      searched < all ? `${number(searched)} of ${messages(all)} searched` : `${messages(all)} searched`,
      ...(searched < all || withText < all ? [`${number(withText)} with their text`] : []),
      ...(files > 0 ? [plural('en', files, { one: '1 attachment', other: `${number(files)} attachments` })] : []),
    ].join(', '),
  /** In place of the line above, where mailing lists are asked for. */
  listsKnown: 'Mailing lists are known here of the newest messages and of those that were opened',
  filters: { name: 'Show only', unread: 'Only unread', starred: 'Only starred', attachments: 'Only with attachments' },
  nothingLeft: 'No messages like that here',
  showAll: 'Show all messages',
  save: 'Keep this search in the sidebar',
  unsave: 'Take this search out of the sidebar',
  saved: 'Saved searches',
  suggestions: 'Suggestions',
  example: 'For example: from:ada has:attachment after:2026-11',
  recent: 'searched before',
  person: 'person',
  folder: 'folder',
  account: 'account',
  list: 'mailing list',
  tag: 'tag',
  /** What can stand in a search, with what it means. */
  operators: [
    ['from:', 'sender'],
    ['to:', 'recipient'],
    ['subject:', 'subject'],
    ['body:', 'text'],
    ['filename:', 'name of a file'],
    ['has:attachment', 'with a file'],
    ['is:unread', 'unread'],
    ['is:starred', 'starred'],
    ['is:answered', 'answered'],
    ['is:forwarded', 'forwarded'],
    ['before:', 'before a day or year'],
    ['after:', 'since a day or year'],
    ['larger:', 'at least so large'],
    ['in:', 'folder'],
    ['account:', 'account'],
    ['list:', 'mailing list'],
    ['tag:', 'tag'],
  ] as readonly (readonly [string, string])[],
  /** The operators of suggestions that are made here. */
  from: (address: string) => `from:${address}`,
  inThe: (folder: string) => `in:${folder}`,
  ofAccount: (address: string) => `account:${address}`,
  toList: (list: string) => `list:${list}`,
  withTag: (tag: string) => `tag:${tag}`,
  onServer: 'Search on server',
  asking: 'Searching on the server…',
  serverFound: (count: number) =>
    count === 0 ? 'The server found nothing more.' : `The server found ${number(count)} more.`,
  notHere: (count: number) => `Downloading ${number(count)} more that it found.`,
  refused: (count: number) =>
    count === 1 ? 'One folder could not be searched there.' : `${number(count)} folders could not be searched there.`,
  nothing: (text: string) => `Nothing found for “${text}”`,
  meant: (text: string) => `Did you mean “${text}”?`,
  nothingHint: 'Try fewer or shorter words, or another place.',
  foundOnServer: 'found on the server',
  foundInFile: 'in an attachment',
  inFolder: (folder: string) => `in ${folder}`,
};
