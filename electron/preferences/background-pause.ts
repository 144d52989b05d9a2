import type { Clock } from '../platform/clock.ts';

const hourMs = 3_600_000;

interface PauseOptions {
  readonly clock: Clock;
  /** Called with the end of the pause, milliseconds since the epoch, whenever it changes; null when the pause ends. */
  readonly changed: (until: number | null) => void;
}

/** A pause of background work for an hour, at the user's request. It ends when Heron quits. */
export class BackgroundPause {
  readonly #clock: Clock;
  readonly #changed: (until: number | null) => void;
  #until: number | null = null;
  #cancel = (): void => undefined;

  constructor({ clock, changed }: PauseOptions) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** When work goes on, milliseconds since the epoch; null while it is not paused. */
  get until(): number | null {
    return this.#until;
  }

  /** For an hour from now, also when it is paused already. */
  start(): void {
    this.#set(this.#clock.now() + hourMs);
    this.#cancel = this.#clock.after(hourMs, () => this.end());
  }

  /** Work goes on. */
  end(): void {
    if (this.#until !== null) this.#set(null);
  }

  /** To be called after the computer slept: timers stopped meanwhile, so the hour may be over. */
  check(): void {
    if (this.#until !== null && this.#clock.now() >= this.#until) this.end();
  }

  dispose(): void {
    this.#cancel();
  }

  #set(until: number | null): void {
    this.#cancel();
    this.#until = until;
    this.#changed(until);
  }
}
