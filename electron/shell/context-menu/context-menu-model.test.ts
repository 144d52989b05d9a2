import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { type ContextFacts, type ContextItem, contextMenuModel } from './context-menu-model.ts';

const none = { canUndo: false, canRedo: false, canCut: false, canCopy: false, canPaste: false, canSelectAll: true };
const nothing: ContextFacts = {
  x: 10,
  y: 20,
  isEditable: false,
  selectionText: '',
  linkURL: '',
  linkText: '',
  mediaType: 'none',
  hasImageContents: false,
  frameURL: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags: none,
};
const menu = (facts: Partial<ContextFacts>) => contextMenuModel({ ...nothing, ...facts });
const labels = (items: readonly ContextItem[]) =>
  items.map((item) =>
    item.kind === 'separator' ? '-' : item.kind === 'role' && !item.enabled ? `(${item.label})` : item.label,
  );
const actions = (items: readonly ContextItem[]) =>
  items.flatMap((item) => (item.kind === 'action' ? [item.action] : []));

afterEach(() => setLanguage('en'));

describe('the context menu', () => {
  it('of a text field edits it', () => {
    const editFlags = { ...none, canUndo: true, canCopy: true, canCut: true, canPaste: true };
    expect(labels(menu({ isEditable: true, selectionText: 'word', editFlags }))).toEqual([
      'Undo',
      '(Redo)',
      '-',
      'Cut',
      'Copy',
      'Paste',
      '-',
      'Select all',
    ]);
  });

  it('of a password field copies nothing', () => {
    const editFlags = { ...none, canPaste: true };
    expect(labels(menu({ isEditable: true, editFlags }))).toEqual(
      expect.arrayContaining(['(Cut)', '(Copy)', 'Paste', 'Select all']),
    );
  });

  it('of a misspelt word begins with what it may be', () => {
    const items = menu({
      isEditable: true,
      misspelledWord: 'Haron',
      dictionarySuggestions: ['Heron', 'Baron', 'Haro', 'Aron', 'Huron', 'Harem'],
    });
    expect(labels(items).slice(0, 8)).toEqual([
      'Heron',
      'Baron',
      'Haro',
      'Aron',
      'Huron',
      '-',
      'Add to dictionary',
      '-',
    ]);
    expect(actions(items)[0]).toEqual({ kind: 'replace_word', word: 'Heron' });
    expect(actions(items)[5]).toEqual({ kind: 'learn_word', word: 'Haron' });
  });

  it('says so where nothing is suggested for a misspelt word', () => {
    const items = menu({ isEditable: true, misspelledWord: 'Xqzt' });
    expect(items[0]).toEqual({ kind: 'note', label: 'No suggestions' });
    expect(labels(items).slice(0, 4)).toEqual(['No suggestions', '-', 'Add to dictionary', '-']);
    setLanguage('de');
    expect(labels(menu({ isEditable: true, misspelledWord: 'Xqzt' }))[2]).toBe('Zum Wörterbuch hinzufügen');
  });

  it('of selected text copies it', () => {
    const editFlags = { ...none, canCopy: true };
    expect(labels(menu({ selectionText: 'some words', editFlags }))).toEqual(['Copy']);
    expect(labels(menu({ selectionText: 'some words', editFlags, frameURL: 'about:srcdoc' }))).toEqual([
      'Copy',
      'Select all',
    ]);
  });

  it('of a link opens it as a click does, or copies its address', () => {
    const items = menu({ linkURL: 'https://example.org/a?b=c', linkText: 'here', frameURL: 'about:srcdoc' });
    expect(labels(items)).toEqual(['Open link', 'Copy link address']);
    expect(actions(items)).toEqual([
      { kind: 'open_link', url: 'https://example.org/a?b=c', text: 'here' },
      { kind: 'copy_text', text: 'https://example.org/a?b=c' },
    ]);
  });

  it('of a mail address copies the address alone', () => {
    const items = menu({ linkURL: 'mailto:zo%C3%AB@example.org?subject=x&attach=/etc/passwd', linkText: 'Zoë' });
    expect(labels(items)).toEqual(['Write a message', 'Copy email address']);
    expect(actions(items)[1]).toEqual({ kind: 'copy_text', text: 'zoë@example.org' });
  });

  it('of a telephone number, which Heron does not open, copies it', () => {
    expect(actions(menu({ linkURL: 'tel:+49-30-1234' }))).toEqual([{ kind: 'copy_text', text: '+49-30-1234' }]);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'heron-part://part/1',
    'data:text/html,x',
    'about:blank#x',
    'x',
  ])('offers nothing for the address %s', (linkURL) => expect(menu({ linkURL, frameURL: 'about:srcdoc' })).toEqual([]));

  it('of a picture copies it, also where it is a link', () => {
    const picture = { mediaType: 'image', hasImageContents: true, frameURL: 'about:srcdoc' };
    expect(labels(menu(picture))).toEqual(['Copy image']);
    expect(actions(menu(picture))).toEqual([{ kind: 'copy_image', x: 10, y: 20 }]);
    expect(labels(menu({ ...picture, linkURL: 'https://example.org/' }))).toEqual([
      'Open link',
      'Copy link address',
      '-',
      'Copy image',
    ]);
    expect(menu({ ...picture, hasImageContents: false })).toEqual([]);
  });

  it('is none where there is nothing to do, and speaks the language that is set', () => {
    expect(menu({})).toEqual([]);
    setLanguage('de');
    expect(labels(menu({ linkURL: 'https://example.org/' }))).toEqual(['Link öffnen', 'Linkadresse kopieren']);
  });
});
