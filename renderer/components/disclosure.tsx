import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly defaultOpen?: boolean;
  /** With `onOpenChange`: whoever shows it knows whether it is open. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Its label is a heading of the page (h2). */
  readonly isHeading?: boolean;
}

/** Hides content that few users need until its label is clicked. */
export function Disclosure({
  label,
  children,
  defaultOpen = false,
  open,
  onOpenChange,
  isHeading = false,
}: DisclosureProps) {
  const [ownOpen, setOwnOpen] = useState(defaultOpen);
  const isOpen = open ?? ownOpen;
  const trigger = (
    <Collapsible.Trigger
      className={classNames(
        '-mx-1.5 flex min-h-7 w-fit items-center gap-1 rounded-md px-1.5 text-start hover:bg-hover hover:text-text',
        isHeading ? 'text-subject font-semibold' : 'text-muted',
      )}
    >
      <Icon
        icon={ChevronRight}
        className={classNames('transition-transform', isOpen ? 'rotate-90' : 'rtl:-scale-x-100')}
      />
      {label}
    </Collapsible.Trigger>
  );
  return (
    <Collapsible.Root open={isOpen} onOpenChange={onOpenChange ?? setOwnOpen} className="flex flex-col">
      {isHeading ? <h2 className="flex">{trigger}</h2> : trigger}
      <Collapsible.Content className="flex flex-col gap-3 pt-2">{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
