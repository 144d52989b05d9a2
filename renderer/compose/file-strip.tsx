import { File, X } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftFile, DraftFileId } from '../../shared/writing.ts';
import { Icon } from '../components/icon.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { sizeInWords } from '../reader/message-dates.ts';

interface FileStripProps {
  readonly files: readonly DraftFile[];
  /** The message is larger than its server takes. */
  readonly excess: { readonly size: number; readonly limit: number; readonly server: string } | null;
  readonly onRemove: (id: DraftFileId) => void;
}

/** The files that go along with a draft. */
export function FileStrip({ files, excess, onRemove }: FileStripProps) {
  if (files.length === 0) return null;
  const words = texts().compose;
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return (
    <section aria-label={words.attachments} className="flex-none border-t border-line px-4 py-2">
      <ul className="flex max-h-28 flex-wrap items-center gap-2 overflow-y-auto">
        {files.map(({ id, filename, size }) => (
          <li
            key={id}
            className="flex h-8 max-w-full min-w-0 items-center gap-2 rounded-md border border-line ps-2 pe-0.5"
          >
            <Icon icon={File} className="shrink-0 text-muted" />
            <bdi className="min-w-0 truncate" title={filename}>
              {filename}
            </bdi>
            <span className="shrink-0 text-small text-muted tabular-nums">{sizeInWords(size)}</span>
            <IconButton icon={X} label={words.removeFile(filename)} className="size-6" onClick={() => onRemove(id)} />
          </li>
        ))}
      </ul>
      {/* Below the files, which may have to be scrolled. */}
      {files.length > 1 && <p className="mt-1 text-small text-muted tabular-nums">{words.total(sizeInWords(total))}</p>}
      <p role="status" className="mt-1 text-small text-turn empty:hidden">
        {excess && words.tooLarge(excess.size, excess.server, excess.limit)}
      </p>
    </section>
  );
}
