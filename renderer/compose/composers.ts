import { create } from 'zustand';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import {
  type Draft,
  type DraftContent,
  type DraftId,
  type DraftStart,
  type DraftSummary,
  needsUser,
  type SendingState,
} from '../../shared/writing.ts';
import { call, on } from '../bridge.ts';
import { cleanQuote } from './clean-quote.ts';

/** A pause in typing of this length makes the draft durable (C1). */
const saveAfterMs = 700;

/** A draft that the window has open. */
export interface OpenDraft {
  /** As main stored it last. */
  readonly stored: Draft;
  /** As it stands in the composer. */
  readonly accountId: AccountId;
  readonly content: DraftContent;
  readonly saving: 'saved' | 'waiting' | 'saving' | 'failed';
  /** Why it could not be saved, given a file, or sent. */
  readonly error: AppError | null;
  /** Files that were not taken, with the reason. */
  readonly refusedFiles: readonly { readonly filename: string; readonly error: AppError }[];
  /** Grows when the content was replaced from outside, so that the editor starts anew. */
  readonly epoch: number;
}

/** Which of the lists that only Heron has takes the place of the message list. */
export type DraftList = 'drafts' | 'outbox';

interface ComposeState {
  readonly open: ReadonlyMap<DraftId, OpenDraft>;
  /** The draft in the reader's place, or the one that this window is for. */
  readonly shown: DraftId | null;
  /** This window is a composer's own, and closes with it. */
  readonly ownWindow: boolean;
  readonly list: DraftList | null;
  /** All drafts, and all that is on its way, newest first. */
  readonly summaries: readonly DraftSummary[];
  /** Why a draft could not be made or opened. */
  readonly error: AppError | null;
  /** The message that was sent last, while it can be taken back. */
  readonly justSent: DraftId | null;
  /** The message that could not be sent last, or may have been, until the user has seen that. */
  readonly justFailed: DraftId | null;
  /** The draft whose composer was closed last, while this is said. */
  readonly justKept: DraftId | null;
}

export const initialCompose: ComposeState = {
  open: new Map(),
  shown: null,
  ownWindow: false,
  list: null,
  summaries: [],
  error: null,
  justSent: null,
  justFailed: null,
  justKept: null,
};

export const useCompose = create<ComposeState>()(() => initialCompose);

const timers = new Map<DraftId, ReturnType<typeof setTimeout>>();
/** The save under way of each draft; the next one waits for it. */
const saves = new Map<DraftId, Promise<boolean>>();
/** The quoted originals that are being made safe. */
const cleanings = new Map<DraftId, Promise<void>>();

/** Changes a draft that is open; does nothing where it is not any more. */
export function changeOpen(id: DraftId, change: (draft: OpenDraft) => OpenDraft): void {
  useCompose.setState((state) => {
    const draft = state.open.get(id);
    return draft === undefined ? state : { open: new Map(state.open).set(id, change(draft)) };
  });
}

function opened(draft: Draft, epoch = 0): OpenDraft {
  const { accountId, content } = draft;
  return { stored: draft, accountId, content, saving: 'saved', error: null, refusedFiles: [], epoch };
}

function show(draft: Draft): void {
  useCompose.setState((state) => ({
    open: new Map(state.open).set(draft.id, opened(draft)),
    shown: draft.id,
    error: null,
    justKept: null,
  }));
  if (!useCompose.getState().ownWindow) void call('drafts.setOpen', { draftId: draft.id, place: 'pane' });
  if (draft.content.quote !== null && !draft.content.quote.sanitized) cleanings.set(draft.id, clean(draft.id));
}

/** The longest that the original under an answer waits to be made safe, in milliseconds. */
const latestCleaningMs = 500;

