import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import type { PendingLink } from './use-links.ts';

interface LinkQuestionProps {
  readonly pending: PendingLink | null;
  readonly onOpen: () => void;
  readonly onCancel: () => void;
}

/** Asked where a link names one host and opens another; not opening it is the way out that Enter takes. */
export function LinkQuestion({ pending, onOpen, onCancel }: LinkQuestionProps) {
  return (
    <Dialog
      open={pending !== null}
      onClose={onCancel}
      title="This link leads somewhere else"
      description={`Its text says ${pending?.shownHost ?? ''}, but it opens ${pending?.actualHost ?? ''}. Links like this are often used to steal passwords.`}
      footer={
        <>
          <Button onClick={onOpen}>Open {pending?.actualHost ?? ''}</Button>
          <Button variant="primary" onClick={onCancel}>
            Don’t open it
          </Button>
        </>
      }
    >
      <p data-selectable className="font-mono text-small [overflow-wrap:anywhere]">
        {pending?.href}
      </p>
    </Dialog>
  );
}
