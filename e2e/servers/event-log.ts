/** Events of a test server that can be awaited without a race: an event is kept until a `waitFor` gets it. */

interface Waiter<Payload> {
  match: (payload: Payload) => boolean;
  resolve: (payload: Payload) => void;
}

interface Channel<Payload> {
  all: Payload[];
  fresh: Payload[];
  waiters: Waiter<Payload>[];
  listeners: Set<(payload: Payload) => void>;
}

/** An emitter over the event map `Events`; see README.md for what `waitFor` gives. */
export interface EventLog<Events> {
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void;
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void;
  waitFor<Name extends keyof Events>(
    name: Name,
    match?: (payload: Events[Name]) => boolean,
    timeoutMs?: number,
  ): Promise<Events[Name]>;
  all<Name extends keyof Events>(name: Name): Events[Name][];
  forget(): void;
}

/** Makes an empty log. */
export function createEventLog<Events>(): EventLog<Events> {
  const channels: { [Name in keyof Events]?: Channel<Events[Name]> } = {};

  function channel<Name extends keyof Events>(name: Name): Channel<Events[Name]> {
    const existing = channels[name];
    if (existing) {
      return existing;
    }
    const made: Channel<Events[Name]> = { all: [], fresh: [], waiters: [], listeners: new Set() };
    channels[name] = made;
    return made;
  }

  return {
    emit(name, payload) {
      const { all, fresh, waiters, listeners } = channel(name);
      all.push(payload);
      const waiting = waiters.findIndex((waiter) => waiter.match(payload));
      if (waiting === -1) {
        fresh.push(payload);
      } else {
        waiters.splice(waiting, 1)[0]?.resolve(payload);
      }
      for (const listener of listeners) {
        listener(payload);
      }
    },
    on(name, listener) {
      const { listeners } = channel(name);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitFor(name, match = () => true, timeoutMs = 60_000) {
      const { fresh, waiters, all } = channel(name);
      const found = fresh.findIndex(match);
      const hit = found === -1 ? undefined : fresh.splice(found, 1)[0];
      if (hit !== undefined) {
        return Promise.resolve(hit);
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(new Error(`No '${String(name)}' that matches within ${timeoutMs} ms; ${all.length} seen in all`));
        }, timeoutMs);
        const waiter: Waiter<Events[typeof name]> = {
          match,
          resolve: (payload) => {
            clearTimeout(timer);
            resolve(payload);
          },
        };
        waiters.push(waiter);
      });
    },
    all: (name) => [...channel(name).all],
    forget() {
      for (const name of Object.keys(channels) as (keyof Events)[]) {
        channel(name).fresh.length = 0;
      }
    },
  };
}
