import type { Clock } from '../platform/clock.ts';

/** How often the time is checked: timers stop while the computer sleeps, and clocks can be set. */
const lookEveryMs = 60_000;

/** The time until which the engine makes no connections. */
export class EnginePause {
  readonly #clock: Clock;
  readonly #onChange: (until: number | null) => void;
  #until: number | null = null;
  #cancelTimer: () => void = () => undefined;

  /** @param onChange called with the new end of a pause, and with null when a pause ends; not when none ran */
  constructor(clock: Clock, onChange: (until: number | null) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Milliseconds since the epoch; null while work goes on. */
  get until(): number | null {
    this.endIfOver();
    return this.#until;
  }

  /** @param until milliseconds since the epoch; null or a time that has passed ends the pause */
  set(until: number | null): void {
    const ahead = until !== null && until > this.#clock.now() ? until : null;
    this.#cancelTimer();
    const wasPaused = this.#until !== null;
    this.#until = ahead;
    if (ahead !== null) this.#wait(ahead);
    if (ahead !== null || wasPaused) this.#onChange(ahead);
  }

  endIfOver(): void {
    if (this.#until !== null && this.#until <= this.#clock.now()) this.set(null);
  }

  dispose(): void {
    this.#cancelTimer();
  }

  #wait(until: number): void {
    const left = until - this.#clock.now();
    this.#cancelTimer = this.#clock.after(Math.min(left, lookEveryMs), () => {
      this.endIfOver();
      if (this.#until !== null) this.#wait(this.#until);
    });
  }
}
