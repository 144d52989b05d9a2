import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import { type AppError, type Reply, success } from '../../shared/reply.ts';
import type { Clock } from '../platform/clock.ts';
import type { SecretStore } from '../platform/secret-store.ts';

interface IdentityCacheOptions {
  /** The vault's key. */
  readonly key: string;
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'after'>;
  /** A save failed. Tokens go on working from memory, and saving is tried again. */
  readonly onUnsaved: (error: AppError) => void;
  readonly onSaved: () => void;
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
const EMPTY = '{}';

/**
 * MSAL's cache of one identity: one blob in memory, read from the vault once. Each change is saved before MSAL hands out the new
 * access token (T4). A save that fails is reported and repeated; the memory stays ahead of the disk, never the other way round.
 */
export class IdentityCache implements ICachePlugin {
  readonly #options: IdentityCacheOptions;
  #blob: string | null = null;
  #loaded = false;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(options: IdentityCacheOptions) {
    this.#options = options;
  }

  /** Whether the newest state is only in memory although the vault could keep it. */
  get unsaved(): boolean {
    return this.#failures > 0;
  }

  get blob(): string | null {
    return this.#blob;
  }

  /** Reads the vault, the first time. An unreadable vault is an error, never an empty cache. @returns whether there is anything */
  async load(): Promise<Reply<boolean>> {
    if (!this.#loaded) {
      const read = await this.#options.secrets.read(this.#options.key);
      if (!read.ok) return read;
      // A sign-in may have replaced the blob while the vault was being read.
      if (!this.#loaded) this.#blob = read.value;
      this.#loaded = true;
    }
    return success(this.#blob !== null);
  }

  /** Puts another sign-in's tokens in place, and saves them. */
  async replace(blob: string): Promise<void> {
    this.#blob = blob;
    this.#loaded = true;
    await this.#save();
  }

  /** Forgets the tokens and deletes them from the vault. */
  async clear(): Promise<Reply<null>> {
    this.dispose();
    this.#failures = 0;
    this.#blob = null;
    this.#loaded = true;
    return this.#options.secrets.delete(this.#options.key);
  }

  dispose(): void {
    this.#cancelRetry();
  }

  async beforeCacheAccess(context: TokenCacheContext): Promise<void> {
    context.tokenCache.deserialize(this.#blob ?? EMPTY);
  }

  async afterCacheAccess(context: TokenCacheContext): Promise<void> {
    if (!context.cacheHasChanged) return;
    this.#blob = context.tokenCache.serialize();
    await this.#save();
  }

  async #save(): Promise<void> {
    if (this.#blob === null) return;
    this.#cancelRetry();
    const { secrets, key, clock, onUnsaved, onSaved } = this.#options;
    const saved = await secrets.write(key, this.#blob);
    if (saved.ok) {
      const wasUnsaved = this.unsaved;
      this.#failures = 0;
      if (wasUnsaved) onSaved();
      return;
    }
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.#failures += 1;
    this.#cancelRetry = clock.after(delay, () => void this.#save());
    if (this.#failures > 1) return;
    onUnsaved({
      code: 'secret_not_saved',
      message: `The sign-in works, but could not be saved: ${saved.error.message} Heron keeps trying; if it quits before, you sign in again.`,
      retryable: true,
    });
  }
}
