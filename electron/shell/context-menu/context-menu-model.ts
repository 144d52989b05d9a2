import { texts } from '../../../shared/texts/texts.ts';

/** An action of editing, which Electron carries out where the focus is; a role of its MenuItem. */
type EditRole = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll';

/** What Heron does itself. */
export type ContextAction =
  /** As a click on the link would: a deceptive one is asked about first. */
  | { readonly kind: 'open_link'; readonly url: string; readonly text: string }
  | { readonly kind: 'copy_text'; readonly text: string }
  | { readonly kind: 'copy_image'; readonly x: number; readonly y: number }
  | { readonly kind: 'replace_word' | 'learn_word'; readonly word: string };

export type ContextItem =
  | { readonly kind: 'separator' }
  /** Says something and cannot be chosen. */
  | { readonly kind: 'note'; readonly label: string }
  | { readonly kind: 'role'; readonly role: EditRole; readonly label: string; readonly enabled: boolean }
  | { readonly kind: 'action'; readonly action: ContextAction; readonly label: string };

/** The part of Electron's ContextMenuParams that is used here: what lies under the pointer or has the focus. */
export interface ContextFacts {
  /** Relative to the page. */
  readonly x: number;
  readonly y: number;
  readonly isEditable: boolean;
  readonly selectionText: string;
  readonly linkURL: string;
  readonly linkText: string;
  readonly mediaType: string;
  readonly hasImageContents: boolean;
  /** Of the frame, for example that of an HTML message; empty for the page itself. */
  readonly frameURL: string;
  readonly misspelledWord: string;
  readonly dictionarySuggestions: readonly string[];
  readonly editFlags: {
    readonly canUndo: boolean;
    readonly canRedo: boolean;
    readonly canCut: boolean;
    readonly canCopy: boolean;
    readonly canPaste: boolean;
    readonly canSelectAll: boolean;
  };
}

const separator: ContextItem = { kind: 'separator' };
const mostSuggestions = 5;

/**
 * The context menu of text, links and pictures as a pure function, in the language that is set; empty: there is none. Lists and trees have menus
 * of their own, which the window draws.
 */
export function contextMenuModel(facts: ContextFacts): readonly ContextItem[] {
  const groups = facts.isEditable
    ? [spelling(facts), history(facts), editing(facts), [role('selectAll', facts.editFlags.canSelectAll)]]
    : [link(facts), image(facts), reading(facts)];
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [separator, ...group]));
}

function spelling({ misspelledWord, dictionarySuggestions }: ContextFacts): ContextItem[] {
  if (misspelledWord === '') return [];
  const words = texts().app.contextMenu;
  const suggestions: ContextItem[] = dictionarySuggestions
    .slice(0, mostSuggestions)
    .map((word) => ({ kind: 'action', action: { kind: 'replace_word', word }, label: word }));
  return [
    ...(suggestions.length === 0 ? [{ kind: 'note', label: words.noSuggestions } as const] : suggestions),
    separator,
    { kind: 'action', action: { kind: 'learn_word', word: misspelledWord }, label: words.learnWord },
  ];
}

function history({ editFlags }: ContextFacts): ContextItem[] {
  return [role('undo', editFlags.canUndo), role('redo', editFlags.canRedo)];
}

function editing({ editFlags }: ContextFacts): ContextItem[] {
  return [role('cut', editFlags.canCut), role('copy', editFlags.canCopy), role('paste', editFlags.canPaste)];
}

/** Nothing for addresses that Heron does not open. */
function link({ linkURL, linkText }: ContextFacts): ContextItem[] {
  if (!URL.canParse(linkURL)) return [];
  const words = texts().app.contextMenu;
  const { protocol, pathname } = new URL(linkURL);
  const open: ContextItem = {
    kind: 'action',
    action: { kind: 'open_link', url: linkURL, text: linkText },
    label: protocol === 'mailto:' ? words.writeTo : words.openLink,
  };
  const copy = (text: string, label: string): ContextItem => ({
    kind: 'action',
    action: { kind: 'copy_text', text },
    label,
  });
  if (protocol === 'https:' || protocol === 'http:') return [open, copy(linkURL, words.copyLink)];
  if (protocol === 'mailto:') return [open, copy(readable(pathname), words.copyAddress)];
  return protocol === 'tel:' ? [copy(readable(pathname), words.copyNumber)] : [];
}

/** As a bitmap that is drawn already, so that nothing is asked of anybody. */
function image({ mediaType, hasImageContents, x, y }: ContextFacts): ContextItem[] {
  if (mediaType !== 'image' || !hasImageContents) return [];
  return [{ kind: 'action', action: { kind: 'copy_image', x, y }, label: texts().app.contextMenu.copyImage }];
}

function reading({ selectionText, editFlags, frameURL, linkURL, mediaType }: ContextFacts): ContextItem[] {
  const copy = selectionText.trim() === '' ? [] : [role('copy', editFlags.canCopy)];
  // In the page itself it would select all of Heron's own words.
  const all =
    frameURL !== '' && linkURL === '' && mediaType === 'none' ? [role('selectAll', editFlags.canSelectAll)] : [];
  return [...copy, ...all];
}

function role(name: EditRole, enabled: boolean): ContextItem {
  return { kind: 'role', role: name, label: texts().app.menu[name], enabled };
}

function readable(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
