/** A wait that ends by itself after `ms`, or early by `wake`. */
export interface Nap {
  readonly ended: Promise<void>;
  wake(): void;
}

/** Starts a wait; no timer is left once it ended. */
export function nap(ms: number): Nap {
  let wake = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { ended, wake: () => wake() };
}
