import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import { z } from 'zod';
import { type AppError, type Reply, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
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

  /** Reads the vault, the first time. An unreadable vault is an error, never an empty cache. @returns whether there is anything */
  async load(): Promise<Reply<boolean>> {
    if (!this.#loaded) {
      const read = await this.#options.secrets.read(this.#options.key, isTokenCache);
      if (!read.ok) return read;
      // A sign-in may have replaced the blob while the vault was being read.
      if (!this.#loaded) this.#blob = read.value;
      this.#loaded = true;
    }
    return success(this.#blob !== null);
  }

  /** Puts another sign-in's tokens in place, and saves them. @returns puts the former ones back, also those that could not be read (T2) */
  async replace(blob: string): Promise<() => Promise<Reply<null>>> {
    const { secrets, key } = this.#options;
    const loaded = await this.load();
    const former = this.#blob;
    this.#cancelRetry();
    this.#blob = blob;
    this.#loaded = true;
    const { saved, undo } = await secrets.replace(key, blob, isTokenCache);
    this.#settle(saved);
    return async () => {
      if (!loaded.ok) {
        this.#unload();
        return undo();
      }
      if (former === null) return this.clear();
      this.#blob = former;
      await this.#save();
      return success(null);
    };
  }

  /** Forgets the tokens and deletes them from the vault. */
  async clear(): Promise<Reply<null>> {
    this.#unload();
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

  #unload(): void {
    this.dispose();
    this.#failures = 0;
    this.#blob = null;
    this.#loaded = false;
  }

  async #save(): Promise<void> {
    if (this.#blob === null) return;
    this.#cancelRetry();
    const { secrets, key } = this.#options;
    this.#settle(await secrets.write(key, this.#blob));
  }

  /** What a save answered: a failed one is repeated. */
  #settle(saved: Reply<null>): void {
    const { clock, onUnsaved, onSaved } = this.#options;
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
      message: texts().authFaults.notSaved(saved.error.message),
      retryable: true,
    });
  }
}

const tokenCache = z.record(z.string(), z.record(z.string(), z.looseObject({})));

/** Whether a text has the shape of MSAL's serialised cache: kinds of entries by name, each with its entries by key. */
function isTokenCache(text: string): boolean {
  try {
    return tokenCache.safeParse(JSON.parse(text)).success;
  } catch {
    // Nobody is told why: the parser quotes the text.
    return false;
  }
}
