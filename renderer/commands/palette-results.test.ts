import { Command } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import type { PaletteEntry } from './palette-entries.ts';
import { paletteResults } from './palette-results.ts';
import { folded } from './palette-search.ts';

function entry(label: string, more: Partial<PaletteEntry> = {}): PaletteEntry {
  return {
    id: label,
    kind: 'commands',
    label,
    detail: '',
    shortcut: '',
    icon: Command,
    refusal: null,
    searchable: { name: folded(label), more: folded(more.detail ?? '') },
    run: () => {},
    ...more,
  };
}

function listed(entries: readonly PaletteEntry[], query: string, recent: readonly string[] = []) {
  return paletteResults(entries, query, recent).map(({ kind, entries: found }) => [kind, found.map(({ id }) => id)]);
}

const archive = entry('Archive');
const undo = entry('Undo', { refusal: 'There is nothing to undo.' });
const folder = entry('Archive 2019', { id: 'folder:1', kind: 'folders', detail: 'ada@contoso.test' });
const privacy = entry('Settings: Privacy', { kind: 'settings' });
const all = [archive, undo, folder, privacy];

describe('what the palette lists', () => {
  it('is by kind when nothing was typed, what was chosen last on top and only there', () => {
    expect(listed(all, '')).toEqual([
      ['commands', ['Archive']],
      ['folders', ['folder:1']],
      ['settings', ['Settings: Privacy']],
    ]);
    expect(listed(all, '  ', ['folder:1', 'gone', 'Archive'])).toEqual([
      ['recent', ['folder:1', 'Archive']],
      ['settings', ['Settings: Privacy']],
    ]);
  });

  it('leaves out what cannot be done now until it is searched, then puts it last', () => {
    expect(listed(all, '', ['Undo']).flat(2)).not.toContain('Undo');
    expect(listed(all, 'undo')).toEqual([['found', ['Undo']]]);
    expect(listed([undo, entry('Undoing')], 'undo')).toEqual([['found', ['Undoing', 'Undo']]]);
  });

  it('is the best first when something was typed, what was chosen before ahead of its equals', () => {
    expect(listed(all, 'arch')).toEqual([['found', ['Archive', 'folder:1']]]);
    expect(listed(all, 'arch', ['folder:1'])).toEqual([['found', ['folder:1', 'Archive']]]);
    expect(listed(all, 'archive', ['folder:1'])).toEqual([['found', ['Archive', 'folder:1']]]);
    const equals = ['Item 1', 'Item 2', 'Item 3'].map((label) => entry(label));
    expect(listed(equals, 'item', ['Item 3', 'Item 2'])).toEqual([['found', ['Item 3', 'Item 2', 'Item 1']]]);
  });

  it('has people and messages last, whatever they are called', () => {
    const mail = [
      entry('Archive of Ada', { id: 'message:1', kind: 'messages' }),
      entry('Ada', { id: 'person:ada', kind: 'people' }),
    ];
    const listedWith = (query: string) =>
      paletteResults(all, query, [], mail).map(({ kind, entries: found }) => [kind, found.map(({ id }) => id)]);
    expect(listedWith('archive')).toEqual([
      ['found', ['Archive', 'folder:1']],
      ['people', ['person:ada']],
      ['messages', ['message:1']],
    ]);
    expect(listedWith('').flat(2)).not.toContain('message:1');
  });

  it('finds a folder by its account, and among thousands', () => {
    const many = Array.from({ length: 5000 }, (_, index) => entry(`Project ${index}`, { kind: 'folders' }));
    expect(listed([...all, ...many], 'contoso 2019')).toEqual([['found', ['folder:1']]]);
    expect(listed(many, 'project 4711')[0]?.[1]?.[0]).toBe('Project 4711');
    expect(listed(many, '')[0]?.[1]?.length).toBeLessThan(100);
    expect(listed(many, 'project')[0]?.[1]?.length).toBeLessThan(100);
  });

  it('is nothing for nonsense', () => expect(listed(all, 'qqq')).toEqual([]));
});
