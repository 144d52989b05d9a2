import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly defaultOpen?: boolean;
}

/** Hides content that few users need until its label is clicked. */
export function Disclosure({ label, children, defaultOpen = false }: DisclosureProps) {
  const [open, setOpen] = useState(defaultOpen);
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen} className="flex flex-col">
      <Collapsible.Trigger className="-mx-1.5 flex min-h-7 w-fit items-center gap-1 rounded-md px-1.5 text-start text-muted hover:bg-hover hover:text-text">
        <Icon
          icon={ChevronRight}
          className={classNames('transition-transform', open ? 'rotate-90' : 'rtl:-scale-x-100')}
        />
        {label}
      </Collapsible.Trigger>
      <Collapsible.Content className="flex flex-col gap-3 pt-2">{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
