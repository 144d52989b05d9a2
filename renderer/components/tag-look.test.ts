import { afterEach, expect, it } from 'vitest';
import { setLanguage } from '../../shared/texts/texts.ts';
import { tagColour, tagName } from './tag-look.ts';

afterEach(() => setLanguage('en'));

it('names Thunderbird’s tags in the language that is set, and others as they were written', () => {
  const tags = ['$label1', '$Label2', '$label3', '$LABEL4', '$label5'];
  expect(tags.map(tagName)).toEqual(['Important', 'Work', 'Personal', 'To do', 'Later']);
  setLanguage('de');
  expect(tags.map(tagName)).toEqual(['Wichtig', 'Dienstlich', 'Persönlich', 'Zu erledigen', 'Später']);
  expect(['travel', 'b&apw-ro', 'A_b', '$label12', '$LabelProjekt2', '$label'].map(tagName)).toEqual([
    'travel',
    'b&apw-ro',
    'A_b',
    '$label12',
    'Projekt2',
    '$label',
  ]);
});

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
