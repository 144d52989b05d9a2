import type { LucideIcon } from 'lucide-react';
import { ContextMenu as Primitive } from 'radix-ui';
import { type MouseEvent, type ReactElement, useRef, useState } from 'react';
import { classNames } from '../components/class-names.ts';
import { FocusReturn, focusIsBack } from '../components/focus-return.tsx';
import { Icon } from '../components/icon.tsx';

export interface ContextMenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  /** The item destroys something; it is drawn in red. */
  readonly danger?: boolean;
  /** A separator stands above the item. */
  readonly startsGroup?: boolean;
}

interface ContextMenuProps {
  readonly label: string;
  /**
   * The menu's items for the element that was clicked or has the focus; null: no menu opens. Called while the menu is
   * drawn.
   */
  readonly itemsOf: (target: Element) => readonly ContextMenuItem[] | null;
  /** Called before the menu opens; returns the element that the menu is about. Absent: the element that was clicked. */
  readonly onOpen?: (target: Element, byKeyboard: boolean) => Element | null;
  /** One element that takes a ref and events. */
  readonly children: ReactElement;
}

/** The elements that carry `data-menu` while a menu is about them. */
const marked = '[role="treeitem"]';

/** A context menu for a whole list or tree, opened by the secondary button, Shift+F10 or the menu key. */
export function ContextMenu({ label, itemsOf, onOpen, children }: ContextMenuProps) {
  // A new object each time, even for the same element, so that the items are computed anew.
  const [target, setTarget] = useState<{ readonly element: Element } | null>(null);
  const chosen = useRef<(() => void) | null>(null);

  const open = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    // A key event has no pressed button (-1). On macOS the primary button with Ctrl also opens the menu.
    const byKeyboard = event.button < 0;
    const about = onOpen ? onOpen(event.target, byKeyboard) : event.target;
    if (about && about !== event.target && byKeyboard) {
      // The menu belongs beside the row that it is about, not in a corner of the list that has the focus.
      event.preventDefault();
      openAt(about);
      return;
    }
    if (!about || itemsOf(about) === null) event.preventDefault();
    else {
      setTarget({ element: about });
      about.closest(marked)?.setAttribute('data-menu', '');
    }
  };

  const runChosen = (): void => {
    const act = chosen.current;
    chosen.current = null;
    act?.();
  };

  const items = target ? itemsOf(target.element) : null;
  return (
    // Not modal: a modal menu hides the window from screen readers while the focus is still in it for a moment.
    <Primitive.Root
      modal={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) for (const item of document.querySelectorAll('[data-menu]')) item.removeAttribute('data-menu');
      }}
    >
      <Primitive.Trigger asChild onContextMenu={open}>
        {children}
      </Primitive.Trigger>
      <Primitive.Portal container={document.querySelector('main')}>
        <Primitive.Content
          aria-label={label}
          collisionPadding={8}
          onCloseAutoFocus={focusIsBack}
          className="z-50 min-w-48 animate-appear rounded-md border border-line bg-raised p-1 shadow-raised"
        >
          <FocusReturn then={runChosen} />
          {items?.map((item) => (
            <MenuRow
              key={item.label}
              item={item}
              onSelect={() => {
                chosen.current = item.onSelect;
              }}
            />
          ))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function MenuRow({ item, onSelect }: { readonly item: ContextMenuItem; readonly onSelect: () => void }) {
  const { label, icon, shortcut, disabled = false, danger = false, startsGroup = false } = item;
  return (
    <>
      {startsGroup && <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />}
      <Primitive.Item
        disabled={disabled}
        onSelect={onSelect}
        className={classNames(
          'flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-hover',
          danger && 'text-danger',
        )}
      >
        {icon ? (
          <Icon icon={icon} className={danger ? 'shrink-0' : 'shrink-0 text-muted'} />
        ) : (
          <span className="size-4" />
        )}
        <span className="flex-1 truncate">{label}</span>
        {shortcut && <span className="ps-4 text-small text-muted">{shortcut}</span>}
      </Primitive.Item>
    </>
  );
}

/** Opens the menu of an element, at the element's middle. */
function openAt(element: Element): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const place = { clientX: left + Math.min(width / 2, 160), clientY: top + height / 2 };
  element.dispatchEvent(
    new PointerEvent('contextmenu', { ...place, bubbles: true, cancelable: true, button: 2, pointerType: 'mouse' }),
  );
}
