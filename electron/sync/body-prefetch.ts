import type { FolderId, MessageId } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { LinkFields } from '../mail/remote-mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { WantedFields } from '../store/wanted-fields.ts';
import { faultKind } from './connections/connection-faults.ts';
import type { ForegroundGate } from './connections/foreground-gate.ts';
import type { Lane, LaneConnection } from './connections/lane.ts';
import { refusalOf } from './folder/refusals.ts';

/** How many of the newest messages are kept with their text: in the inbox, and in each other open folder. */
const prefetched = { inbox: 200, opened: 50 } as const;
/** How many commands in a row fetch References, before there is a look at the inbox. */
const mostLinkFetches = 10;
/** How long the background work must have ended before prefetching begins. */
const idleMs = 1_000;
/** How long prefetching stops after the server throttled: nobody waits for these texts. */
const throttledPauseMs = 60 * 60_000;
/** How long a folder with another UIDVALIDITY than is stored is left alone: by then it was looked at. */
const renewedPauseMs = 5 * 60_000;
/**
 * How often a connection may be lost while fetching one message. The message is seldom the cause, but after this many
 * losses it is not fetched ahead any more.
 */
const mostLosses = 2;

/** Tells which messages lack their text, and fetches and stores a text. */
export interface BodySource {
  /** Those of the folder's newest `among` messages whose text is not stored and would be kept, newest first. */
  missing(folderId: FolderId, among: number): readonly MessageId[];
  /** Whether its text would be kept: one that would be dropped again is not fetched ahead. */
  hasRoom(messageId: MessageId): boolean;
  /**
   * Returns false when the text is not fetched ahead, because it is large or its structure is unusual; it is fetched
   * when the message is opened. Throws AppFailure.
   */
  fetch(messageId: MessageId, connection: LaneConnection, signal: AbortSignal): Promise<boolean>;
}

/** Tells of which messages the References are to be fetched, a few of one folder at a time, and links messages by them. */
export interface LinksSource {
  /** Null where there are none. */
  wanted(isWaiting: (folderId: FolderId) => boolean): WantedFields | null;
  /** Those of the wanted messages that are not among the found ones have none. */
  save(wanted: WantedFields, found: ReadonlyMap<number, LinkFields>): void;
}

export interface BodyPrefetchOptions {
  readonly bodies: BodySource;
  readonly links: LinksSource;
  readonly store: Pick<MailStore, 'folderByRole'>;
  readonly lane: Pick<Lane, 'submit'>;
  readonly priority: number;
  readonly clock: Clock;
  readonly gate: ForegroundGate;
  /** The folders that are open, in the order of opening. */
  readonly opened: () => Iterable<FolderId>;
  /** The account is online and has nothing else to do. */
  readonly isIdle: () => boolean;
  /** The server refuses the folder, which is to be left alone for a while. */
  readonly isWaiting: (folderId: FolderId) => boolean;
  /** The server refused to select the folder. */
  readonly onRefused: (folderId: FolderId, error: AppError) => void;
  /** Other folders were selected for a while, so changes of the inbox may have been missed. */
  readonly onAway: () => void;
  /** A failure that concerns more than one message: throttling, a full disk, a damaged cache. */
  readonly onFault: (error: AppFailure) => void;
  readonly log: (level: 'warn', text: string) => void;
}

/**
 * Fetches the texts of recent messages while an account is idle, one at a time on the background connection; after them the References of
 * messages that answer something that is not stored. A failure that concerns one message is not shown to the user.
 */
export class BodyPrefetch {
  readonly #options: BodyPrefetchOptions;
  /** Messages that are not fetched ahead until the next start; their text is fetched when they are opened. */
  readonly #left = new Set<MessageId>();
  readonly #losses = new Map<MessageId, number>();
  #cancelTimer: () => void = () => undefined;
  #isRunning = false;
  #isStopped = false;
  #notBefore = Number.NEGATIVE_INFINITY;
  readonly #linkLosses = new Map<string, number>();
  /** When a folder was found to have another UIDVALIDITY than is stored. */
  readonly #renewedAt = new Map<FolderId, number>();
  /** Of how many messages the References are still to be fetched one at a time. */
  #oneByOne = 0;

  constructor(options: BodyPrefetchOptions) {
    this.#options = options;
  }

