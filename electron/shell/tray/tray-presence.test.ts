import { expect, it } from 'vitest';
import { fakeClock } from '../../platform/clock-fake.ts';
import { TrayPresence } from './tray-presence.ts';

function scene(answer: boolean) {
  const clock = fakeClock();
  const desktop = { answer, asked: 0 };
  const told: boolean[] = [];
  const presence = new TrayPresence({
    clock,
    ask: async () => {
      desktop.asked += 1;
      return desktop.answer;
    },
    changed: (isThere) => told.push(isThere),
  });
  return { clock, desktop, told, presence };
}

it('asks once where there is a tray', async () => {
  const { clock, desktop, told, presence } = scene(true);
  await presence.watch();
  expect(presence.isThere).toBe(true);
  expect(told).toEqual([true]);
  expect(desktop.asked).toBe(1);
  expect(clock.pending()).toEqual([]);
});

it('notices a panel that comes up after Heron, and stops asking', async () => {
  const { clock, desktop, told, presence } = scene(false);
  const watching = presence.watch();
  await clock.advance(0);
  await clock.advance(10_000);
  expect(told).toEqual([]);
  desktop.answer = true;
  await clock.advance(10_000);
  await watching;
  expect(told).toEqual([true]);
  expect(clock.pending()).toEqual([]);
});

it('gives up after a minute, and asks when it matters', async () => {
  const { clock, desktop, presence } = scene(false);
  const watching = presence.watch();
  await clock.advance(0);
  await clock.advance(60_000);
  await watching;
  expect(clock.pending()).toEqual([]);
  desktop.answer = true;
  expect(await presence.look()).toBe(true);
  desktop.answer = false;
  expect(await presence.look()).toBe(false);
});

it('leaves no timer behind, and tells nobody any more', async () => {
  const { clock, told, presence } = scene(false);
  void presence.watch();
  await clock.advance(0);
  presence.dispose();
  expect(clock.pending()).toEqual([]);
  const late = scene(true);
  const looking = late.presence.look();
  late.presence.dispose();
  await looking;
  expect([...told, ...late.told]).toEqual([]);
});
