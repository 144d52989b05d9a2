import { describe, expect, it } from 'vitest';
import { playwrightCounts, summarize, vitestCounts } from './test-counts.mjs';

const green = { name: 'unit tests', code: 0, counts: { passed: 3, failed: 0, skipped: 0 } };

describe('summarize', () => {
  it('adds up what ran', () => {
    const steps = [
      { name: 'check', code: 0 },
      green,
      { name: 'e2e', code: 0, counts: { passed: 2, failed: 0, skipped: 0 } },
    ];
    expect(summarize(steps, { ci: true })).toEqual({ ok: true, problems: [], line: '5 passed, 0 failed' });
  });

  it('fails with the failed tests', () => {
    const steps = [green, { name: 'e2e tests', code: 1, counts: { passed: 1, failed: 2, skipped: 0 } }];
    expect(summarize(steps, { ci: false })).toMatchObject({ ok: false, line: '4 passed, 2 failed' });
  });

  it('never says "0 failed" when a step without tests, or a runner itself, failed', () => {
    expect(summarize([{ name: 'check', code: 1 }, green], { ci: false })).toMatchObject({
      ok: false,
      line: '3 passed, 1 failed',
    });
    expect(summarize([{ ...green, code: 1 }], { ci: false })).toMatchObject({ ok: false, line: '3 passed, 1 failed' });
  });

  it('fails when no test ran', () => {
    const none = { name: 'e2e tests', code: 0, counts: { passed: 0, failed: 0, skipped: 4 } };
    expect(summarize([green, none], { ci: false })).toMatchObject({ ok: false, line: '3 passed, 1 failed, 4 skipped' });
  });

  it('accepts a skipped test from a person, not in CI', () => {
    const steps = [{ ...green, counts: { passed: 3, failed: 0, skipped: 1 } }];
    expect(summarize(steps, { ci: false })).toMatchObject({ ok: true, line: '3 passed, 0 failed, 1 skipped' });
    expect(summarize(steps, { ci: true })).toMatchObject({ ok: false, line: '3 passed, 0 failed, 1 skipped' });
  });
});

describe('reports', () => {
  it('counts a test file that could not be loaded as failed', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ];
    const report = { testResults, numPassedTests: 1, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };
    expect(vitestCounts(report)).toEqual({ passed: 1, failed: 1, skipped: 2 });
  });

  it('counts a flaky journey as failed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } };
    expect(playwrightCounts(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});
