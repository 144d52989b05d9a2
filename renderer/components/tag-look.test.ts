import { expect, it } from 'vitest';
import { tagColour } from './tag-look.ts';

it('gives the same tag the same colour, and red to what is important alone', () => {
  expect(['$label1', '$label2', '$label3', '$label4', '$label5'].map(tagColour)).toEqual([
    'red',
    'amber',
    'green',
    'blue',
    'purple',
  ]);
  expect(tagColour('Travel')).toBe(tagColour('TRAVEL'));
  const own = new Set(Array.from({ length: 200 }, (_each, index) => tagColour(`tag${index}`)));
  expect([own.size > 3, own.has('red')]).toEqual([true, false]);
});
