import type { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** How often the addresses are read, which takes some ten microseconds. */
const intervalMs = 5_000;

interface NetworkWatchOptions {
  readonly clock: Clock;
  readonly interfaces: () => Interfaces;
  /** The network changed, appeared or was lost. */
  readonly changed: () => void;
}

/**
 * Reports a changed network (N6). Electron has no event for it in main (`net.isOnline` is true for any interface that
 * is up), so the addresses are compared every few seconds. @returns ends it
 */
export function watchNetwork({ clock, interfaces, changed }: NetworkWatchOptions): () => void {
  let known = networkFingerprint(interfaces());
  let cancel = (): void => undefined;
  const look = () => {
    const now = networkFingerprint(interfaces());
    if (now !== known) {
      known = now;
      changed();
    }
    cancel = clock.after(intervalMs, look);
  };
  cancel = clock.after(intervalMs, look);
  return () => cancel();
}

/**
 * A text that differs between networks: the interfaces' addresses, without the loopback and link-local ones (each
 * container adds some). Of an IPv6 address only its /64 prefix counts, because the rest changes every day (RFC 8981).
 */
export function networkFingerprint(interfaces: Interfaces): string {
  const parts = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
      .map(({ family, address }) => `${name} ${family === 'IPv6' ? prefixOf(address) : address}`),
  );
  return [...new Set(parts)].sort().join('\n');
}

/** The first four groups, written in full. */
function prefixOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, 4).join(':');
}
