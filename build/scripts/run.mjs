import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runPackage } from './package.mjs';
import { runApp, runDemo, runDev } from './run-app.mjs';
import {
  runAllTests,
  runBench,
  runEndToEnd,
  runLong,
  runPackageTests,
  runSecondClient,
  runVitest,
} from './run-tests.mjs';

const commands = {
  start: runApp,
  dev: runDev,
  demo: runDemo,
  test: runAllTests,
  'test:unit': (args) => runVitest('unit', args),
  'test:integration': (args) => runVitest('integration', args),
  'test:e2e': runEndToEnd,
  'test:long': runLong,
  'test:package': runPackageTests,
  package: runPackage,
  bench: runBench,
  'second-client': runSecondClient,
};

/**
 * The command and what is passed on to its program.
 * @param {string[]} argv without node and the script
 */
export function parseCommand(argv) {
  const [name, ...args] = argv;
  if (name === undefined || !Object.hasOwn(commands, name)) {
    return { error: `usage: node build/scripts/run.mjs <${Object.keys(commands).join(' | ')}> [arguments]` };
  }
  // npm removes one `--`; a second one was meant for npm as well.
  return { name, args: args[0] === '--' ? args.slice(1) : args };
}

async function main() {
  const parsed = parseCommand(process.argv.slice(2));
  if (parsed.error !== undefined) {
    console.error(parsed.error);
    return 2;
  }
  try {
    return await commands[parsed.name](parsed.args);
  } catch (error) {
    // A plain Error carries a message for the user; any other error is a fault of these scripts.
    console.error(error.constructor === Error ? `\n${error.message}` : error);
    return 1;
  }
}

if (existsSync(process.argv[1] ?? '') && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  process.exitCode = await main();
}
