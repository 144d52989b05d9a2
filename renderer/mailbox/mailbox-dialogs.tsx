import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { FolderPicker } from './actions/folder-picker.tsx';
import { deleteForever, messageCount } from './actions/message-actions.ts';
import { TagPicker } from './actions/tag-picker.tsx';
import { closeMailboxDialog } from './folders/folder-actions.ts';
import {
  DeleteFolderDialog,
  EmptyFolderDialog,
  NewFolderDialog,
  RenameFolderDialog,
} from './folders/folder-dialogs.tsx';
import { type Messages, useMailbox } from './mailbox-state.ts';

/** The question over the mailbox, if there is one. */
export function MailboxDialogs() {
  const dialog = useMailbox((state) => state.dialog);
  if (!dialog) return null;
  switch (dialog.kind) {
    case 'delete_forever':
      return <DeleteForeverDialog messages={dialog} />;
    case 'move':
    case 'copy':
      return <FolderPicker does={dialog.kind} messages={dialog} />;
    case 'tag':
      return <TagPicker messages={dialog} />;
    case 'empty_folder':
      return <EmptyFolderDialog folder={dialog.folder} />;
    case 'new_folder':
      return <NewFolderDialog accountId={dialog.accountId} parent={dialog.parent} />;
    case 'rename_folder':
      return <RenameFolderDialog folder={dialog.folder} />;
    case 'delete_folder':
      return <DeleteFolderDialog folder={dialog.folder} />;
    default:
      return assertNever(dialog);
  }
}

function DeleteForeverDialog({ messages }: { readonly messages: Messages }) {
  const words = texts().mailbox.deleteForever;
  const count = messageCount(messages);
  const confirm = (): void => {
    closeMailboxDialog();
    void deleteForever(messages);
  };
  return (
    <Dialog
      open
      onClose={closeMailboxDialog}
      title={words.title(count)}
      description={words.description(count)}
      footer={
        <>
          <Button data-first onClick={closeMailboxDialog}>
            {words.keep}
          </Button>
          <Button variant="danger" onClick={confirm}>
            {words.confirm(count)}
          </Button>
        </>
      }
    />
  );
}
