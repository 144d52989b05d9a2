import { afterEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { type VerdictId, verdictIds, verdicts } from '../../shared/verdicts.ts';
import { doctorData, doctorText } from './doctor-text.ts';

const desk = {
  name: 'Contoso IT',
  mail: 'it@contoso.com',
  phone: '+49 89 1234',
  link: 'https://help.contoso.com/mail',
} as const;
const diagnosed = (verdict: VerdictId) => ({ rungs: [], verdict, error: exampleError('proxy_failed') });

afterEach(() => setLanguage('en'));

describe('a doctor in a terminal', () => {
  it('names the organisation’s help desk where it is the administrator’s turn, and nowhere else', () => {
    for (const verdict of verdictIds) {
      const isTheirs = verdicts[verdict].whose === 'admin';
      const told = doctorText('ada@contoso.com', diagnosed(verdict), desk);
      expect([verdict, told.includes('Contoso IT')]).toEqual([verdict, isTheirs]);
      expect(doctorData('ada@contoso.com', 'id', diagnosed(verdict), desk).helpDesk).toEqual(isTheirs ? desk : null);
    }
  });

  it('tells how to reach it by each way that is known', () => {
    const lineOf = (of: typeof desk | { name: string; mail: null; phone: string | null; link: null }) =>
      doctorText('ada@contoso.com', diagnosed('proxy_refused'), of)
        .split('\n')
        .find((line) => line.includes(of.name));
    expect(lineOf(desk)).toBe('  Ask Contoso IT · +49 89 1234 · it@contoso.com · https://help.contoso.com/mail');
    expect(lineOf({ name: 'Eve', mail: null, phone: null, link: null })).toBe('  Ask Eve');
    expect(doctorText('ada@contoso.com', diagnosed('proxy_refused'), null)).not.toContain('Ask');
  });
});
