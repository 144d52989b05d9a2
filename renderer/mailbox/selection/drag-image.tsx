import { Mail } from 'lucide-react';
import type { DragEvent, RefObject } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Icon } from '../../components/icon.tsx';
import { startDrag } from './drag.ts';

/** What is under the pointer while messages are dragged: "3 messages". It has to be in the document to be painted. */
export function DragImage({ imageRef }: { readonly imageRef: RefObject<HTMLDivElement | null> }) {
  return (
    <div
      ref={imageRef}
      aria-hidden="true"
      className="pointer-events-none fixed start-0 -top-24 flex h-7 w-fit items-center gap-2 rounded-md border border-line bg-raised px-2 font-semibold"
    >
      <Icon icon={Mail} className="text-accent-text" />
      <span />
    </div>
  );
}

/** Starts to drag a row: the whole selection is dragged if the row is in it, else the row alone. */
export function startRowDrag(event: DragEvent, index: number | null, image: HTMLElement | null): void {
  const count = index === null ? 0 : startDrag(index);
  if (count === 0) {
    event.preventDefault();
    return;
  }
  event.dataTransfer.effectAllowed = 'copyMove';
  // Nothing of a message leaves the window: what is dragged is in the store.
  event.dataTransfer.setData('application/x-heron-messages', String(count));
  const label = image?.querySelector('span');
  if (!image || !label) return;
  label.textContent = texts().mailbox.drag.messages(count);
  // The image lies beside the pointer, on the side to which the text runs.
  const rightToLeft = document.documentElement.dir === 'rtl';
  event.dataTransfer.setDragImage(image, rightToLeft ? image.offsetWidth + 12 : -12, -4);
}
