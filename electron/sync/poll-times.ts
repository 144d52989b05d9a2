import type { FolderId } from '../../shared/mail.ts';
import type { RemoteStatus } from '../mail/remote-mail.ts';
import type { Clock } from '../platform/clock.ts';
import { isSameStatus } from './remote-status.ts';

/** How much longer a folder may wait than between two checks of an account. */
const most = 4;

/**
 * When a folder that nobody listens to is asked about again: at each check while it changes, and after each check that finds it unchanged half
 * as often, down to every fourth. What is known ends with the program, so the first check after a start asks about all.
 */
export class PollTimes {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #everyMs: number;
  readonly #folders = new Map<
    FolderId,
    { readonly intervalMs: number; readonly dueAt: number; readonly status: RemoteStatus }
  >();

  /** @param everyMs how long it is from one check of the account to the next */
  constructor(clock: Pick<Clock, 'monotonic'>, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  isDue(folderId: FolderId): boolean {
    const folder = this.#folders.get(folderId);
    return folder === undefined || folder.dueAt <= this.#clock.monotonic();
  }

  /** The folder's STATUS came. */
  asked(folderId: FolderId, status: RemoteStatus): void {
    const before = this.#folders.get(folderId);
    const isUnchanged = before !== undefined && isSameStatus(status, before.status);
    const intervalMs = isUnchanged ? Math.min(before.intervalMs * 2, this.#everyMs * most) : this.#everyMs;
    // Half a check earlier, since a check takes its time, and the next may begin a little sooner after it.
    const dueAt = this.#clock.monotonic() + intervalMs - this.#everyMs / 2;
    this.#folders.set(folderId, { intervalMs, dueAt, status });
  }
}
