import type { RemoteImage } from './fetch-image.ts';

/** The images used last, in memory only, up to a limit in octets. */
export class ImageCache {
  readonly #limit: number;
  readonly #images = new Map<string, RemoteImage>();
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(url: string): RemoteImage | null {
    const image = this.#images.get(url);
    if (image === undefined) return null;
    this.#images.delete(url);
    this.#images.set(url, image);
    return image;
  }

  set(url: string, image: RemoteImage): void {
    this.#drop(url);
    this.#images.set(url, image);
    this.#size += image.bytes.byteLength;
    for (const oldest of this.#images.keys()) {
      if (this.#size <= this.#limit) return;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#images.clear();
    this.#size = 0;
  }

  #drop(url: string): void {
    this.#size -= this.#images.get(url)?.bytes.byteLength ?? 0;
    this.#images.delete(url);
  }
}
