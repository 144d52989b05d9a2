import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from './class-names.ts';
import { FocusReturn, focusIsBack } from './focus-return.tsx';
import { IconButton } from './icon-button.tsx';

interface DialogProps {
  readonly open: boolean;
  /** Called by Escape, the close button and a click beside the dialog. */
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
  /** 760 px, for what is read in two columns and for long texts. */
  readonly wide?: boolean;
}

/** Focus goes to what the dialog is about, not to its close button: the element marked `data-first`, the first field, or the dialog itself. */
function focusFirst(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const first = content.querySelector<HTMLElement>('[data-first]') ?? content.querySelector<HTMLElement>('input');
  (first ?? content).focus();
}

/** A modal dialog, 440 px wide. Focus is kept inside and goes back to where it came from. */
export function Dialog({ open, onClose, title, description, children, footer, wide = false }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Primitive.Content
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={focusIsBack}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classNames(
            'fixed inset-0 z-40 m-auto flex h-fit max-h-[calc(100%-32px)] max-w-[calc(100%-32px)] animate-appear flex-col rounded-lg border border-line bg-raised shadow-raised focus-visible:outline-none',
            wide ? 'w-190' : 'w-110',
          )}
        >
          <FocusReturn />
          <div className="flex items-start gap-2 px-5 pt-4 pb-1">
            <Primitive.Title className="min-w-0 flex-1 py-1 text-subject font-semibold">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <IconButton icon={X} label={texts().settings.close} shortcut="Esc" />
            </Primitive.Close>
          </div>
          <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5">
            {description && <Primitive.Description className="text-muted">{description}</Primitive.Description>}
            {children}
          </div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
