import { lookup } from 'node:dns/promises';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { trustedAuthorities } from '../platform/trust.ts';
import { type FetchImagePorts, fetchImage, ImageRefused, type RemoteImage } from './fetch-image.ts';
import { ImageCache } from './image-cache.ts';
import type { MessagePlace } from './image-permissions.ts';
import { Turns } from './turns.ts';
import { postUnsubscribe } from './web-request.ts';

interface LoaderPorts extends Pick<FetchImagePorts, 'usesProxy' | 'trustedOrigin'> {
  /** Called for every image, because the page's own word is not trusted. */
  readonly isAllowed: (place: MessagePlace) => Promise<boolean>;
  /** PEM of HERON_EXTRA_CA. */
  readonly extraCa: string | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves host names; the system's resolver when omitted. */
  readonly resolve?: FetchImagePorts['resolve'];
}

const deadlineMs = 15_000;
const atOnce = 6;
/** A hostile message may name any number of images. */
const mostWaiting = 500;
const cacheBytes = 64 * 1024 * 1024;
/**
 * How many host names are resolved at once: the system's resolver cannot be aborted, and blocks a thread that file
 * access needs too.
 */
const lookupsAtOnce = 2;

/** Loads the remote images of messages whose images may be shown (H4). */
export class ImageLoader {
  readonly #ports: LoaderPorts;
  readonly #fetchPorts: FetchImagePorts;
  readonly #cache = new ImageCache(cacheBytes);
  readonly #turns = new Turns(atOnce, mostWaiting);
  readonly #underway = new Map<string, Promise<RemoteImage | null>>();
  readonly #running = new Set<AbortController>();
  readonly #said = new Set<string>();
  #disposed = false;

  constructor(ports: LoaderPorts) {
    this.#ports = ports;
    const lookups = new Turns(lookupsAtOnce, mostWaiting);
    const resolve = ports.resolve ?? ((host: string) => lookup(host, { all: true }));
    this.#fetchPorts = {
      usesProxy: ports.usesProxy,
      trustedOrigin: ports.trustedOrigin,
      ca: trustedAuthorities(ports.extraCa) ?? null,
      resolve: async (host) => (await lookups.take(host, () => resolve(host))) ?? [],
    };
  }

  /** An image of a message; null when it may not be, or cannot be, loaded. */
  async load(place: MessagePlace, url: string): Promise<RemoteImage | null> {
    if (!(await this.#ports.isAllowed(place)) || this.#disposed) return null;
    const known = this.#cache.get(url) ?? this.#underway.get(url) ?? null;
    if (known !== null) return known;
    const topic = `${place.accountId}/${place.messageId}`;
    const loading = this.#turns.take(topic, () => this.#fetch(url)).finally(() => this.#underway.delete(url));
    this.#underway.set(url, loading);
    return loading;
  }

  /** Leaves a mailing list by one click, with the same care. @returns whether the list's server accepted it */
  unsubscribe(url: string): Promise<boolean> {
    return postUnsubscribe(url, this.#fetchPorts);
  }

  /** Aborts all loads, and clears the cache. */
  dispose(): void {
    this.#disposed = true;
    this.#turns.clear();
    for (const controller of this.#running) controller.abort();
    this.#cache.clear();
  }

  async #fetch(url: string): Promise<RemoteImage | null> {
    const controller = new AbortController();
    const stopClock = this.#ports.clock.after(deadlineMs, () => controller.abort());
    this.#running.add(controller);
    try {
      const image = await fetchImage(url, this.#fetchPorts, controller.signal);
      this.#cache.set(url, image);
      return image;
    } catch (cause) {
      this.#say(cause instanceof ImageRefused ? cause.refusal : controller.signal.aborted ? 'deadline' : 'network');
      return null;
    } finally {
      stopClock();
      this.#running.delete(controller);
    }
  }

  /** Logs each reason once, and no address, so that the log does not record what the user read. */
  #say(reason: string): void {
    if (this.#said.has(reason)) return;
    this.#said.add(reason);
    const proxy =
      'A remote image was not loaded: the system wants a proxy for it, and images are loaded directly only.';
    this.#ports.log('info', 'images', reason === 'proxy' ? proxy : `A remote image was not loaded: ${reason}.`);
  }
}
