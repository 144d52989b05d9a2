import { expect, it } from 'vitest';
import { startBeacon } from './beacon-server.ts';

it('remembers what was asked for, and tells who waits (H1)', async () => {
  const beacon = await startBeacon();
  const heard = beacon.waitFor('/newsletter/');
  const answer = await fetch(`${beacon.url}/newsletter/open.gif?u=42`);
  await heard;
  expect(answer.headers.get('content-type')).toBe('image/gif');
  expect(beacon.requests).toEqual(['/newsletter/open.gif?u=42']);
  await beacon.stop();
  await expect(fetch(beacon.url)).rejects.toThrow();
});
