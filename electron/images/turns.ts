interface Waiting {
  readonly topic: string;
  readonly go: (mayRun: boolean) => void;
}

/** So much work at once and so much waiting; what belongs to the topic asked for last goes first, and what waited longest is dropped first. */
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

  /** Runs the work when it is its turn. @returns null, without running it, when it was dropped */
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

  /** The place goes straight to the next one, so that nobody comes in between. */
  #passOn(): void {
    const latest = this.#waiting.findIndex(({ topic }) => topic === this.#latest);
    const [next] = this.#waiting.splice(Math.max(latest, 0), 1);
    if (next === undefined) this.#running--;
    else next.go(true);
  }
}
