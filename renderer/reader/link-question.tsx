import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import type { PendingLink } from './use-links.ts';

interface LinkQuestionProps {
  readonly pending: PendingLink | null;
  readonly onOpen: () => void;
  readonly onCancel: () => void;
}

/** Asks before a link is opened whose text names another host than it opens. Enter cancels. */
export function LinkQuestion({ pending, onOpen, onCancel }: LinkQuestionProps) {
  const { link } = texts().reader;
  const shown = pending?.shownHost ?? '';
  const actual = pending?.actualHost ?? '';
  return (
    <Dialog
      open={pending !== null}
      onClose={onCancel}
      title={link.title}
      description={link.description(shown, actual)}
      footer={
        <>
          <Button onClick={onOpen}>{link.open(actual)}</Button>
          <Button variant="primary" onClick={onCancel}>
            {link.dontOpen}
          </Button>
        </>
      }
    >
      <p data-selectable dir="ltr" className="text-start font-mono text-small [overflow-wrap:anywhere]">
        {pending?.href}
      </p>
    </Dialog>
  );
}
