import { errorMessage } from '../../../shared/error-texts.ts';
import { type HealthKind, healthAction, healthOf, isTroubled, needsSignIn } from '../../../shared/health.ts';
import type { AccountId, AccountView, Destination, MessageId } from '../../../shared/mail.ts';
import type { Preferences } from '../../../shared/preferences.ts';
import { texts } from '../../../shared/texts/texts.ts';
import type { DraftSummary } from '../../../shared/writing.ts';
import type { EngineEvents } from '../../engine/contract.ts';
import { cleanText } from '../../mail/clean-text.ts';
import { accountName } from '../tray/tray-model.ts';

export type Arrival = EngineEvents['mail.arrived'];

/** A notification as it is shown, and what it leads to. */
export interface NotificationModel {
  readonly kind: 'mail' | 'trouble' | 'unsent';
  readonly accountId: AccountId;
  readonly title: string;
  /** Plain text; a second line names the account where there are several. */
  readonly body: string;
  /** Where a click leads. */
  readonly destination: Destination;
  /** What "Mark as read" marks; null where that is not offered. */
  readonly markRead: readonly MessageId[] | null;
}

const namedSenders = 3;
const longestLine = 150;

interface MailQuestion {
  /** Of one account, in the order they came; at least one. */
  readonly arrivals: readonly Arrival[];
  readonly account: AccountView;
  readonly severalAccounts: boolean;
  readonly preferences: Pick<Preferences, 'notifications' | 'notificationPreview'>;
  /** Heron's window has the focus: the user sees the mail come. */
  readonly focused: boolean;
  readonly paused: boolean;
}

/**
 * One notification for mail that arrived in an account within a short time; null when none is wanted. Do-not-disturb is
 * not checked: the systems hold notifications back themselves (macOS, Windows, and the notification servers of Linux
 * desktops).
 */
export function mailNotification(question: MailQuestion): NotificationModel | null {
  const { arrivals, account, preferences } = question;
  if (question.focused || question.paused || !preferences.notifications || !account.account.notify) return null;
  const { id } = account.account;
  const named = arrivals.flatMap((arrival) => arrival.messages);
  const messages = [...new Map(named.map((row) => [row.id, row])).values()];
  const told = arrivals.reduce((sum, arrival) => sum + arrival.count, 0);
  const count = told - (named.length - messages.length);
  if (count === 0) return null;
  // A higher id was received later.
  const newest = messages.toSorted((a, b) => b.id - a.id)[0];
  const folderId = arrivals.find((arrival) => arrival.messages.some((row) => row.id === newest?.id))?.folderId;
  const words = texts().app.notifications;
  const only = count === 1 && preferences.notificationPreview ? newest : undefined;
  const what = !preferences.notificationPreview ? '' : only === undefined ? senders(messages, count) : subjectOf(only);
  const where = question.severalAccounts || what === '' ? accountName(account) : '';
  return {
    kind: 'mail',
    accountId: id,
    title: only === undefined ? words.newMessages(count) : senderOf(only),
    body: [what, where].filter((line) => line !== '').join('\n'),
    destination:
      newest === undefined || folderId === undefined
        ? { kind: 'mailbox' }
        : { kind: 'message', accountId: id, folderId, messageId: newest.id },
    // Offered only if every arrived message is listed; marking some would look as if all were marked.
    markRead: messages.length === count ? messages.map((row) => row.id) : null,
  };
}

/** The notification for an account that somebody has to look at. */
export function troubleNotification(view: AccountView): NotificationModel | null {
  const health = healthOf(view);
  if (!isTroubled(health)) return null;
  const accountId = view.account.id;
  const action = healthAction(health);
  const isSignIn = action === 'sign_in' || action === 'switch_to_oauth2';
  return {
    kind: 'trouble',
    accountId,
    title: texts().health.notices[needsSignIn(health) ? 'needs_sign_in' : health.kind](accountName(view)),
    body: cleanText(errorMessage(health.error), 2 * longestLine),
    destination: { kind: isSignIn ? 'sign_in' : 'account', accountId },
    markRead: null,
  };
}