/** The original under an answer is made safe before it is sent (H5); what cannot be is sent as its words. */
async function clean(id: DraftId): Promise<void> {
  // It begins a process: the composer comes first.
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: latestCleaningMs }));
  const { html } = useCompose.getState().open.get(id)?.content.quote ?? { html: null };
  const safe = html === null ? null : await cleanQuote(html);
  cleanings.delete(id);
  const quote = useCompose.getState().open.get(id)?.content.quote ?? null;
  if (quote !== null)
    edit(id, { quote: { ...quote, html: safe, sanitized: true, reduced: html !== null && safe === null } });
}

/** Begins a new message in a window of its own. */
export async function startInWindow(accountId: AccountId): Promise<void> {
  const reply = await call('drafts.write', { accountId, start: { kind: 'new' } });
  if (!reply.ok) useCompose.setState({ error: reply.error });
}

/** Begins a draft and shows its composer in the reader's place. */
export async function startDraft(accountId: AccountId, start: DraftStart): Promise<void> {
  await leaveComposer();
  const reply = await call('drafts.create', { accountId, start });
  if (reply.ok) show(reply.value);
  else useCompose.setState({ error: reply.error });
}

/** Shows the composer of a stored draft: the window that has it already, or else the reader's place. */
export async function openDraft(id: DraftId): Promise<void> {
  const { shown, summaries } = useCompose.getState();
  if (shown === id) return;
  if (summaries.some((each) => each.id === id && each.place === 'window')) {
    await showWindow(id);
    return;
  }
  await leaveComposer();
  const reply = await call('drafts.get', { draftId: id });
  if (reply.ok) show(reply.value);
  else useCompose.setState({ error: reply.error });
}

/** Goes on writing a message of a Drafts folder, in the window that has it already, or else in the reader's place. */
export async function openDraftMessage(accountId: AccountId, messageId: MessageId): Promise<void> {
  await leaveComposer();
  const reply = await call('drafts.openMessage', { accountId, messageId });
  if (!reply.ok) useCompose.setState({ error: reply.error });
  else if (useCompose.getState().summaries.some(({ id, place }) => id === reply.value.id && place === 'window'))
    await showWindow(reply.value.id);
  else show(reply.value);
}

async function showWindow(id: DraftId): Promise<void> {
  useCompose.setState({ justKept: null });
  const reply = await call('drafts.openWindow', { draftId: id });
  if (!reply.ok) useCompose.setState({ error: reply.error });
}

/** Moves the shown composer into a window of its own. */
export async function moveToWindow(id: DraftId): Promise<void> {
  await cleanings.get(id);
  if (!(await save(id))) return;
  forget(id);
  await showWindow(id);
}

/** Makes this window the composer of one draft. */
export async function takeWindowFor(id: DraftId): Promise<void> {
  useCompose.setState({ ownWindow: true });
  const reply = await call('drafts.get', { draftId: id });
  if (reply.ok) show(reply.value);
  else useCompose.setState({ error: reply.error });
}

/** A new version of a draft that is open, for example an earlier one that was restored. */
export function draftReplaced(draft: Draft): void {
  cancelTimer(draft.id);
  useCompose.setState((state) => {
    const before = state.open.get(draft.id);
    return { open: new Map(state.open).set(draft.id, opened(draft, (before?.epoch ?? 0) + 1)) };
  });
}

/** Takes what the user changed; it is saved after a pause. */
export function edit(id: DraftId, change: Partial<DraftContent>, accountId?: AccountId): void {
  changeOpen(id, (draft) => ({
    ...draft,
    accountId: accountId ?? draft.accountId,
    content: { ...draft.content, ...change },
    saving: 'waiting',
  }));
  cancelTimer(id);
  timers.set(
    id,
    setTimeout(() => void save(id), saveAfterMs),
  );
}

/** The text was changed by something else than the editor, which takes it over. */
export function restartEditor(id: DraftId): void {
  changeOpen(id, (draft) => ({ ...draft, epoch: draft.epoch + 1 }));
}

function cancelTimer(id: DraftId): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

