import { describe, expect, it } from 'vitest';
import { countRemoteReferences } from './remote-references.ts';

const times = (text: string, count: number): string => text.repeat(count);
const address = 'https://evil.test/a';

/** What is counted in a document with this style sheet. */
function inSheet(css: string) {
  const root = document.createElement('div');
  const style = document.createElement('style');
  style.textContent = css;
  root.append(style);
  return countRemoteReferences(root);
}

function inSrcset(srcset: string) {
  const root = document.createElement('div');
  const image = document.createElement('img');
  image.setAttribute('srcset', srcset);
  root.append(image);
  return countRemoteReferences(root);
}

// What is quadratic takes minutes for these.
describe('H2 what a style sheet of a stranger refers to is counted in one pass', () => {
  it.each([
    ['comments that do not end', `a{b:url(${address})}${times('/*x', 160_000)}`, 1],
    ['many comments', `${times('/*x*/', 60_000)}a{b:url(${address})}`, 1],
    ['blanks in url()', `a{b:url(${times(' ', 450_000)}${address})}`, 1],
    ['blanks behind @import', `@import${times(' ', 450_000)}"${address}";`, 1],
    ['blanks in image-set()', `a{b:image-set(${times(' ', 450_000)}"${address}" 1x)}`, 1],
    ['url( again and again', `${times('url(', 120_000)}${address}`, 1],
    ['@import again and again', `${times('@import ', 60_000)}`, 0],
    ['quotes without an end', `a{b:url(${address})}${times('url("', 90_000)}`, 1],
    ['backslashes', `a{b:url(${address})}${times('\\', 450_000)}`, 1],
    ['escapes', `a{b:u${times('\\72', 1)}l(${address})}${times('\\61 ', 110_000)}`, 1],
    ['fonts', times(`@font-face{src:url(${address})}`, 9_000), 9_000],
  ])('%s', (_name, css, expected) => {
    const { images, others } = inSheet(css);
    expect(images + others).toBe(expected);
  });

  it.each([
    ['commas', `x${times(',', 450_000)} ${address}`, 1],
    ['blanks', `${times(' ', 450_000)}${address}`, 1],
    ['candidates', times(`${address} 1x, `, 9_000), 9_000],
    ['candidates without blanks', times('x,', 200_000), 0],
  ])('a srcset of %s', (_name, srcset, expected) => {
    expect(inSrcset(srcset)).toEqual({ images: expected, others: 0 });
  });
});

describe('B17 what the message contains itself', () => {
  it('is not counted, wherever it is named', () => {
    const root = document.createElement('div');
    root.innerHTML = `<img src="${address}"><table background="${address}"></table><p style="background:url(${address})">x</p><img srcset="${address} 2x"><img src="https://evil.test/b">`;
    expect(countRemoteReferences(root)).toEqual({ images: 5, others: 0 });
    expect(countRemoteReferences(root, (url) => url.startsWith('https://') && url !== address)).toEqual({
      images: 1,
      others: 0,
    });
  });
});
