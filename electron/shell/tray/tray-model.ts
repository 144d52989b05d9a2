import {
  type AccountHealth,
  healthAction,
  healthOf,
  healthText,
  isTroubled,
  needsSignIn,
} from '../../../shared/health.ts';
import type { AccountId, AccountView, Destination } from '../../../shared/mail.ts';
import { assertNever } from '../../../shared/reply.ts';
import { localeOf } from '../../../shared/texts/format.ts';
import { language, texts } from '../../../shared/texts/texts.ts';
import { type DraftId, type DraftSummary, needsUser } from '../../../shared/writing.ts';
import { cleanText } from '../../mail/clean-text.ts';

/** What a click in the tray asks for. */
export type TrayCommand =
  | { readonly kind: 'go'; readonly destination: Destination }
  | { readonly kind: 'reconnect'; readonly accountId: AccountId }
  /** A message that was just sent is taken back, and its composer opens. */
  | { readonly kind: 'takeBack'; readonly draftId: DraftId }
  | { readonly kind: 'write' | 'open' | 'syncNow' | 'pause' | 'resume' | 'quit' };

export type TrayItem =
  | {
      readonly kind: 'item';
      /** Names the item in tests, for example "sync" or "account:<id>:action". */
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly command: TrayCommand;
    }
  | { readonly kind: 'separator' };

export interface TrayModel {
  readonly tooltip: string;
  /** The user must act on an account, or on a message that could not be sent: the glyph has a dot. */
  readonly turn: boolean;
  readonly items: readonly TrayItem[];
}

interface TrayState {
  readonly accounts: readonly AccountView[];
  /** Milliseconds since the epoch; null while nothing is paused. */
  readonly pausedUntil: number | null;
  /** All drafts; only those that are being sent count. */
  readonly drafts: readonly DraftSummary[];
}

/** What the tray says, as a pure function of the accounts, the outbox, the pause and the language that is set. */
export function trayModel(state: TrayState): TrayModel {
  const { accounts, pausedUntil, drafts } = state;
  const words = texts().app.tray;
  const outbox = outboxItems(drafts);
  return {
    tooltip: tooltip(state),
    turn:
      accounts.some((view) => healthOf(view).kind === 'needs_you') || drafts.some(({ sending }) => needsUser(sending)),
    items: [
      ...accounts.flatMap(accountItems),
      ...(accounts.length > 0 ? [separator] : []),
      ...outbox,
      ...(outbox.length > 0 ? [separator] : []),
      item('sync', words.syncNow, { kind: 'syncNow' }, accounts.some(canSync)),
      pausedUntil === null
        ? item('pause', words.pause, { kind: 'pause' }, accounts.length > 0)
        : item('resume', words.resume(timeOf(pausedUntil)), { kind: 'resume' }),
      separator,
      item('write', words.write, { kind: 'write' }, accounts.length > 0),
      item('open', words.open, { kind: 'open' }),
      item('settings', words.settings, { kind: 'go', destination: { kind: 'settings' } }),
      separator,
      item('quit', words.quit, { kind: 'quit' }),
    ],
  };
}

/** Unread messages in all inboxes, as far as they are known. */
export function totalUnread(accounts: readonly AccountView[]): number {
  return accounts.reduce((sum, { status }) => sum + (status.inboxUnread ?? 0), 0);
}

/** An account's label, or its address where it has none. */
export function accountName({ account }: Pick<AccountView, 'account'>): string {
  return account.label === '' ? account.address : account.label;
}

const longestSubject = 40;
const separator: TrayItem = { kind: 'separator' };

function item(id: string, label: string, command: TrayCommand, enabled = true): TrayItem {
  return { kind: 'item', id, label, enabled, command };
}

function tooltip({ accounts, pausedUntil, drafts }: TrayState): string {
  const words = texts().app.tray;
  const unread = totalUnread(accounts);
  const named = (say: (names: readonly string[]) => string, isMeant: (health: AccountHealth) => boolean): string[] => {
    const names = accounts.filter((view) => isMeant(healthOf(view))).map(accountName);
    return names.length > 0 ? [say(names)] : [];
  };
  const parts = [
    ...(unread > 0 ? [words.unread(unread)] : []),
    ...named(words.needSignIn, needsSignIn),
    ...named(words.needYou, (health) => health.kind === 'needs_you' && !needsSignIn(health)),
    ...named(words.needAdministrator, ({ kind }) => kind === 'needs_administrator'),
    ...named(words.needAttention, ({ kind }) => kind === 'needs_attention'),
    ...unsent(drafts),
    ...(pausedUntil === null ? [] : [words.pausedUntil(timeOf(pausedUntil))]),
  ];
  return parts.length === 0 ? words.idle : `${words.idle}: ${parts.join(', ')}`;
}