/** Makes everything typed durable; false when that failed. Nothing is lost then: it stays in the composer, and is tried again. */
export async function save(id: DraftId): Promise<boolean> {
  cancelTimer(id);
  const running = saves.get(id);
  if (running !== undefined) await running;
  const draft = useCompose.getState().open.get(id);
  if (draft === undefined || draft.saving === 'saved') return true;
  // Another call came first while this one waited.
  if (saves.has(id)) return save(id);
  const saving = saveNow(id, draft).finally(() => saves.delete(id));
  saves.set(id, saving);
  return saving;
}

async function saveNow(id: DraftId, draft: OpenDraft): Promise<boolean> {
  const { content, accountId, stored } = draft;
  changeOpen(id, (now) => ({ ...now, saving: 'saving' }));
  const reply = await call('drafts.save', { draftId: id, revision: stored.revision, accountId, content });
  changeOpen(id, (now) => {
    if (!reply.ok) return { ...now, saving: 'failed', error: reply.error };
    const isNewest = now.content === content && now.accountId === accountId;
    const saved: Draft = { ...now.stored, accountId, content, revision: reply.value.revision };
    return { ...now, stored: saved, saving: isNewest ? 'saved' : 'waiting', error: null };
  });
  return reply.ok;
}

/** Saves the shown draft and closes its composer; stays when it could not be saved. True when it is closed. */
export async function leaveComposer(): Promise<boolean> {
  const { shown } = useCompose.getState();
  if (shown === null) return true;
  if (!(await save(shown))) return false;
  close(shown);
  useCompose.setState({ justKept: shown });
  return true;
}

/** Takes a saved draft out of this window; a window of its own closes. */
function close(id: DraftId): void {
  if (useCompose.getState().ownWindow) void call('app.closeWindow', undefined);
  else {
    void call('drafts.setOpen', { draftId: id, place: null });
    forget(id);
  }
}

function forget(id: DraftId): void {
  cancelTimer(id);
  useCompose.setState((state) => {
    const open = new Map(state.open);
    open.delete(id);
    return { open, shown: state.shown === id ? null : state.shown };
  });
}

/** Throws the draft away. The composer asks first. */
export async function discard(id: DraftId): Promise<void> {
  cancelTimer(id);
  await saves.get(id);
  const reply = await call('drafts.discard', { draftId: id });
  if (!reply.ok) {
    changeOpen(id, (draft) => ({ ...draft, error: reply.error }));
    return;
  }
  forget(id);
  if (useCompose.getState().ownWindow) void call('app.closeWindow', undefined);
}

/**
 * Saves and sends; the composer closes when the message is in the outbox.
 * @param at milliseconds since the epoch for "Send later"; null: at once
 */
export async function send(id: DraftId, at: number | null): Promise<void> {
  await cleanings.get(id);
  if (!(await save(id))) return;
  const draft = useCompose.getState().open.get(id);
  if (draft === undefined) return;
  const reply = await call('drafts.send', { draftId: id, revision: draft.stored.revision, at });
  if (!reply.ok) {
    changeOpen(id, (now) => ({ ...now, error: reply.error }));
    return;
  }
  close(id);
  useCompose.setState({ justSent: id });
}

/** Takes a message out of the outbox and shows its composer again: an answer here, a message of one's own in a window. */
export async function takeBack(id: DraftId): Promise<void> {
  if (!(await leaveComposer())) return;
  const reply = await call('drafts.takeBack', { draftId: id });
  useCompose.setState((state) => ({ justSent: state.justSent === id ? null : state.justSent }));
  if (!reply.ok) useCompose.setState({ error: reply.error });
  else if (reply.value.start === 'new' || reply.value.start === 'mailto') await showWindow(id);
  else show(reply.value);
}

/** The user decided about a message that waits, was refused, or may have been sent. */
export async function decide(id: DraftId, decision: 'try_now' | 'send_again' | 'was_sent'): Promise<void> {
  const reply = await call('drafts.retry', { draftId: id, decision });
  if (!reply.ok) useCompose.setState({ error: reply.error });
}

