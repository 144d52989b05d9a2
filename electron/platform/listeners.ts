/** The listeners of an event. One that throws stops neither the others nor the caller. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly #onThrow: (cause: unknown) => void;

  /** @param onThrow called with what a listener threw; for the log */
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

/** The name of a thrown error, which is all that the log may hold: a message can quote anything (I2). */
export function nameOfThrown(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
