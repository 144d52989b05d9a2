import { wordsFor } from '../mail-images.ts';

/**
 * Watches how a message's own parts are drawn in its document. Tells of each that turns out to be no image that can be drawn, once; its
 * words stand in its place, as those of a blocked image do.
 * @param parts the addresses of the parts that the document draws, and their part ids
 */
export function followImages(
  own: Document,
  parts: ReadonlyMap<string, string>,
  onUndrawn: (partId: string) => void,
): void {
  const left = new Map(parts);
  const fail = (address: string): void => {
    const partId = left.get(address);
    left.delete(address);
    if (partId !== undefined) onUndrawn(partId);
  };
  const replace = (image: HTMLImageElement): void => {
    if (!parts.has(image.src)) return;
    fail(image.src);
    const words = wordsFor(image);
    if (words) image.replaceWith(words);
  };
  own.addEventListener(
    'error',
    ({ target }) => {
      const image = [...own.images].find((each) => each === target);
      if (image) replace(image);
    },
    true,
  );
  const backgrounds = new Set(parts.keys());
  for (const image of [...own.images]) {
    backgrounds.delete(image.src);
    // It failed before anyone listened.
    if (image.complete && image.naturalWidth === 0) replace(image);
  }
  // A background fails without a word, so its image is loaded once more.
  for (const address of backgrounds) {
    const probe = new Image();
    probe.addEventListener('error', () => fail(address));
    probe.src = address;
  }
}
