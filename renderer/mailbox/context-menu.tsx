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
  /** Something is lost by it. */
  readonly danger?: boolean;
  /** A line above it. */
  readonly startsGroup?: boolean;
}

interface ContextMenuProps {
  readonly label: string;
  /** What can be done with what was clicked, or has the focus; null: nothing, so no menu opens. Asked while the menu is drawn. */
  readonly itemsOf: (target: Element) => readonly ContextMenuItem[] | null;
  /** Before the menu opens; what it answers is what the menu is about. Absent: what was clicked. */
  readonly onOpen?: (target: Element, byKeyboard: boolean) => Element | null;
  /** One element that takes a ref and events. */
  readonly children: ReactElement;
}

/** What carries `data-menu` while the menu is about it. */
const marked = '[role="treeitem"]';

/** A menu where the secondary button, Shift+F10 or the menu key asks for one; one for a whole list or tree. */
export function ContextMenu({ label, itemsOf, onOpen, children }: ContextMenuProps) {
  // Anew each time, though it be the same element: what can be done with it may have changed since.
  const [target, setTarget] = useState<{ readonly element: Element } | null>(null);
  const chosen = useRef<(() => void) | null>(null);

  const open = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    // No button is pressed when a key asks for it; on macOS it is the primary one, with Ctrl.
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
    // Not modal: that would hide the window from screen readers, with the focus still in it for a moment.
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

/** Asks for the menu of an element, at its middle. */
function openAt(element: Element): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const place = { clientX: left + Math.min(width / 2, 160), clientY: top + height / 2 };
  element.dispatchEvent(
    new PointerEvent('contextmenu', { ...place, bubbles: true, cancelable: true, button: 2, pointerType: 'mouse' }),
  );
}
