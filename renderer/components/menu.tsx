import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Fragment, type ReactElement, type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import { FocusReturn, focusIsBack } from './focus-return.tsx';
import { Icon } from './icon.tsx';

interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  /** The item destroys something; it is drawn in red. */
  readonly danger?: boolean;
  /** A line stands above it. */
  readonly startsGroup?: boolean;
  /** Something that is so or not: a tick stands before it where it is. */
  readonly checked?: boolean;
}

interface MenuProps {
  /** One button; an IconButton's or Button's element. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

/** A menu that drops from a button; arrows, type-ahead and Escape as everywhere. */
export function Menu({ trigger, items, align = 'start' }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild ref={button}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={focusIsBack}
          className="z-50 min-w-44 animate-appear rounded-md border border-line bg-raised p-1 shadow-raised"
        >
          <FocusReturn to={button} />
          {items.map((item) => (
            <Fragment key={item.label}>
              {item.startsGroup && <DropdownMenu.Separator className="mx-2 my-1 h-px bg-line" />}
              <Item item={item}>
                {item.checked !== undefined && (
                  <span className="flex w-4 shrink-0">
                    {item.checked && <Icon icon={Check} className="text-accent-text" />}
                  </span>
                )}
                {item.icon && <Icon icon={item.icon} className={item.danger ? 'shrink-0' : 'shrink-0 text-muted'} />}
                <span className="flex-1 truncate">{item.label}</span>
                {item.shortcut && <span className="ps-4 text-small text-muted">{item.shortcut}</span>}
              </Item>
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item, children }: { readonly item: MenuItem; readonly children: ReactNode }) {
  const { disabled = false, onSelect, checked } = item;
  const className = classNames(
    'flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-hover',
    item.danger && 'text-danger',
  );
  if (checked === undefined)
    return (
      <DropdownMenu.Item disabled={disabled} onSelect={onSelect} className={className}>
        {children}
      </DropdownMenu.Item>
    );
  return (
    <DropdownMenu.CheckboxItem checked={checked} disabled={disabled} onSelect={onSelect} className={className}>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}
