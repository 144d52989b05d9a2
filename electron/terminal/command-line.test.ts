import { describe, expect, it } from 'vitest';
import { verdictIds } from '../../shared/verdicts.ts';
import { terminalCommand } from './command-line.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

const packaged = (...argv: readonly string[]) => terminalCommand(['/opt/heron', ...argv], true);
const run = { kind: 'run', account: null, json: false, browser: false } as const;

describe('the command line of a terminal', () => {
  it.each([
    [['doctor'], { ...run, name: 'doctor' }],
    [['doctor', 'ada@contoso.test', '--json'], { ...run, name: 'doctor', account: 'ada@contoso.test', json: true }],
    [['--json', 'accounts'], { ...run, name: 'accounts', json: true }],
    [['--profile', '/home/ada/doctor', 'sync'], { ...run, name: 'sync' }],
    [
      ['--profile=/p', '--ozone-platform=headless', 'sign-in', 'ada', '--browser'],
      { ...run, name: 'sign-in', account: 'ada', browser: true },
    ],
    [['--help'], { kind: 'help' }],
    [['doctor', '-h'], { kind: 'help' }],
    [['help'], { kind: 'help' }],
    [['doctor', 'ada', 'grace'], { kind: 'usage', argument: 'grace' }],
  ] as const)('%j', (argv, command) => {
    expect(packaged(...argv)).toEqual(command);
  });

  it.each([[], ['--hidden'], ['mailto:doctor@contoso.test'], ['--profile', 'doctor'], ['/home/ada/doctor.eml']])(
    '%j opens the window',
    (...argv) => {
      expect(packaged(...argv)).toBeNull();
    },
  );

  it('leaves out the folder that Electron runs in development', () => {
    expect(terminalCommand(['electron', '--no-sandbox', '/src/heron', 'doctor'], false)).toMatchObject({
      name: 'doctor',
    });
    expect(terminalCommand(['electron', '/src/doctor'], false)).toBeNull();
  });
});

describe('exit codes', () => {
  it('tell all verdicts apart, and none is one about the command line', () => {
    const codes = verdictIds.map(exitCodeOf);
    expect(new Set(codes).size).toBe(codes.length);
    const { done, ...others } = exitCodes;
    expect(exitCodeOf('all_well')).toBe(done);
    for (const code of codes.slice(1)) {
      expect(code).toBeGreaterThanOrEqual(10);
      expect(code).toBeLessThan(126);
      expect(Object.values(others)).not.toContain(code);
    }
  });
});