/** The user has read why something failed. */
export function dismissError(id: DraftId): void {
  changeOpen(id, (draft) => ({ ...draft, error: null, refusedFiles: [] }));
}

/** The user has read why a draft could not be made or opened. */
export function dismissWritingError(): void {
  useCompose.setState({ error: null });
}

/** Whether a draft has no message in a Drafts folder that stands for it: each draft is listed once. */
export function isOnlyHere({ sending, inFolder }: DraftSummary): boolean {
  return sending === null && !inFolder;
}

/** Shows one of the lists in the place of the messages; null: the messages again. */
export function showDraftList(list: DraftList | null): void {
  useCompose.setState((state) => ({ list, error: null, justFailed: list === 'outbox' ? null : state.justFailed }));
}

/** The offer to take back what was sent is over. */
export function dismissJustSent(): void {
  useCompose.setState({ justSent: null });
}

/** That a message could not be sent need not be said any longer; the outbox still has it. */
export function dismissJustFailed(): void {
  useCompose.setState({ justFailed: null });
}

/** That a draft was kept need not be said any longer. */
export function dismissJustKept(): void {
  useCompose.setState({ justKept: null });
}

function take(summaries: readonly DraftSummary[]): void {
  useCompose.setState(({ summaries: before, justSent, justFailed, justKept, ownWindow, list }) => {
    if (ownWindow) return { summaries };
    const wasInWindow = (id: DraftId): boolean =>
      before.some((each) => each.id === id && each.place === 'window' && each.sending === null);
    // The windows of these have closed, or will: this one says what became of them.
    const sent = summaries.find(({ id, sending }) => canTakeBack(sending) && wasInWindow(id));
    const kept = summaries.find(({ id, sending, place }) => sending === null && place === null && wasInWindow(id));
    const wasOnItsWay = (id: DraftId): boolean =>
      before.some((each) => each.id === id && each.sending !== null && !needsUser(each.sending));
    // The open outbox shows it by itself.
    const failed =
      list === 'outbox' ? undefined : summaries.find(({ id, sending }) => needsUser(sending) && wasOnItsWay(id));
    return {
      summaries,
      justSent: sent?.id ?? justSent,
      justFailed: failed?.id ?? justFailed,
      justKept: kept?.id ?? justKept,
    };
  });
}

function canTakeBack(sending: SendingState | null): boolean {
  return sending?.kind === 'held' || sending?.kind === 'scheduled';
}

/** Follows main's events, and shows the composer again that was open when the window was last closed; returns the unsubscribe. */
export function followDrafts(): () => void {
  const stop = on('drafts.changed', ({ drafts }) => take(drafts));
  const beforeUnload = (): void => {
    const { shown } = useCompose.getState();
    if (shown !== null) void save(shown);
  };
  window.addEventListener('pagehide', beforeUnload);
  window.addEventListener('blur', beforeUnload);
  const stopSaving = on('app.savePage', () => void savePage());
  if (!useCompose.getState().ownWindow) void restore();
  return () => {
    stop();
    stopSaving();
    window.removeEventListener('pagehide', beforeUnload);
    window.removeEventListener('blur', beforeUnload);
  };
}

/** The window closes, or Heron ends: everything typed is made durable before. */
async function savePage(): Promise<void> {
  const saved = await Promise.all([...useCompose.getState().open.keys()].map(save));
  void call('app.pageSaved', { saved: !saved.includes(false) });
}

async function restore(): Promise<void> {
  const before = useCompose.getState().summaries;
  const reply = await call('drafts.list', undefined);
  if (!reply.ok) return;
  if (useCompose.getState().summaries === before) take(reply.value);
  const draft = reply.value.find(({ place, sending }) => place === 'pane' && sending === null);
  if (draft !== undefined && useCompose.getState().shown === null) await openDraft(draft.id);
}
