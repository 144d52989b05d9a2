import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { Clock } from '../platform/clock.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import type { GrantStore } from './identity-provider.ts';

interface SavedGrantOptions {
  /** The vault's key. */
  readonly key: string;
  /** Whether a text is a grant: `IdentityProvider.isGrant`. */
  readonly isGrant: (text: string) => boolean;
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'after'>;
  /** A save failed. Tokens go on working from memory, and saving is tried again. */
  readonly onUnsaved: (error: AppError) => void;
  readonly onSaved: () => void;
}

const firstRetryMs = 5_000;
const longestRetryMs = 5 * 60_000;

/**
 * The grant of one identity: a text in memory, read from the vault once. Each change is saved before the access token
 * that came with it is used (T4). A failed save is reported and repeated; meanwhile the memory holds the newer text.
 */
export class SavedGrant implements GrantStore {
  readonly #options: SavedGrantOptions;
  #text: string | null = null;
  #loaded = false;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(options: SavedGrantOptions) {
    this.#options = options;
  }

  get text(): string | null {
    return this.#text;
  }

  /** Whether the last save failed, so that the newest text is only in memory. */
  get unsaved(): boolean {
    return this.#failures > 0;
  }

  /**
   * Reads the vault on the first call. An unreadable vault is an error, never an empty grant. @returns whether there is
   * a grant
   */
  async load(): Promise<Reply<boolean>> {
    if (!this.#loaded) {
      const read = await this.#options.secrets.read(this.#options.key, this.#options.isGrant);
      if (!read.ok) return read;
      // A sign-in may have replaced it while the vault was being read.
      if (!this.#loaded) this.#text = read.value;
      this.#loaded = true;
    }
    return success(this.#text !== null);
  }

  /**
   * Replaces the grant with that of another sign-in, and saves it. @returns a function that restores the former grant,
   * also one that could not be read (T2)
   */
  async replace(text: string): Promise<() => Promise<Reply<null>>> {
    const { secrets, key, isGrant } = this.#options;
    const loaded = await this.load();
    const former = this.#text;
    this.#cancelRetry();
    this.#text = text;
    this.#loaded = true;
    const { saved, undo } = await secrets.replace(key, text, isGrant);
    this.#settle(saved);
    return async () => {
      if (!loaded.ok) {
        this.#unload();
        return undo();
      }
      if (former === null) return this.clear();
      this.#text = former;
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

  /** Saves a text, and says whether it is in the vault. Errors: secret_not_saved, while saving is tried again. */
  async replaceBy(text: string): Promise<Reply<null>> {
    this.#text = text;
    this.#loaded = true;
    await this.#save();
    return this.unsaved ? failure(notSaved()) : success(null);
  }

  async save(text: string): Promise<void> {
    this.#text = text;
    await this.#save();
  }

  #unload(): void {
    this.dispose();
    this.#failures = 0;
    this.#text = null;
    this.#loaded = false;
  }

  async #save(): Promise<void> {
    if (this.#text === null) return;
    this.#cancelRetry();
    const { secrets, key } = this.#options;
    this.#settle(await secrets.write(key, this.#text));
  }

  /** Handles the result of a save: a failed one is repeated. */
  #settle(saved: Reply<null>): void {
    const { clock, onUnsaved, onSaved } = this.#options;
    if (saved.ok) {
      const wasUnsaved = this.unsaved;
      this.#failures = 0;
      if (wasUnsaved) onSaved();
      return;
    }
    const delay = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
    this.#failures += 1;
    this.#cancelRetry = clock.after(delay, () => void this.#save());
    if (this.#failures > 1) return;
    onUnsaved({ ...notSaved(), because: saved.error });
  }
}

function notSaved(): AppError {
  return { code: 'secret_not_saved', params: { reason: 'trying_again' }, retryable: true };
}
