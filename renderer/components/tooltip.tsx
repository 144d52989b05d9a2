import { Tooltip as Primitive } from 'radix-ui';
import type { ReactElement } from 'react';

interface TooltipProps {
  readonly text: string;
  /** As the user types it, for example "Ctrl+K". */
  readonly shortcut?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** One element that takes a ref and pointer events. */
  readonly children: ReactElement;
}

/** Shows a name and its shortcut on hover and on keyboard focus. The trigger keeps its own accessible name. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-sm border border-line bg-raised px-2 py-1 text-small text-text shadow-raised"
        >
          {text}
          {shortcut && <span className="ms-2 text-muted">{shortcut}</span>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Mounted once around the application: tooltips come after 500 ms, the next one at once. */
export const TooltipProvider = Primitive.Provider;
