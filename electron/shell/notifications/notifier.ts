import type { AccountId, AccountView, Destination, MessageId } from '../../../shared/mail.ts';
import type { Preferences } from '../../../shared/preferences.ts';
import { type DraftId, type DraftSummary, needsUser } from '../../../shared/writing.ts';
import type { Clock } from '../../platform/clock.ts';
import {
  type Arrival,
  judgeTrouble,
  mailNotification,
  type NotificationModel,
  noTrouble,
  type Trouble,
  troubleNotification,
  uncertainMs,
  unsentNotification,
} from './notification-model.ts';

/** What arrives within this time is one notification. */
const groupingMs = 2_000;
/** The most notifications shown at once; beyond it the oldest is removed. */
const maxShown = 20;

/** Shows one notification. @returns takes it away */
export type ShowNotification = (
  model: NotificationModel,
  answers: { readonly click: () => void; readonly markRead: () => void },
) => () => void;

interface NotifierPorts {
  readonly clock: Clock;
  readonly show: ShowNotification;
  readonly accounts: () => readonly AccountView[];
  readonly preferences: () => Pick<Preferences, 'notifications' | 'notificationPreview'>;
  /** Whether the user sees Heron's window, so that nothing needs a notification. */
  readonly isAttended: () => boolean;
  readonly isPaused: () => boolean;
  readonly go: (destination: Destination) => void;
  readonly markRead: (accountId: AccountId, messageIds: readonly MessageId[]) => void;
}

/** A message that waits for the user. */
interface Unsent {
  readonly kind: 'refused' | 'uncertain';
  /** Its notification; null while there is none. */
  model: NotificationModel | null;
  cancel: () => void;
}

interface Shown {
  readonly model: NotificationModel;
  readonly click: () => void;
  readonly close: () => void;
}

/** Notifies the user of new mail, of accounts that need the user, and of messages that could not be sent. */
export class Notifier {
  readonly #ports: NotifierPorts;
  readonly #arrivals = new Map<AccountId, { readonly list: Arrival[]; readonly cancel: () => void }>();
  readonly #troubles = new Map<AccountId, { readonly trouble: Trouble; readonly cancel: () => void }>();
  readonly #unsent = new Map<DraftId, Unsent>();
  #shown: readonly Shown[] = [];

  constructor(ports: NotifierPorts) {
    this.#ports = ports;
  }

  /** Those that can still be clicked, the oldest first. */
  shown(): readonly Pick<Shown, 'model' | 'click'>[] {
    return this.#shown;
  }

  /** New mail: shown after two seconds, together with what else arrives in the account until then. */
  arrived(arrival: Arrival): void {
    const { accountId } = arrival;
    const waiting = this.#arrivals.get(accountId);
    if (waiting !== undefined) {
      waiting.list.push(arrival);
      return;
    }
    const cancel = this.#ports.clock.after(groupingMs, () => this.#tellOfMail(accountId));
    this.#arrivals.set(accountId, { list: [arrival], cancel });
  }

  /**
   * Accounts changed: notifies of new failures, and removes notifications of those that ended or whose account is gone.
   */
  accountsChanged(views: readonly AccountView[]): void {
    for (const view of views) this.#judge(view);
    const here = new Set(views.map(({ account }) => account.id));
    const gone = (id: AccountId) => !here.has(id);
    for (const id of [...this.#troubles.keys()].filter(gone)) {
      this.#troubles.get(id)?.cancel();
      this.#troubles.delete(id);
    }
    for (const id of [...this.#arrivals.keys()].filter(gone)) {
      this.#arrivals.get(id)?.cancel();
      this.#arrivals.delete(id);
    }
    this.#close(({ model }) => gone(model.accountId));
  }

  /** Drafts changed: notifies of each message that could not be sent, and removes the notifications of those that were. */
  draftsChanged(drafts: readonly DraftSummary[]): void {
    for (const draft of drafts) this.#judgeDraft(draft);
    const waiting = new Set(drafts.filter(({ sending }) => needsUser(sending)).map(({ id }) => id));
    for (const id of [...this.#unsent.keys()].filter((each) => !waiting.has(each))) this.#forget(id);
  }

  /** Removes all notifications of accounts. */
  dispose(): void {
    this.draftsChanged([]);
    this.accountsChanged([]);
  }

  #judgeDraft(draft: DraftSummary): void {
    const { id, sending } = draft;
    if (sending?.kind !== 'refused' && sending?.kind !== 'uncertain') return;
    if (this.#unsent.get(id)?.kind === sending.kind) return;
    this.#forget(id);
    const unsent: Unsent = { kind: sending.kind, model: null, cancel: () => undefined };
    this.#unsent.set(id, unsent);
    const tell = (): void => {
      const { isAttended, preferences } = this.#ports;
      // The window says it where it is looked at.
      if (isAttended() || !preferences().notifications) return;
      unsent.model = unsentNotification(draft, preferences());
      if (unsent.model !== null) this.#show(unsent.model);
    };
    if (sending.kind === 'refused') tell();
    else unsent.cancel = this.#ports.clock.after(uncertainMs, tell);
  }

  #forget(id: DraftId): void {
    const unsent = this.#unsent.get(id);
    this.#unsent.delete(id);
    unsent?.cancel();
    this.#close(({ model }) => model === unsent?.model);
  }

  #tellOfMail(accountId: AccountId): void {
    const arrivals = this.#arrivals.get(accountId)?.list ?? [];
    this.#arrivals.delete(accountId);
    const accounts = this.#ports.accounts();
    const account = accounts.find((view) => view.account.id === accountId);
    if (account === undefined) return;
    const model = mailNotification({
      arrivals,
      account,
      severalAccounts: accounts.length > 1,
      preferences: this.#ports.preferences(),
      focused: this.#ports.isAttended(),
      paused: this.#ports.isPaused(),
    });
    if (model !== null) this.#show(model);
  }

  #judge(view: AccountView): void {
    const { clock } = this.#ports;
    const { id } = view.account;
    const known = this.#troubles.get(id);
    const verdict = judgeTrouble(known?.trouble ?? noTrouble, view, clock.now());
    known?.cancel();
    const cancel = verdict.waitMs === null ? () => undefined : clock.after(verdict.waitMs, () => this.#judgeAgain(id));
    this.#troubles.set(id, { trouble: verdict.after, cancel });
    if (verdict.healed) this.#close(({ model }) => model.kind === 'trouble' && model.accountId === id);
    if (!verdict.tell || this.#ports.isAttended() || !this.#ports.preferences().notifications) return;
    const model = troubleNotification(view);
    if (model !== null) this.#show(model);
  }

  #judgeAgain(id: AccountId): void {
    const view = this.#ports.accounts().find(({ account }) => account.id === id);
    if (view !== undefined) this.#judge(view);
  }

  #show(model: NotificationModel): void {
    const click = () => {
      this.#close((other) => other.model === model);
      this.#ports.go(model.destination);
    };
    const markRead = () => {
      this.#close((other) => other.model === model);
      if (model.markRead !== null) this.#ports.markRead(model.accountId, model.markRead);
    };
    const close = this.#ports.show(model, { click, markRead });
    this.#shown = [...this.#shown, { model, click, close }];
    const tooMany = this.#shown.slice(0, -maxShown);
    this.#close((shown) => tooMany.includes(shown));
  }

  #close(chosen: (shown: Shown) => boolean): void {
    const closing = this.#shown.filter(chosen);
    if (closing.length === 0) return;
    this.#shown = this.#shown.filter((shown) => !closing.includes(shown));
    for (const { close } of closing) close();
  }
}
