interface Waiting {
  readonly topic: string;
  readonly go: (mayRun: boolean) => void;
}

/**
 * Runs a limited amount of work at once and lets a limited amount wait. Work of the topic that was asked for last goes
 * first; when too much waits, the oldest is dropped.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #longest: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #latest = '';

  constructor(atOnce: number, longest: number) {
    this.#atOnce = atOnce;
    this.#longest = longest;
  }

  /** Runs the work in its turn. @returns null when it was dropped without being run */
  async take<T>(topic: string, work: () => Promise<T>): Promise<T | null> {
    this.#latest = topic;
    if (this.#running < this.#atOnce) this.#running++;
    else if (!(await this.#turn(topic))) return null;
    try {
      return await work();
    } finally {
      this.#passOn();
    }
  }

  /** Drops all that waits. */
  clear(): void {
    for (const { go } of this.#waiting.splice(0)) go(false);
  }

  #turn(topic: string): Promise<boolean> {
    return new Promise((go) => {
      this.#waiting.push({ topic, go });
      if (this.#waiting.length > this.#longest) this.#waiting.shift()?.go(false);
    });
  }

  /** Hands the free place directly to waiting work, so that no newer call takes it. */
  #passOn(): void {
    const latest = this.#waiting.findIndex(({ topic }) => topic === this.#latest);
    const [next] = this.#waiting.splice(Math.max(latest, 0), 1);
    if (next === undefined) this.#running--;
    else next.go(true);
  }
}
