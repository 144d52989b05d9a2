import { Dialog } from 'radix-ui';
import { useRef } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { FocusReturn, focusIsBack } from '../components/focus-return.tsx';
import { announceCommand, closeOver, useCommandsUi } from './commands-ui.ts';
import { PaletteBox } from './palette-box.tsx';
import type { PaletteEntry } from './palette-entries.ts';
import { rememberChoice } from './recent-commands.ts';

/** Every command, account and folder by typing (Ctrl+K, Cmd+K). What is chosen happens when the focus is back where it came from. */
export function Palette() {
  const open = useCommandsUi((state) => state.over === 'palette');
  const chosen = useRef<PaletteEntry | null>(null);

  const choose = (entry: PaletteEntry): void => {
    if (entry.refusal !== null) {
      announceCommand(entry.refusal);
      return;
    }
    // Nobody's address, and no message, is remembered.
    if (entry.kind !== 'people' && entry.kind !== 'messages') rememberChoice(entry.id);
    chosen.current = entry;
    closeOver();
  };
  const runChosen = (): void => {
    const entry = chosen.current;
    chosen.current = null;
    entry?.run();
  };

  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : closeOver())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusIsBack}
          className="fixed inset-x-0 top-[12vh] z-40 mx-auto flex max-h-[min(calc(var(--unit)*120),76vh)] w-140 max-w-[calc(100%-32px)] animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-raised focus-visible:outline-none"
        >
          <FocusReturn then={runChosen} />
          <Dialog.Title className="sr-only">{texts().commands.palette.title}</Dialog.Title>
          <PaletteBox onChoose={choose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
