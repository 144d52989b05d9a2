import type { AccountId } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { SidePage } from '../../shared/window-page.ts';
import type { DraftId, DraftStart } from '../../shared/writing.ts';
import type { EngineCalls } from '../engine/contract.ts';

type Asked = 'drafts.create' | 'drafts.setOpen' | 'drafts.list' | 'drafts.takeBack';

interface ComposeWindowsPorts {
  readonly call: <K extends Asked>(name: K, input: EngineCalls[K]['input']) => Promise<Reply<EngineCalls[K]['output']>>;
  /** Ends when the engine has opened the accounts: before, no draft can be made. */
  readonly accountsOpen: Promise<unknown>;
  /** The account that writes where none was named; null while there is none. */
  readonly firstAccount: () => AccountId | null;
  readonly openWindow: (page: SidePage) => void;
  /** Without an account nobody can write: the main window has the setup. */
  readonly openMain: () => void;
  /** Something failed that no window asked for. */
  readonly report: (error: AppError) => void;
}

export interface ComposeWindows {
  /** Begins a message in a window of its own. @param accountId who writes; null: the first account */
  write(accountId: AccountId | null, start: DraftStart): Promise<Reply<null>>;
  /** The same, asked for by the tray, a menu or the system: a failure is shown in the main window. */
  writeUnasked(start: DraftStart): Promise<void>;
  /** Shows a draft's composer in a window of its own. */
  open(draftId: DraftId): Promise<Reply<null>>;
  /** Takes a message out of the outbox, as the tray was asked to, and shows its composer; where that fails, the main window says why. */
  takeBack(draftId: DraftId): Promise<void>;
  /** Brings the windows back that were open when Heron ended; once. */
  restore(): Promise<void>;
  /** The user closed a window. */
  closed(page: SidePage): void;
}

/** Composers in windows of their own: which there are is kept with the drafts, so that they come back after a restart or a crash. */
export function composeWindows(ports: ComposeWindowsPorts): ComposeWindows {
  const { call, accountsOpen, firstAccount, openWindow, openMain, report } = ports;
  let restored = false;
  const open = async (draftId: DraftId): Promise<Reply<null>> => {
    const placed = await call('drafts.setOpen', { draftId, place: 'window' });
    if (!placed.ok) return placed;
    openWindow({ kind: 'compose', draftId });
    return success(null);
  };
  const write = async (asked: AccountId | null, start: DraftStart): Promise<Reply<null>> => {
    await accountsOpen;
    const accountId = asked ?? firstAccount();
    if (accountId === null) {
      return failure({ code: 'not_found', params: { reason: 'account_not_open' }, retryable: false });
    }
    const made = await call('drafts.create', { accountId, start });
    return made.ok ? open(made.value.id) : made;
  };
  const reportFailure = ({ error }: { readonly error: AppError }): void => {
    report(error);
    openMain();
  };
  return {
    write,
    takeBack: async (draftId) => {
      const taken = await call('drafts.takeBack', { draftId });
      const reply = taken.ok ? await open(draftId) : taken;
      if (!reply.ok) reportFailure(reply);
    },
    writeUnasked: async (start) => {
      if (firstAccount() === null) {
        openMain();
        return;
      }
      const reply = await write(null, start);
      if (!reply.ok) reportFailure(reply);
    },
    open,
    restore: async () => {
      if (restored) return;
      restored = true;
      await accountsOpen;
      const drafts = await call('drafts.list', undefined);
      if (!drafts.ok) return;
      for (const { id, place, sending } of drafts.value) {
        if (place === 'window' && sending === null) openWindow({ kind: 'compose', draftId: id });
      }
    },
    closed: (page) => {
      if (page.kind === 'compose') void call('drafts.setOpen', { draftId: page.draftId, place: null });
    },
  };
}
