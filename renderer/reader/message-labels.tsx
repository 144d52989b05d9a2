import { useEffect } from 'react';
import type { AccountId, Folder, FolderId, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Chips } from './chips.tsx';

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
  const shown = labels.flatMap((id) => folders.find((folder) => folder.id === id) ?? []);
  const words = texts().reader.labels;
  const chips = shown.map((label) => {
    const name = labelName(label);
    const remove = onRemove && { words: words.remove(name), act: () => onRemove(label) };
    return { key: `${label.id}`, name, title: label.path, remove };
  });
  return <Chips name={words.list} chips={chips} onFocusLost={onFocusLost} />;
}

function labelName({ role, name, unlistedLevels }: Folder): string {
  return role === 'inbox' ? texts().folders.roles.inbox : unlistedLevels + name;
}
