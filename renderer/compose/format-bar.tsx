import type { Editor } from '@tiptap/react';
import { useEditorState } from '@tiptap/react';
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  Bold,
  Code,
  Heading2,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  Palette,
  Redo2,
  RemoveFormatting,
  Strikethrough,
  TextQuote,
  Underline,
  Undo2,
} from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import { usePreferences } from '../stores/preferences.ts';
import { LinkDialog } from './link-dialog.tsx';

/** Colours that can be read on white and, where the reader darkens mail, on dark. */
const colours = ['#c53434', '#a16207', '#2e7d3a', '#2563c9', '#7a4fd0', '#697178'] as const;

interface Tool {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly active: boolean;
  readonly disabled?: boolean;
  readonly startsGroup?: boolean;
  readonly run: () => void;
}

/** The formatting of the selected text; one stop of the Tab key, arrows within. */
export function FormatBar({ editor }: { readonly editor: Editor }) {
  const direction = usePreferences((preferences) => preferences.direction);
  const [asksLink, setAsksLink] = useState(false);
  const words = texts().compose.format;
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      underline: now.isActive('underline'),
      strike: now.isActive('strike'),
      bulletList: now.isActive('bulletList'),
      orderedList: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
      code: now.isActive('code'),
      heading: now.isActive('heading', { level: 2 }),
      link: now.isActive('link'),
      center: now.isActive({ textAlign: 'center' }),
      right: now.isActive({ textAlign: 'right' }),
      canUndo: now.can().undo(),
      canRedo: now.can().redo(),
    }),
  });
  const chain = () => editor.chain().focus();
  const tools: readonly Tool[] = [
    { icon: Undo2, label: words.undo, active: false, disabled: !state.canUndo, run: () => chain().undo().run() },
    { icon: Redo2, label: words.redo, active: false, disabled: !state.canRedo, run: () => chain().redo().run() },
    { icon: Bold, label: words.bold, active: state.bold, startsGroup: true, run: () => chain().toggleBold().run() },
    { icon: Italic, label: words.italic, active: state.italic, run: () => chain().toggleItalic().run() },
    { icon: Underline, label: words.underline, active: state.underline, run: () => chain().toggleUnderline().run() },
    { icon: Strikethrough, label: words.strike, active: state.strike, run: () => chain().toggleStrike().run() },
    { icon: Code, label: words.code, active: state.code, run: () => chain().toggleCode().run() },
    { icon: Link, label: words.link, active: state.link, run: () => setAsksLink(true) },
    {
      icon: Heading2,
      label: words.heading,
      active: state.heading,
      startsGroup: true,
      run: () => chain().toggleHeading({ level: 2 }).run(),
    },
    { icon: List, label: words.bulletList, active: state.bulletList, run: () => chain().toggleBulletList().run() },
    {
      icon: ListOrdered,
      label: words.orderedList,
      active: state.orderedList,
      run: () => chain().toggleOrderedList().run(),
    },
    { icon: TextQuote, label: words.quote, active: state.quote, run: () => chain().toggleBlockquote().run() },
    {
      icon: AlignLeft,
      label: words.left,
      active: !state.center && !state.right,
      startsGroup: true,
      run: () => chain().unsetTextAlign().run(),
    },
    { icon: AlignCenter, label: words.center, active: state.center, run: () => chain().setTextAlign('center').run() },
    { icon: AlignRight, label: words.right, active: state.right, run: () => chain().setTextAlign('right').run() },
    {
      icon: RemoveFormatting,
      label: words.clear,
      active: false,
      startsGroup: true,
      run: () => chain().unsetAllMarks().clearNodes().run(),
    },
  ];
  return (
    <>
      <Toolbar.Root
        dir={direction}
        aria-label={texts().compose.formatting}
        className="flex flex-none flex-wrap gap-0.5 border-t border-line px-3 py-1"
      >
        {tools.map(({ icon, label, active, disabled, startsGroup, run }) => (
          <Toolbar.Button key={label} asChild disabled={disabled ?? false}>
            <IconButton
              icon={icon}
              label={label}
              aria-pressed={active}
              tooltipSide="top"
              className={classNames(startsGroup && 'ms-2', active && 'bg-pressed text-text')}
              // The text keeps its selection, which the tool is about.
              onPointerDown={(event) => event.preventDefault()}
              onClick={run}
            />
          </Toolbar.Button>
        ))}
        <Menu
          trigger={
            <Toolbar.Button asChild>
              <IconButton icon={Palette} label={words.colour} tooltipSide="top" />
            </Toolbar.Button>
          }
          items={[
            { label: words.standardColour, onSelect: () => chain().unsetColor().run() },
            ...colours.map((colour) => ({
              label: words.colours[colour],
              onSelect: () => chain().setColor(colour).run(),
            })),
          ]}
        />
      </Toolbar.Root>
      {asksLink && <LinkDialog editor={editor} onClose={() => setAsksLink(false)} />}
    </>
  );
}
