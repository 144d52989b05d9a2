import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byLine, showOutput } from './child-output.ts';

const noise = [
  '[7011:1128/181346.136795:ERROR:bus.cc(407)] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory',
  '[7011:1128/181346.229488:ERROR:bus.cc(407)] Failed to connect to the bus: Could not parse server address: Unknown address type (examples of valid types are "tcp" and on UNIX "unix")',
  '[7052:1128/181346.588757:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization',
  '(heron:1234): Gtk-WARNING **: 18:13:46.000: Theme parsing error',
  'libva error: vaGetDriverNames() failed with unknown libva error',
  '',
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the demo’s output', () => {
  it('ends with the instructions, whatever Chromium complains about', () => {
    const printed: string[] = [];
    const take = byLine(showOutput((text) => printed.push(text), 'Do this.'));
    for (const line of noise) take(`${line}\n`);
    vi.runAllTimers();
    expect(printed).toEqual(['Do this.']);
  });

  it('shows what Heron itself says, and the instructions once more below it', () => {
    const printed: string[] = [];
    const take = byLine(showOutput((text) => printed.push(text), 'Do this.'));
    take('TypeError: x is not a fun');
    take(`ction\n    at start (main.js:1)\n${noise.join('\n')}`);
    vi.runAllTimers();
    expect(printed).toEqual(['Do this.', 'TypeError: x is not a function', '    at start (main.js:1)', 'Do this.']);
  });
});
