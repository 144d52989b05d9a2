import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sourcesBelow } from './check-sources.mjs';
import { isolated } from './environment.mjs';
import { packageForTests } from './package.mjs';
import { run } from './processes.mjs';
import { repositoryRoot } from './runtime-folder.mjs';
import { build, prepareElectron, tool, typescript } from './steps.mjs';
import { ensureSystemPackages, isCi, whyNoServers } from './system-packages.mjs';
import { playwrightCounts, summarize, vitestCounts } from './test-counts.mjs';
import { startXvfb } from './xvfb.mjs';

/** The vitest projects (vitest.config.ts) behind each command. */
const projects = { unit: ['unit', 'window'], integration: ['integration'] };

/** `npm run test:unit` and `test:integration`. Arguments go to vitest. */
export async function runVitest(kind, args) {
  if (kind === 'integration') requireServers();
  return run(vitest(kind, args), isolated(process.env));
}

function vitest(kind, args) {
  return tool('vitest', 'vitest.mjs', ['run', ...projects[kind].flatMap((project) => ['--project', project]), ...args]);
}

/**
 * `npm run test:long`: the tests that change, cut and kill at random (those that ask rounds-fixture.ts how often), many times as
 * long. Its first argument is how many times, 20 where it is left out; the others go to vitest.
 */
export async function runLong([times = '20', ...args]) {
  if (!(Number(times) > 0)) throw new Error(`usage: npm run test:long -- [how many times as long, not ${times}]`);
  requireServers();
  const files = sourcesBelow(path.join(repositoryRoot, 'electron'))
    .filter((file) => /\.i?test\.ts$/.test(file) && readFileSync(file, 'utf8').includes('rounds-fixture.ts'))
    .map((file) => path.relative(repositoryRoot, file));
  const kinds = ['unit', 'integration'].map((project) => `--project=${project}`);
  const command = tool('vitest', 'vitest.mjs', ['run', ...kinds, ...args, ...files]);
  return run(command, { ...isolated(process.env), HERON_TIMES: times });
}

/** `npm run test:e2e`: builds, then the journeys on a display of their own. Arguments go to Playwright. */
export async function runEndToEnd(args) {
  requireServers();
  const { env } = await electronTestEnvironment();
  const code = await build(env);
  return code === 0 ? onOwnDesktop(playwright('journeys', args), env) : code;
}

/** `npm run test:package`: builds, packs, and reads and walks through the package (e2e/package). Arguments go to Playwright. */
export async function runPackageTests(args) {
  requireServers();
  const { env, runtime } = await electronTestEnvironment();
  const code = await build(env);
  if (code !== 0) return code;
  const folder = await packageForTests(runtime);
  return onOwnDesktop(playwright('package', args), { ...env, HERON_TEST_PACKAGE: folder });
}

function playwright(project, args) {
  return tool('@playwright/test', 'cli.js', ['test', `--project=${project}`, ...args]);
}

/** `npm run bench`: builds, then e2e/bench/main.ts prints one line per figure. */
export async function runBench(args) {
  return runOnBuilt('e2e/bench/main.ts', args);
}

/** `npm run second-client -- <folder>`: builds, then another mail program shows what Heron sends (e2e/second-client). */
export async function runSecondClient(args) {
  return runOnBuilt('e2e/second-client/main.ts', args);
}

async function runOnBuilt(program, args) {
  requireServers();
  const { env } = await electronTestEnvironment();
  const code = await build(env);
  return code === 0 ? onOwnDesktop(typescript(program, args), env) : code;
}

/** `npm test`: everything, one exit code, and the plain count as the last line. A failed step does not hide the others. */
export async function runAllTests() {
  ensureSystemPackages('test');
  const noServers = whyNoServers();
  // Dovecot can be installed on Linux, so its absence is an error there. On other systems the remaining tests still
  // run.
  if (noServers !== undefined && process.platform === 'linux') throw new Error(noServers);
  const { env, runtime } = noServers === undefined ? await electronTestEnvironment() : { env: isolated(process.env) };
  const reports = mkdtempSync(path.join(os.tmpdir(), 'heron-tests-'));
  try {
    // Beside check and the unit tests, since those against servers wait most of their time.
    const beside = buildAndIntegration({ env, reports, withServers: noServers === undefined });
    const steps = [await check(env), await vitestStep('unit', env, reports)];
    const { built, integration } = await beside;
    steps.push(...integration, built);
    if (noServers === undefined && built.code === 0) {
      steps.push(await playwrightStep('e2e tests', 'journeys', env, reports));
      // The package is Linux', with the runtime of this machine.
      if (process.platform === 'linux') steps.push(await packageStep(runtime, env, reports));
    }
    if (noServers !== undefined) console.error(notRun(noServers));
    const { ok, problems, line } = summarize(steps, { ci: isCi() });
    for (const problem of problems) console.error(problem);
    console.log(line);
    return ok ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/** Both without output until they have ended. */
async function buildAndIntegration({ env, reports, withServers }) {
  const output = 'kept';
  const built = { name: 'build', code: await build(env, { output }) };
  return { built, integration: withServers ? [await vitestStep('integration', env, reports, { output })] : [] };
}

async function check(env) {
  const npm = process.env.npm_execpath;
  const command = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return { name: 'check', code: await run([...command, 'run', '--silent', 'check'], env) };
}

async function vitestStep(kind, env, reports, options) {
  const file = path.join(reports, `${kind}.json`);
  const code = await run(
    vitest(kind, ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]),
    env,
    options,
  );
  return { name: `${kind} tests`, code, counts: readCounts(file, vitestCounts) };
}

async function playwrightStep(name, project, env, reports) {
  const file = path.join(reports, `${project}.json`);
  const command = playwright(project, ['--reporter=list,json']);
  const code = await onOwnDesktop(command, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return { name, code, counts: readCounts(file, playwrightCounts) };
}

async function packageStep(runtime, env, reports) {
  const name = 'package tests';
  try {
    const folder = await packageForTests(runtime);
    return await playwrightStep(name, 'package', { ...env, HERON_TEST_PACKAGE: folder }, reports);
  } catch (error) {
    // Packing has no report, so electron-builder's output is shown here; the counts of the other steps still follow.
    console.error(error);
    return { name, code: 1 };
  }
}

function readCounts(file, counts) {
  // A runner that crashed leaves no report, which counts as no tests run.
  return existsSync(file) ? counts(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
}

/** Runs a command with its own display and session bus on Linux, so that it neither needs nor disturbs a person's desktop. */
async function onOwnDesktop(command, env) {
  if (process.platform !== 'linux') return run(command, env);
  const screen = await startXvfb();
  try {
    return await run(['dbus-run-session', '--', ...command], { ...env, DISPLAY: screen.display });
  } finally {
    await screen.stop();
  }
}

async function electronTestEnvironment() {
  const { runtime, variables } = await prepareElectron('test');
  return { runtime, env: { ...isolated(process.env), ...variables } };
}

function requireServers() {
  ensureSystemPackages('test');
  const reason = whyNoServers();
  if (reason !== undefined) throw new Error(`These tests need their servers. ${reason}`);
}

function notRun(reason) {
  const line = '='.repeat(78);
  return `\n${line}\nNOT RUN: the integration tests and the journeys (${repositoryRoot}/e2e).\n${reason}\nOnly check, build and the unit tests ran.\n${line}\n`;
}
