/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** Counts of vitest's JSON report. A file that could not even be loaded has no tests, but failed. */
export function vitestCounts(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts of Playwright's JSON report. A test that passed only when repeated did fail. */
export function playwrightCounts(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * Adds up the steps of a run. A step that ended badly without naming a failed test (types, a crash) counts as one failure,
 * and so does a test step in which no test ran, or in CI a skipped test.
 * @param {{ name: string, code: number, counts?: Counts }[]} steps `counts` is missing for a step without tests, like check
 */
export function summarize(steps, { ci }) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const problems = [];
  for (const { name, code, counts } of steps) {
    const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (code !== 0 && failed === 0) {
      total.failed += 1;
      problems.push(`${name} failed (code ${code}).`);
    } else if (counts !== undefined && passed + failed === 0) {
      total.failed += 1;
      problems.push(`${name}: no test ran.`);
    } else if (failed > 0) {
      problems.push(`${name}: ${failed} failed.`);
    }
    if (ci && skipped > 0) problems.push(`${name}: ${skipped} skipped, which CI does not accept.`);
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  return { ok: problems.length === 0, problems, line: `${total.passed} passed, ${total.failed} failed${skipped}` };
}
