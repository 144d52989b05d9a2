import { describe, expect, it } from 'vitest';
import { exampleFolder } from '../mailbox-example.ts';
import { suggestionsFor } from './suggestions.ts';

const people = [{ name: 'Grace Hopper', address: 'grace@navy.test' }];
const folders = [
  exampleFolder(1, 'INBOX', 'inbox'),
  exampleFolder(2, 'Grand tour', null),
  exampleFolder(3, 'Grand tour', null),
  exampleFolder(4, 'Häuser', null),
  exampleFolder(5, 'Greek', null, { selectable: false }),
];
const accounts = ['ada@home.test', 'ada@work.test'];
const lists = ['birds.lists.test'];
const tags = ['$label1', '$label4', 'travel'];
const texts = (typed: string, recent: readonly string[] = []): string[] =>
  suggestionsFor(typed, recent, { people, folders, accounts, lists, tags }).map(({ text }) => text);

describe('what the search field suggests', () => {
  it('is what was searched for before, while nothing is typed', () => {
    expect(texts('', ['lamp', 'from:ada'])).toEqual(['lamp', 'from:ada']);
    expect(texts('la', ['lamp', 'from:ada', 'la'])).toContain('lamp');
    expect(texts('lamp', ['lamp'])).not.toContain('lamp');
  });

  it('is operators, people and folders for the word at the end; the rest stays as it is', () => {
    expect(texts('lamp is:u')).toEqual(['lamp is:unread ']);
    expect(texts('is:f')).toEqual(['is:forwarded ']);
    expect(texts('fr')[0]).toBe('from:');
    expect(texts('gra')).toEqual(['from:grace@navy.test ', 'in:"Grand tour" ']);
    expect(texts('lamp to:gra')).toEqual(['lamp to:grace@navy.test ']);
    expect(texts('in:hau')).toEqual(['in:Häuser ']);
    expect(texts('subject:gra')).toEqual([]);
    expect(texts('acc')).toEqual(['account:', 'from:grace@navy.test ']);
    expect(texts('lamp account:')).toEqual(['lamp account:ada@home.test ', 'lamp account:ada@work.test ']);
    expect(texts('konto:work')).toEqual(['account:ada@work.test ']);
    expect(texts('list:b')).toEqual(['list:birds.lists.test ']);
    expect(texts('tag:')).toEqual(['tag:Important ', 'tag:"To do" ', 'tag:travel ']);
    expect(texts('lamp keyword:t')).toEqual(['lamp tag:"To do" ', 'lamp tag:travel ']);
    expect(texts('tra')).not.toContain('tag:travel ');
    expect(texts('b')).not.toContain('list:birds.lists.test ');
  });

  it('is nothing behind a blank, in quotation marks, or for what is complete', () => {
    expect(texts('lamp ')).toEqual([]);
    expect(texts('"gra')).toEqual([]);
    expect(texts('is:unread').filter((text) => text.startsWith('is:'))).toEqual([]);
  });
});