  /** The background work ended: prefetching begins if no other work comes within `idleMs`. */
  soon(): void {
    this.#cancelTimer();
    if (this.#isStopped) return;
    this.#cancelTimer = this.#options.clock.after(idleMs, () => this.#begin());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  #begin(): void {
    if (this.#isRunning || !this.#mayGoOn()) return;
    const { onFault, log } = this.#options;
    this.#isRunning = true;
    void this.#submit()
      .catch((error: unknown) => {
        if (!(error instanceof AppFailure)) log('warn', `Fetching recent texts failed: ${String(error)}`);
        else if (concernsMore(error.error)) onFault(error);
      })
      .finally(() => {
        this.#isRunning = false;
      });
  }

  /** When nothing is to be fetched, no job is submitted, since a job would interrupt the connection's IDLE. */
  async #submit(): Promise<void> {
    const { lane, priority } = this.#options;
    if (this.#wanted().length === 0 && this.#wantedLinks() === null) return;
    await lane.submit({ priority, interactive: false, again: false }, (connection, signal) =>
      this.#run(connection, signal),
    );
  }

  #mayGoOn(): boolean {
    const { isIdle, clock } = this.#options;
    return !this.#isStopped && clock.monotonic() >= this.#notBefore && isIdle();
  }

  /** The messages to fetch, in order: those of opened folders (the last opened first), then those of the inbox. */
  #wanted(): { readonly messageId: MessageId; readonly folderId: FolderId; readonly inInbox: boolean }[] {
    const { bodies, store, opened, isWaiting } = this.#options;
    const inbox = store.folderByRole('inbox')?.folderId ?? null;
    const others = [...opened()].reverse().filter((folderId) => folderId !== inbox);
    const missing = (folderId: FolderId, among: number) =>
      (isWaiting(folderId) ? [] : bodies.missing(folderId, among))
        .filter((messageId) => !this.#left.has(messageId))
        .map((messageId) => ({ messageId, folderId, inInbox: folderId === inbox }));
    return [
      ...others.flatMap((folderId) => missing(folderId, prefetched.opened)),
      ...(inbox === null ? [] : missing(inbox, prefetched.inbox)),
    ];
  }

  async #run(connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { bodies, gate, onAway, isWaiting } = this.#options;
    let wasAway = false;
    try {
      for (const { messageId, folderId, inInbox } of this.#wanted()) {
        if (isWaiting(folderId)) continue;
        await gate.pass(signal);
        // The work that ended idleness calls soon() when it is done.
        if (signal.aborted || connection.session.closed || !this.#mayGoOn()) return;
        // Each text that was fetched leaves less room for the next one.
        if (!bodies.hasRoom(messageId)) continue;
        if (!inInbox) wasAway = true;
        await this.#fetch(messageId, folderId, connection, signal);
      }
      for (let count = 0; count < mostLinkFetches; count++) {
        const wanted = this.#wantedLinks();
        if (wanted === null) return;
        await gate.pass(signal);
        if (signal.aborted || connection.session.closed || !this.#mayGoOn()) return;
        wasAway = true;
        await this.#fetchLinks(wanted, connection, signal);
      }
    } finally {
      // Looking at the inbox is work, after which there may be a further run.
      if (wasAway) onAway();
    }
  }

  /** Null where there are none, but for folders that are left alone. */
  #wantedLinks(): WantedFields | null {
    const { links, isWaiting, clock } = this.#options;
    const isRenewed = (folderId: FolderId): boolean =>
      clock.monotonic() - (this.#renewedAt.get(folderId) ?? Number.NEGATIVE_INFINITY) < renewedPauseMs;
    return links.wanted((folderId) => isWaiting(folderId) || isRenewed(folderId));
  }

  /** Throws what ends the run. */
  async #fetchLinks(all: WantedFields, connection: LaneConnection, signal: AbortSignal): Promise<void> {
    const { links, onRefused, clock } = this.#options;
    const wanted = this.#oneByOne > 0 ? { ...all, uids: all.uids.slice(0, 1) } : all;
    try {
      const { uidValidity } = await connection.select(wanted.path, signal);
      if (uidValidity !== wanted.uidValidity) {
        // These UIDs are of other messages now: nothing is known of them until the folder was looked at.
        this.#renewedAt.set(wanted.folderId, clock.monotonic());
        return;
      }
      links.save(wanted, await connection.session.fetchLinks(wanted.uids, signal));
      this.#oneByOne = Math.max(0, this.#oneByOne - 1);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      if (refusalOf(error.error, 'look')?.scope === 'folder' && connection.selectedPath === null)
        return onRefused(wanted.folderId, error.error);
      const kind = faultKind(error.error);
      if (kind === 'throttled') this.#notBefore = clock.monotonic() + throttledPauseMs;
      if (concernsMore(error.error)) throw error;
      // A message that a server refuses, or ends the connection over, is found by asking for one at a time, and not asked for again.
      if (kind === 'failed' || kind === 'network') {
        if (wanted.uids.length > 1) this.#oneByOne = wanted.uids.length;
        else if (kind === 'failed' || this.#isLostAgain(wanted)) links.save(wanted, new Map());
      }
      if (kind !== 'failed') throw error;
    }
  }

  /** Whether the connection ended as often over this one message that it is most likely the message's doing, and not the network's. */
  #isLostAgain({ path, uidValidity, uids }: WantedFields): boolean {
    const key = `${path}\n${uidValidity}\n${uids[0]}`;
    const losses = (this.#linkLosses.get(key) ?? 0) + 1;
    this.#linkLosses.set(key, losses);
    return losses >= mostLosses;
  }

  /** Throws what ends the run. */
  async #fetch(
    messageId: MessageId,
    folderId: FolderId,
    connection: LaneConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const { bodies, clock, log, onRefused } = this.#options;
    try {
      if (!(await bodies.fetch(messageId, connection, signal))) this.#left.add(messageId);
    } catch (error) {
      if (!(error instanceof AppFailure)) {
        this.#left.add(messageId);
        log('warn', `Fetching a recent text failed: ${String(error)}`);
        return;
      }
      const isOfFolder = refusalOf(error.error, 'look')?.scope === 'folder' && connection.selectedPath === null;
      if (isOfFolder) {
        onRefused(folderId, error.error);
        return;
      }
      const kind = faultKind(error.error);
      if (kind === 'throttled') this.#notBefore = clock.monotonic() + throttledPauseMs;
      else if (kind !== 'failed') this.#lost(messageId);
      if (kind !== 'failed' || concernsMore(error.error)) throw error;
      this.#left.add(messageId);
    }
  }

  #lost(messageId: MessageId): void {
    const losses = (this.#losses.get(messageId) ?? 0) + 1;
    this.#losses.set(messageId, losses);
    if (losses >= mostLosses) this.#left.add(messageId);
  }
}

function concernsMore({ code }: AppError): boolean {
  return code === 'throttled' || code === 'disk_full' || code === 'storage_failed' || code === 'cache_damaged';
}
