import { describe, expect, it } from 'vitest';
import { parseCommand } from './run.mjs';

describe('parseCommand', () => {
  it('passes arguments on', () => {
    expect(parseCommand(['test:unit', 'electron/store', '-t', 'T3'])).toEqual({
      name: 'test:unit',
      args: ['electron/store', '-t', 'T3'],
    });
    expect(parseCommand(['start', '--', '--profile', '/tmp/x'])).toEqual({
      name: 'start',
      args: ['--profile', '/tmp/x'],
    });
  });

  it.each([[[]], [['nonsense']], [['constructor']], [['--help']]])('answers %j with the usage', (argv) => {
    expect(parseCommand(argv).error).toMatch(/^usage: .*test:e2e/);
  });
});
