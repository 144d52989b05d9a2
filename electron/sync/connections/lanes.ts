import type { AppError } from '../../../shared/reply.ts';
import type { SelectedFolder } from '../../mail/remote-mail.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Connector } from './connector.ts';
import { Lane, type LaneConnection, type LaneOptions } from './lane.ts';

export interface LanesOptions {
  readonly connector: Connector;
  readonly clock: Clock;
  /** The server told unasked that a folder changed which is selected on this connection. */
  readonly onHeard: (path: string, lane: Lane) => void;
  readonly onFault: (cause: unknown) => void;
  /** A folder to be listened in could not be selected. */
  readonly onRefused: (path: string, error: AppError, lane: Lane) => void;
  /** A folder was selected on one of the connections. */
  readonly onSelected: (selected: SelectedFolder) => void;
  /** A folder was selected to listen in it: what happened since it was last looked at is not told there. */
  readonly onListens: (selected: SelectedFolder) => void;
  /** The folder that the user looks at; null before there is any. */
  readonly lookedAt: () => string | null;
  readonly inbox: () => string | null;
  /** The connection was made, for the first time or again. */
  readonly onForeground: () => void;
  readonly onBackground: () => void;
}

/** An account's three connections. */
export class Lanes {
  /** For what the user waits for, and for operations; while free it listens to the folder that the user looks at. */
  readonly foreground: Lane;
  /** For everything long; while free it listens to the inbox, unless the other one does: one IDLE is enough. */
  readonly background: Lane;
  /** For large parts; connected only while it is needed. */
  readonly transfers: Lane;

  constructor({ connector, clock, onHeard, onFault, onRefused, onSelected, onListens, ...options }: LanesOptions) {
    const lane = (more: Pick<LaneOptions, 'onDemand' | 'idlePath' | 'onConnected'>): Lane => {
      const made: Lane = new Lane({
        ...more,
        connector,
        clock,
        onFault,
        onSelected,
        onListens,
        onHeard: (path) => onHeard(path, made),
        onRefused: (path, error) => onRefused(path, error, made),
      });
      return made;
    };
    this.foreground = lane({ onDemand: false, idlePath: options.lookedAt, onConnected: options.onForeground });
    const inboxUnheard = (): string | null => {
      const inbox = options.inbox();
      return this.foreground.connected && options.lookedAt() === inbox ? null : inbox;
    };
    this.background = lane({ onDemand: false, idlePath: inboxUnheard, onConnected: options.onBackground });
    this.transfers = lane({ onDemand: true, idlePath: () => null, onConnected: () => undefined });
  }

  start(): void {
    for (const lane of this.#all()) lane.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all().map((lane) => lane.stop()));
  }

  /** Ends all connections; they are made anew as soon as that is possible. */
  async renew(): Promise<void> {
    await Promise.all(this.#all().map((lane) => lane.renew()));
  }

  /** Checks each live connection: for one whose server does not answer within `patienceMs` another is opened. */
  probe(patienceMs: number): void {
    for (const lane of this.#all()) void lane.probe(patienceMs);
  }

  /** Whether a connection stands, and none of those that do answers within `patienceMs`. */
  async areSilent(patienceMs: number): Promise<boolean> {
    const standing = [this.foreground, this.background].filter(({ connected }) => connected);
    if (standing.length === 0) return false;
    return (await Promise.all(standing.map((lane) => lane.isSilent(patienceMs)))).every(Boolean);
  }

  /**
   * What is new in a folder was told on one of the connections, and is about to be stored. The others ask for it before they use the folder again:
   * until then their servers pass over commands about it, and answer OK.
   */
  changed(path: string, on: LaneConnection): void {
    for (const lane of this.#all()) lane.changed(path, on);
  }

  /** The folder that the user looks at, or the inbox, may be another one now. */
  look(): void {
    for (const lane of this.#all()) lane.look();
  }

  /** The account cannot connect: fails the jobs that the user waits for. */
  refuseWaiting(error: AppError): void {
    for (const lane of [this.foreground, this.transfers]) lane.refuseWaiting(error);
  }

  #all(): Lane[] {
    return [this.foreground, this.background, this.transfers];
  }
}
