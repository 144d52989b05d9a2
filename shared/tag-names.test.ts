import { afterEach, expect, it } from 'vitest';
import { tagName, tagsCalled } from './tag-names.ts';
import { setLanguage } from './texts/texts.ts';

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

it('finds them by their names in any language, whichever is set', () => {
  expect(tagsCalled('WICHTIG', 'exactly')).toEqual(['$label1']);
  expect(tagsCalled('to do', 'exactly')).toEqual(['$label4']);
  expect(tagsCalled('Persön', 'from_the_beginning')).toEqual(['$label3']);
  expect(tagsCalled('Persön', 'exactly')).toEqual([]);
  expect(tagsCalled('later', 'from_the_beginning')).toEqual(['$label5']);
  expect(tagsCalled('travel', 'from_the_beginning')).toEqual([]);
});