/** The notification for a message that could not be sent, or may have been; null for any other. */
export function unsentNotification(
  { accountId, subject, sending }: DraftSummary,
  { notificationPreview }: Pick<Preferences, 'notificationPreview'>,
): NotificationModel | null {
  if (sending?.kind !== 'refused' && sending?.kind !== 'uncertain') return null;
  const reason = sending.kind === 'refused' ? errorMessage(sending.error) : texts().compose.sending.uncertainText;
  // The reason names recipients, so it counts as part of the message.
  const lines = notificationPreview
    ? [cleanText(subject, longestLine) || texts().compose.outbox.noSubject, cleanText(reason, 2 * longestLine)]
    : [];
  return {
    kind: 'unsent',
    accountId,
    title: texts().app.notifications[sending.kind],
    body: lines.join('\n'),
    destination: { kind: 'outbox' },
    markRead: null,
  };
}

/** How long Heron looks for a message that may have been sent before it tells the user: most are found in Sent by then. */
export const uncertainMs = 60_000;

type Row = Arrival['messages'][number];

function senderOf({ from }: Row): string {
  return cleanText(from.name, longestLine) || cleanText(from.address, longestLine) || texts().reader.header.noSender;
}

function subjectOf({ subject }: Row): string {
  return cleanText(subject, longestLine) || texts().reader.header.noSubject;
}

/** "Ada, Grace and 4 others": each sender once, the newest first; the others are messages. */
function senders(messages: readonly Row[], count: number): string {
  const newestFirst = messages.toSorted((a, b) => b.id - a.id);
  const names = [...new Set(newestFirst.map(senderOf))].slice(0, namedSenders);
  const others = count - newestFirst.filter((row) => names.includes(senderOf(row))).length;
  return names.length === 0 ? '' : texts().app.notifications.senders(names, others);
}

/** An account's failures, as far as its notifications depend on them. */
export interface Trouble {
  /** When it began to fail without a break, milliseconds since the epoch; null while it does not. */
  readonly failingSince: number | null;
  /** Its last synchronisation when it began to fail: as long as that is the last one, nothing has healed. */
  readonly syncedAt: number | null;
  /** The failures that the user was told about since the account last worked. */
  readonly told: readonly HealthKind[];
}

export const noTrouble: Trouble = { failingSince: null, syncedAt: null, told: [] };

/** A failure that Heron retries by itself is reported once it has lasted this long. */
export const lastingFailureMs = 5 * 60_000;

/**
 * What an account's health means for the user: `tell` now, check again after `waitMs`, or `healed`, so that the notification is removed:
 * when its mail was synchronised once more. Being offline, throttled, paused, or connected alone, counts neither as a failure nor as its end.
 */
export function judgeTrouble(
  before: Trouble,
  view: AccountView,
  now: number,
): { readonly after: Trouble; readonly tell: boolean; readonly healed: boolean; readonly waitMs: number | null } {
  const quiet = { tell: false, healed: false, waitMs: null };
  const health = healthOf(view);
  const { connection, lastSyncAt } = view.status;
  if (!isTroubled(health)) {
    const isConnected = connection.kind === 'online' || connection.kind === 'syncing';
    const isWell = isConnected && (before.failingSince === null || lastSyncAt !== before.syncedAt);
    return isWell ? { ...quiet, after: noTrouble, healed: before.told.length > 0 } : { ...quiet, after: before };
  }
  if (before.told.includes(health.kind)) return { ...quiet, after: before };
  const failing = before.failingSince === null ? { failingSince: now, syncedAt: lastSyncAt } : before;
  const failingSince = failing.failingSince ?? now;
  const waitMs = health.isRetried ? failingSince + lastingFailureMs - now : 0;
  if (waitMs > 0) return { ...quiet, after: { ...before, ...failing }, waitMs };
  return { ...quiet, after: { ...failing, told: [...before.told, health.kind] }, tell: true };
}
