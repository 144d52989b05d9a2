import { describe, expect, it } from 'vitest';
import { planSandbox } from './linux-sandbox.mjs';

const restricted = {
  platform: 'linux',
  uid: 1000,
  ci: false,
  restricted: true,
  helper: '/r/chrome-sandbox',
  helperReady: false,
};

describe('planSandbox', () => {
  it('has nothing to do where the system lets programs sandbox themselves', () => {
    for (const case_ of [{ restricted: false }, { helperReady: true }, { uid: 0 }, { platform: 'darwin' }]) {
      expect(planSandbox({ ...restricted, ...case_ })).toEqual({ kind: 'nothing' });
    }
  });

  it('prints the exact command on a person’s machine', () => {
    expect(planSandbox(restricted).text).toContain(
      "sudo chown root:root '/r/chrome-sandbox' && sudo chmod 4755 '/r/chrome-sandbox'",
    );
  });

  it('runs it in CI', () => {
    expect(planSandbox({ ...restricted, ci: true }).commands).toEqual([
      ['sudo', '-n', 'chown', 'root:root', '/r/chrome-sandbox'],
      ['sudo', '-n', 'chmod', '4755', '/r/chrome-sandbox'],
    ]);
  });
});
