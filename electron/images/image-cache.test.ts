import { expect, it } from 'vitest';
import { ImageCache } from './image-cache.ts';

const image = (size: number) => ({ type: 'image/gif', bytes: new Uint8Array(size) });

it('forgets the image that was used longest ago when it is full', () => {
  const cache = new ImageCache(10);
  cache.set('a', image(4));
  cache.set('b', image(4));
  expect(cache.get('a')).not.toBeNull();
  cache.set('c', image(4));
  expect(['a', 'b', 'c'].map((url) => cache.get(url) !== null)).toEqual([true, false, true]);
});

it('counts an image that came twice once, and keeps none that is larger than it', () => {
  const cache = new ImageCache(10);
  for (let count = 0; count < 5; count++) cache.set('a', image(4));
  cache.set('b', image(6));
  expect(['a', 'b'].map((url) => cache.get(url) !== null)).toEqual([true, true]);
  cache.set('large', image(11));
  expect(['a', 'b', 'large'].map((url) => cache.get(url))).toEqual([null, null, null]);
  cache.set('c', image(10));
  expect(cache.get('c')).not.toBeNull();
});
