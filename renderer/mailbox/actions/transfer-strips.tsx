import { Copy, FolderInput } from 'lucide-react';
import { healthAction, healthOf, healthText, isTroubled } from '../../../shared/health.ts';
import type { AccountId, AccountView } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import type { TransferProgress, TransferWait } from '../../../shared/transfers.ts';
import { Banner } from '../../components/banner.tsx';
import { ProgressStrip } from '../../components/progress-strip.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { folderName } from '../folders/folder-tree.ts';
import { clockTime } from '../list/row-words.ts';
import { useMailbox } from '../mailbox-state.ts';
import { endTransfer } from './transfers.ts';

/** Above every list: messages on their way into folders of other accounts. */
export function TransferStrips() {
  const transfers = useMailbox((state) => state.transfers);
  return transfers.map((transfer) => <TransferStrip key={transfer.id} transfer={transfer} />);
}

/** How far one is and whose turn it is where it waits; where it was stopped, what became of its messages. */
function TransferStrip({ transfer }: { readonly transfer: TransferProgress }) {
  const { id, to, path, stays, arrived, state } = transfer;
  const accounts = useAccounts((all) => all.accounts) ?? [];
  const folder = useMailbox(({ lists }) => lists.get(to)?.folders?.find((each) => each.path === path));
  const words = texts().transfers;
  const icon = stays ? Copy : FolderInput;
  const end = (): void => void endTransfer(id);
  const place = words.place(nameOf(accounts, to), folder ? folderName(folder) : path);
  if (state.kind === 'stopped') {
    const sentences = [
      ...(arrived > 0 ? [words.arrived(arrived, place, stays)] : []),
      ...(state.kept > 0 ? [words.kept(state.kept, stays)] : []),
      ...(state.unsure > 0 ? [words.unsure(state.unsure)] : []),
    ];
    return (
      <Banner tone="quiet" shape="strip" icon={icon} title={words.stopped} onDismiss={end}>
        {sentences.join(' ')}
      </Banner>
    );
  }
  const total = arrived + state.left;
  const wait = state.waits && waiting(state.waits, accounts);
  return (
    <ProgressStrip
      icon={icon}
      text={words[stays ? 'copying' : 'moving'](arrived, total, place)}
      waits={wait?.text ?? null}
      yourTurn={wait?.yourTurn ?? false}
      value={arrived}
      max={total}
      stop={words.stop}
      onStop={end}
    />
  );
}

/** What is waited for, in words, and whether nothing goes on before somebody acts. */
function waiting(
  { accountId, why }: TransferWait,
  accounts: readonly AccountView[],
): { readonly text: string; readonly yourTurn: boolean } {
  const words = texts().transfers.waits;
  const name = nameOf(accounts, accountId);
  if (why === 'folder') return { text: words.folder(name), yourTurn: false };
  const view = accounts.find(({ account }) => account.id === accountId);
  const health = view && healthOf(view);
  // Where it is the server that cannot be reached, the sidebar says what is wrong with it.
  const isServerAway = health?.kind === 'offline' && health.error.code !== 'offline';
  if (health && !isServerAway && healthAction(health) !== null) {
    return { text: words.account(name, healthText(health, 'within', clockTime)), yourTurn: isTroubled(health) };
  }
  return { text: words[isServerAway ? 'connection' : why](name), yourTurn: false };
}

function nameOf(accounts: readonly AccountView[], accountId: AccountId): string {
  const account = accounts.find((view) => view.account.id === accountId)?.account;
  return account ? account.label || account.address : '';
}
