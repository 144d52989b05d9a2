import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, Folder } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { folderName } from '../mailbox/folders/folder-tree.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { nextAttempt, tryAgain } from '../stores/server-troubles.ts';
import { Section } from './section.tsx';

const noFolders: readonly Folder[] = [];

/** The account's folders that the server refuses, wholly or some of their messages; nothing when it refuses none. */
export function RefusedSection({ accountId }: { readonly accountId: AccountId }) {
  const folders = useMailbox(({ lists }) => lists.get(accountId)?.folders ?? noFolders);
  const refused = folders.filter(({ trouble, unfetched }) => trouble !== null || unfetched > 0);
  if (refused.length === 0) return null;
  return (
    <Section title={texts().troubles.section}>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {refused.map((folder) => (
          <RefusedFolder key={folder.id} folder={folder} />
        ))}
      </ul>
    </Section>
  );
}

function RefusedFolder({ folder }: { readonly folder: Folder }) {
  const { accountId, id, trouble, unfetched } = folder;
  const words = texts().troubles;
  const name = folderName(folder);
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="flex min-w-0 flex-1 flex-col">
        <bdi className="truncate font-semibold">{name}</bdi>
        {trouble && (
          <span data-selectable className="text-pretty text-muted [overflow-wrap:anywhere]">
            {words.folderShort}. {errorMessage(trouble.error)} {nextAttempt(trouble)}
          </span>
        )}
        {unfetched > 0 && <span className="text-pretty text-muted">{words.messages(unfetched)}.</span>}
      </div>
      <Button aria-label={words.tryAgainFor(name)} onClick={() => void tryAgain(accountId, id)}>
        {words.tryAgain}
      </Button>
    </li>
  );
}