/** How many messages wait for the user, in words. */
function unsent(drafts: readonly DraftSummary[]): string[] {
  const words = texts().app.tray;
  const count = (kind: 'refused' | 'uncertain') => drafts.filter(({ sending }) => sending?.kind === kind).length;
  const refused = count('refused');
  const uncertain = count('uncertain');
  return [...(refused > 0 ? [words.refused(refused)] : []), ...(uncertain > 0 ? [words.uncertain(uncertain)] : [])];
}

/** What is in the outbox, in one line that leads there, and for each message that is held, the way to take it back. */
function outboxItems(drafts: readonly DraftSummary[]): TrayItem[] {
  const words = texts().app.tray;
  const onTheirWay = drafts.filter(({ sending }) => sending !== null && !needsUser(sending)).length;
  const parts = [...unsent(drafts), ...(onTheirWay > 0 ? [words.onTheirWay(onTheirWay)] : [])];
  return [
    ...(parts.length > 0 ? [item('outbox', words.outbox(parts), { kind: 'go', destination: { kind: 'outbox' } })] : []),
    ...drafts
      .filter(({ sending }) => sending?.kind === 'held')
      .map(({ id, subject }) =>
        item(`takeBack:${id}`, words.undoSending(cleanText(subject, longestSubject)), {
          kind: 'takeBack',
          draftId: id,
        }),
      ),
  ];
}

function accountItems(view: AccountView): TrayItem[] {
  const words = texts().app.tray;
  const { id } = view.account;
  const unread = view.status.inboxUnread ?? 0;
  const parts = [...(unread > 0 ? [words.unread(unread)] : []), healthText(healthOf(view), 'within', timeOf)];
  const action = actionFor(view);
  return [
    item(`account:${id}`, words.account(accountName(view), parts), { kind: 'open' }),
    ...(action === null ? [] : [item(`account:${id}:action`, `    ${action.label}`, action.command)]),
  ];
}

/** The action that would help this account; null when none is needed, or where the tray has it for all accounts. */
function actionFor(view: AccountView): { label: string; command: TrayCommand } | null {
  const words = texts().app.tray;
  const accountId = view.account.id;
  const go = (destination: Destination): TrayCommand => ({ kind: 'go', destination });
  const action = healthAction(healthOf(view));
  switch (action) {
    case null:
    case 'resume':
      return null;
    case 'sign_in':
    case 'switch_to_oauth2':
      return { label: words.signIn, command: go({ kind: 'sign_in', accountId }) };
    case 'account':
      return { label: words.openSettings, command: go({ kind: 'account', accountId }) };
    case 'try_now':
      return { label: words.tryAgain, command: { kind: 'reconnect', accountId } };
    default:
      return assertNever(action);
  }
}

function canSync(view: AccountView): boolean {
  const health = healthOf(view);
  return !isTroubled(health) || !health.isBlocked;
}

/** The time of day, as the language has it. */
function timeOf(moment: number): string {
  return new Intl.DateTimeFormat(localeOf(language()), { timeStyle: 'short' }).format(moment);
}

/**
 * Which glyph the panel needs: macOS paints a template itself; elsewhere it is light on a dark panel. GNOME's top bar is dark in its
 * light style too.
 */
export function trayGlyph(facts: {
  readonly platform: NodeJS.Platform;
  /** XDG_CURRENT_DESKTOP, for example "ubuntu:GNOME". */
  readonly desktop: string;
  readonly systemIsDark: boolean;
}): 'template' | 'light' | 'dark' {
  if (facts.platform === 'darwin') return 'template';
  const isGnome = facts.platform === 'linux' && /\bgnome\b/i.test(facts.desktop);
  return facts.systemIsDark || isGnome ? 'light' : 'dark';
}
