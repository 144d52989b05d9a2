import { type ReactNode, useId, useState } from 'react';
import type { AccountId, Folder } from '../../../shared/mail.ts';
import type { AppError, Reply } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { closeMailboxDialog, createFolder, deleteFolderNow, emptyFolderNow, renameFolderTo } from './folder-actions.ts';
import { folderName, inSidebarOrder } from './folder-tree.ts';

/** Asks before everything in the trash or in junk is deleted. */
export function EmptyFolderDialog({ folder }: { readonly folder: Folder }) {
  const words = texts().folders;
  const name = folderName(folder);
  return (
    <Dialog
      open
      onClose={closeMailboxDialog}
      title={words.empty.title(name)}
      description={words.empty.description(folder.total)}
      footer={
        <>
          <Button data-first onClick={closeMailboxDialog}>
            {words.delete.keep}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              closeMailboxDialog();
              void emptyFolderNow(folder);
            }}
          >
            {words.empty.confirm(name)}
          </Button>
        </>
      }
    />
  );
}

/** Asks before a folder is deleted with its messages. */
export function DeleteFolderDialog({ folder }: { readonly folder: Folder }) {
  const words = texts().folders.delete;
  const { busy, error, run } = useAnswer();
  return (
    <Dialog
      open
      onClose={closeMailboxDialog}
      title={words.title(folderName(folder))}
      description={folder.total > 0 ? words.description(folder.total) : words.empty}
      footer={
        <>
          <Button data-first onClick={closeMailboxDialog}>
            {words.keep}
          </Button>
          <Button variant="danger" busy={busy} onClick={() => void run(() => deleteFolderNow(folder))}>
            {words.confirm}
          </Button>
        </>
      }
    >
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}

interface NewFolderDialogProps {
  readonly accountId: AccountId;
  readonly parent: Folder | null;
}

/** Asks for a new folder's name and place. */
export function NewFolderDialog({ accountId, parent }: NewFolderDialogProps) {
  const words = texts().folders;
  const folders = useMailbox((state) => state.lists.get(accountId)?.folders) ?? [];
  const [parentId, setParentId] = useState(String(parent?.id ?? ''));
  const chosen = folders.find((folder) => String(folder.id) === parentId) ?? null;
  const places = inSidebarOrder(folders).map(({ folder, level }) => ({
    value: String(folder.id),
    // A native list can show the tree only by indenting its labels.
    label: `${'\u2003'.repeat(level)}${folderName(folder)}`,
  }));
  return (
    <NameDialog
      title={words.create.title}
      confirm={words.create.confirm}
      taken={siblingsOf(folders, chosen)}
      onName={(name) => createFolder(accountId, chosen, name)}
    >
      <Select
        label={words.inside}
        value={parentId}
        options={[{ value: '', label: words.topLevel }, ...places]}
        onChange={setParentId}
      />
    </NameDialog>
  );
}

/** Asks for a folder's new name. */
export function RenameFolderDialog({ folder }: { readonly folder: Folder }) {
  const words = texts().folders.rename;
  const folders = useMailbox((state) => state.lists.get(folder.accountId)?.folders) ?? [];
  return (
    <NameDialog
      title={words.title}
      confirm={words.confirm}
      initial={folder.name}
      taken={siblingsOf(folders, parentOf(folders, folder), folder.namespace).filter((name) => name !== folder.name)}
      onName={(name) => renameFolderTo(folder, name)}
    />
  );
}

/** The parent of a folder: folders are listed with their children directly after them. */
function parentOf(folders: readonly Folder[], folder: Folder): Folder | null {
  const place = folders.findIndex(({ id }) => id === folder.id);
  return folders.slice(0, Math.max(0, place)).findLast(({ depth }) => depth < folder.depth) ?? null;
}

/** The names that are taken inside a folder, or at the top of a namespace. */
function siblingsOf(
  folders: readonly Folder[],
  parent: Folder | null,
  namespace: Folder['namespace'] = 'personal',
): string[] {
  const kind = parent?.namespace ?? namespace;
  return folders
    .filter((folder) => folder.namespace === kind && parentOf(folders, folder)?.id === parent?.id)
    .map(({ name, unlistedLevels }) => unlistedLevels + name);
}

interface NameDialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly initial?: string;
  /** Names that other folders there have already. */
  readonly taken: readonly string[];
  readonly onName: (name: string) => Promise<Reply<null>>;
  readonly children?: ReactNode;
}

function NameDialog({ title, confirm, initial = '', taken, onName, children }: NameDialogProps) {
  const words = texts().folders;
  const [name, setName] = useState(initial);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAnswer();
  const formId = useId();
  const trimmed = name.trim();
  const problem = trimmed === '' ? texts().rules.noFolderName : taken.includes(trimmed) ? words.nameTaken : null;
  const submit = (): void => {
    setTried(true);
    if (problem) return;
    if (trimmed === initial) closeMailboxDialog();
    else void run(() => onName(trimmed));
  };
  return (
    <Dialog
      open
      onClose={closeMailboxDialog}
      title={title}
      footer={
        <>
          <Button onClick={closeMailboxDialog}>{words.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={busy}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={words.name}
          value={name}
          maxLength={200}
          dir="auto"
          error={tried || problem === words.nameTaken ? problem : null}
          onFocus={(event) => event.currentTarget.select()}
          onChange={setName}
        />
        {children}
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}

/** Carries out the user's answer: the dialog closes when main accepted it, else it shows the error. */
function useAnswer() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const run = async (answer: () => Promise<Reply<null>>): Promise<void> => {
    setBusy(true);
    setError(null);
    const reply = await answer();
    setBusy(false);
    if (reply.ok) closeMailboxDialog();
    else setError(reply.error);
  };
  return { busy, error, run };
}
