import { describe, expect, it } from 'vitest';
import type { FolderRole } from '../../shared/mail.ts';
import { type FolderNamespace, inboxInCapitals, namespaceOf, onlyNamespace } from '../mail/namespaces.ts';
import { type PlaceableFolder, placeFolders } from './folder-places.ts';

interface Listing {
  readonly namespaces?: readonly FolderNamespace[];
  readonly delimiter?: string | null;
  readonly unselectable?: readonly string[];
  readonly roles?: Readonly<Record<string, FolderRole>>;
}

function listed(paths: readonly string[], listing: Listing = {}): PlaceableFolder[] {
  const { namespaces = [onlyNamespace], delimiter = '/', unselectable = [], roles = {} } = listing;
  return paths.map((path) => ({
    path,
    name: (delimiter === null ? path : path.split(delimiter).at(-1)) ?? path,
    delimiter,
    role: path.toUpperCase() === 'INBOX' ? 'inbox' : (roles[path] ?? null),
    selectable: !unselectable.includes(path),
    namespace: namespaceOf(path, delimiter, namespaces),
  }));
}

/** The tree as text: the depth, the levels that are not listed, the name. */
function tree(paths: readonly string[], listing: Listing = {}): string[] {
  return placeFolders(listed(paths, listing)).map(
    ({ folder, depth, unlistedLevels }) => `${'  '.repeat(depth)}${unlistedLevels}${folder.name}`,
  );
}

const personal = (prefix: string): FolderNamespace => ({ kind: 'personal', prefix });

describe('the place of a folder', () => {
  it('B1: is beside the inbox where all folders have the prefix INBOX., with each below its own parent', () => {
    const paths = ['INBOX.Trash', 'INBOX.Projects.Heron', 'INBOX', 'INBOX.Projects', 'INBOX.Lists.Linux'];
    const roles = { 'INBOX.Trash': 'trash' } as const;
    expect(tree(paths, { delimiter: '.', namespaces: [personal('INBOX.')], roles })).toEqual([
      'INBOX',
      'Trash',
      'Lists.Linux',
      'Projects',
      '  Heron',
    ]);
  });

  it('B1: is inside the inbox where that has folders, however the server spells it', () => {
    expect(tree(['Inbox/Lists/Rust', 'INBOX', 'inbox/Bills', 'Inbox/Lists', 'Inboxes'])).toEqual([
      'INBOX',
      '  Bills',
      '  Lists',
      '    Rust',
      'Inboxes',
    ]);
  });

  it('B1: is at the top, with the levels that are missing, and never inside a neighbour', () => {
    expect(tree(['INBOX', 'Trash', 'user/bob/Inbox', 'user/bob/Inbox/Old', 'unrelated'])).toEqual([
      'INBOX',
      'Trash',
      'unrelated',
      'user/bob/Inbox',
      '  Old',
    ]);
  });

  it("is in the namespace of other people's and shared folders, without their prefix", () => {
    const namespaces = [
      personal('INBOX.'),
      { kind: 'other', prefix: 'user.' },
      { kind: 'shared', prefix: '' },
    ] as const;
    const paths = ['pub.shared', 'user.bob.Inbox', 'INBOX.Sent', 'user.bob', 'INBOX', 'user.eve.Sent'];
    expect(tree(paths, { delimiter: '.', namespaces })).toEqual([
      'INBOX',
      'Sent',
      'bob',
      '  Inbox',
      'eve.Sent',
      'pub.shared',
    ]);
  });

  it('takes a prefix without a delimiter, and a root that holds no mail contains nothing', () => {
    const namespaces = [onlyNamespace, { kind: 'shared', prefix: '#Public' }, { kind: 'other', prefix: '~' }] as const;
    const paths = ['INBOX', '#Public', '#Public.News', '#Public.News.Old', '~bob.Mail', '~bob'];
    expect(tree(paths, { delimiter: '.', namespaces, unselectable: ['#Public'] })).toEqual([
      'INBOX',
      '~bob',
      '  Mail',
      '#Public',
      'News',
      '  Old',
    ]);
  });

  it('does not depend on the order of LIST, nor is a longer name taken for a child', () => {
    const paths = ['Work2', 'Work/Plans', 'Work', 'Work/Plans/2026', 'Work-old/Plans', 'INBOX'];
    const right = ['INBOX', 'Work', '  Plans', '    2026', 'Work2', 'Work-old/Plans'];
    expect(tree(paths).sort()).toEqual([...right].sort());
    expect(tree(paths)).toEqual(tree(paths.toReversed()));
  });

  it('is flat without a delimiter, and each delimiter counts for its own folders only', () => {
    expect(tree(['INBOX', 'a', 'a/b', 'a.b'], { delimiter: null })).toEqual(['INBOX', 'a', 'a.b', 'a/b']);
    const mixed = [...listed(['INBOX', 'a', 'a/b']), ...listed(['a.c', 'a/b.d'], { delimiter: '.' })];
    expect(placeFolders(mixed).map(({ folder, depth }) => `${depth} ${folder.path}`)).toEqual([
      '0 INBOX',
      '0 a',
      '1 a/b',
      '2 a/b.d',
      '1 a.c',
    ]);
    expect(tree(['INBOX', 'a', 'a\\b'], { delimiter: '\\' })).toEqual(['INBOX', 'a', '  b']);
  });

  it('is found in time that grows with the folders, also where all lie in one another', () => {
    const chain = Array.from({ length: 400 }, (_, depth) =>
      Array(depth + 1)
        .fill('a')
        .join('/'),
    );
    expect(placeFolders(listed(chain)).at(-1)?.depth).toBe(399);
  });
});

