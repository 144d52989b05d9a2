/** Those who want to hear of something. One that throws keeps neither the others nor the teller from going on. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly #onThrow: (cause: unknown) => void;

  /** @param onThrow what a listener threw; for the log */
  constructor(onThrow: (cause: unknown) => void) {
    this.#onThrow = onThrow;
  }

  /** @returns unsubscribes */
  add(listener: (event: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (cause) {
        this.#onThrow(cause);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

/** What the log may know of something thrown: its class. A message can quote anything (I2). */
export function nameOfThrown(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
