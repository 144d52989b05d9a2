import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it, vi } from 'vitest';
import { fakeClock } from './clock-fake.ts';
import { networkFingerprint, watchNetwork } from './network-watch.ts';

const v4 = (address: string, internal = false) => ({ family: 'IPv4', address, internal }) as NetworkInterfaceInfo;
const v6 = (address: string) => ({ family: 'IPv6', address, internal: false }) as NetworkInterfaceInfo;

it('tells of another network once, and of none (N6)', async () => {
  const clock = fakeClock();
  let now: Record<string, NetworkInterfaceInfo[]> = { wlan0: [v4('192.168.1.5')] };
  const told = vi.fn();
  const end = watchNetwork({ clock, interfaces: () => now, changed: told });
  await clock.advance(60_000);
  expect(told).not.toHaveBeenCalled();
  now = { wlan0: [v4('10.0.0.7')] };
  await clock.advance(20_000);
  expect(told).toHaveBeenCalledTimes(1);
  now = {};
  await clock.advance(20_000);
  expect(told).toHaveBeenCalledTimes(2);
  end();
  expect(clock.pending()).toEqual([]);
});

it('knows a network by its addresses, in whatever order, and not by what changes by itself', () => {
  const home = networkFingerprint({ eth0: [v4('10.0.0.2'), v6('2001:db8:1:2:aaaa::1')], lo: [v4('127.0.0.1', true)] });
  expect(networkFingerprint({ eth0: [v6('2001:db8:1:2:bbbb::9'), v4('10.0.0.2')] })).toBe(home);
  expect(
    networkFingerprint({ eth0: [v4('10.0.0.2'), v6('2001:db8:1:2::1'), v6('fe80::1')], veth1: [v6('fe80::2')] }),
  ).toBe(home);
  expect(networkFingerprint({ eth0: [v4('10.0.0.2'), v6('2001:db8:1:3::1')] })).not.toBe(home);
  expect(networkFingerprint({ eth0: [v4('10.0.0.3'), v6('2001:db8:1:2::1')] })).not.toBe(home);
  expect(networkFingerprint({ wlan0: [v4('10.0.0.2'), v6('2001:db8:1:2::1')] })).not.toBe(home);
  expect(networkFingerprint({ lo: [v4('127.0.0.1', true)], eth0: undefined })).toBe('');
});