/** A small generator of numbers that are the same in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function randomListing(pick: (below: number) => number): PlaceableFolder[] {
  const words = ['INBOX', 'Inbox', 'inbox', 'a', 'A', 'ab', 'user', 'bob', '', ' ', 'Trash', '日本', '#Public', 'Work'];
  const word = (): string => words[pick(words.length)] ?? '';
  const delimiters = ['/', '.', '\\', null] as const;
  const usual = delimiters[pick(4)] ?? null;
  const prefixes = ['', `INBOX${usual ?? ''}`, `user${usual ?? ''}`, '#Public', '~'];
  const namespaces = [
    personal(prefixes[pick(2)] ?? ''),
    ...Array.from({ length: pick(3) }, (): FolderNamespace => {
      return { kind: pick(2) === 0 ? 'other' : 'shared', prefix: prefixes[pick(prefixes.length)] ?? '' };
    }),
  ];
  const roles: FolderRole[] = ['trash', 'archive', 'sent'];
  const byPath = new Map<string, PlaceableFolder>();
  for (let count = pick(30); count >= 0; count -= 1) {
    const delimiter = pick(8) === 0 ? (delimiters[pick(4)] ?? null) : usual;
    const path = Array.from({ length: 1 + pick(4) }, word).join(delimiter ?? '-') || 'x';
    const namespace = namespaceOf(path, delimiter, namespaces);
    const role = namespace.kind === 'personal' && pick(6) === 0 ? (roles.pop() ?? null) : null;
    const name = (delimiter === null ? path : path.split(delimiter).at(-1)) ?? path;
    byPath.set(path, { path, name, delimiter, role, selectable: pick(4) > 0, namespace });
  }
  return [...byPath.values()];
}

/** The right parents, by comparing each folder with each other one. */
function parentsByDefinition(folder: PlaceableFolder, folders: readonly PlaceableFolder[]): string[] {
  const { delimiter, namespace } = folder;
  const own = inboxInCapitals(folder.path, delimiter);
  const root = inboxInCapitals(namespace.prefix, delimiter);
  const candidates = folders.filter((other) => {
    const path = inboxInCapitals(other.path, other.delimiter);
    const isRoot = namespace.prefix !== '' && (path === root || path + other.delimiter === root);
    return (
      delimiter !== null &&
      own.startsWith(path + delimiter) &&
      other.namespace.kind === namespace.kind &&
      other.namespace.prefix === namespace.prefix &&
      !(isRoot && (path === 'INBOX' || !other.selectable))
    );
  });
  const longest = Math.max(...candidates.map(({ path }) => path.length));
  return candidates.filter(({ path }) => path.length === longest).map(({ path }) => path);
}

describe('any answer to LIST', () => {
  it('gives a forest with each folder once, below the one with the longest path, whatever the order', () => {
    const pick = random(8);
    for (let round = 0; round < 500; round += 1) {
      const folders = randomListing(pick);
      const placed = placeFolders(folders);
      expect(placed.map(({ folder }) => folder.path).sort()).toEqual(folders.map(({ path }) => path).sort());
      const shuffled = folders.map((folder) => ({ folder, at: pick(1_000) })).sort((a, b) => a.at - b.at);
      expect(placeFolders(shuffled.map(({ folder }) => folder))).toEqual(placed);
      const above: string[] = [];
      for (const { folder, depth, unlistedLevels } of placed) {
        above.length = Math.min(above.length, depth);
        expect(above).toHaveLength(depth);
        const right = parentsByDefinition(folder, folders);
        const parent = above.at(-1);
        if (parent === undefined) expect(right).toEqual([]);
        else expect(right).toContain(parent);
        expect(folder.path.endsWith(folder.delimiter === null ? folder.name : unlistedLevels + folder.name)).toBe(true);
        above.push(folder.path);
      }
    }
  });
});
