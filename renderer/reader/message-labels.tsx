import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { AccountId, Folder, FolderId, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Icon } from '../components/icon.tsx';
import { Tooltip } from '../components/tooltip.tsx';

/** Asks the server for the labels of a message that is shown; what is new comes with its header. Only where folders are labels. */
export function useLabels(accountId: AccountId, messageId: MessageId, folders: readonly Folder[]): void {
  const areLabels = folders.some(({ isLabel }) => isLabel);
  useEffect(() => {
    // Offline, those that are known are shown.
    if (areLabels) void call('mail.askLabels', { accountId, messageId });
  }, [accountId, messageId, areLabels]);
}

interface MessageLabelsProps {
  /** The message's labels, as its header tells them. */
  readonly labels: readonly FolderId[];
  readonly folders: readonly Folder[];
  /** Absent: they are only shown. */
  readonly onRemove?: ((label: Folder) => void) | undefined;
  /** The button that was pressed is gone, and there is no other one. */
  readonly onFocusLost: () => void;
}

/** A message's labels, each with a button that takes it away. */
export function MessageLabels({ labels, folders, onRemove, onFocusLost }: MessageLabelsProps) {
  const list = useRef<HTMLUListElement>(null);
  const shown = labels.flatMap((id) => folders.find((folder) => folder.id === id) ?? []);
  if (shown.length === 0) return null;
  const words = texts().reader.labels;
  const remove = (label: Folder, index: number): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = buttons[index + 1] ?? buttons[index - 1];
    if (next === undefined) onFocusLost();
    else next.focus();
    onRemove?.(label);
  };
  return (
    <ul ref={list} aria-label={words.list} className="flex flex-wrap gap-1 pt-1">
      {shown.map((label, index) => {
        const name = labelName(label);
        return (
          <li
            key={label.id}
            title={label.path}
            className="flex h-5 min-w-0 max-w-60 items-center rounded-sm bg-sunken ps-1.5 text-small text-muted"
          >
            <bdi className={onRemove ? 'truncate' : 'truncate pe-1.5'}>{name}</bdi>
            {onRemove && (
              <Tooltip text={words.remove(name)}>
                <button
                  type="button"
                  aria-label={words.remove(name)}
                  onClick={() => remove(label, index)}
                  className="inline-flex size-5 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-text"
                >
                  <Icon icon={X} size={12} />
                </button>
              </Tooltip>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function labelName({ role, name, unlistedLevels }: Folder): string {
  return role === 'inbox' ? texts().folders.roles.inbox : unlistedLevels + name;
}
