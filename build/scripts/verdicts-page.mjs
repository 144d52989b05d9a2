import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exitCodeOf } from '../../electron/terminal/exit-codes.ts';
import { verdictsEn } from '../../shared/texts/verdicts.en.ts';
import { causesOf, verdictIds, verdicts } from '../../shared/verdicts.ts';
import { repositoryRoot } from './runtime-folder.mjs';

/**
 * Writes docs/verdicts.md from the verdicts and their texts; with `--check` it only says whether the file is up to date.
 * Run it by tsx: `npm run docs:verdicts`.
 */
const file = path.join(repositoryRoot, 'docs/verdicts.md');

/** What an error has to be for a cause to fit, in one line. */
function causeText({ code, reasons, references, methods, rungs, token }) {
  const limits = [
    ...(reasons === undefined ? [] : [reasons.join(' or ')]),
    ...(references === undefined ? [] : [references.join(', ')]),
    ...(methods === undefined ? [] : [`signing in by ${methods.join(' or ')}`]),
    ...(rungs === undefined ? [] : [`at the rung ${rungs.join(' or ')}`]),
    ...Object.entries(token ?? {}).map(([name, value]) => `the token’s ${name}: ${value}`),
  ];
  return `\`${code}\`${limits.length === 0 ? '' : ` (${limits.join('; ')})`}`;
}

/** Nine to a sheet, as e2e/harness/verdict-looks.ts draws them. */
function pictureOf(index) {
  const sheet = String(Math.floor(index / 9) + 1).padStart(2, '0');
  const [light, dark] = ['light', 'dark'].map((scheme) => `[${scheme}](screens/verdicts/${sheet}-${scheme}.jpg)`);
  return `- Picture ${(index % 9) + 1} of sheet ${sheet}: ${light}, ${dark}`;
}

function page() {
  const { texts, turns, actions } = verdictsEn;
  const sections = verdictIds.map((id, index) => {
    const { whose, action } = verdicts[id];
    const causes = causesOf(id).map(causeText).join(', ');
    return [
      `## ${texts[id].title}`,
      '',
      texts[id].todo,
      '',
      `- Verdict: \`${id}\`, exit code ${exitCodeOf(id)}`,
      `- ${turns[whose]}; button: ${actions[action]}`,
      `- Follows from: ${causes === '' ? 'no error at all' : causes}`,
      pictureOf(index),
      '',
    ];
  });
  const intro = [
    '# Verdicts',
    '',
    `What “Diagnose…” and \`heron doctor\` can come to: ${verdictIds.length} verdicts, a closed list. The first whose cause fits is the one. Each was produced in`,
    '`electron/diagnosis/verdicts.itest.ts` by what a server, a network or a provider said. This file is made by `npm run docs:verdicts`.',
    '',
  ];
  return `${[...intro, ...sections.flat()].join('\n').trimEnd()}\n`;
}

const wanted = page();
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== wanted) {
    console.error('docs/verdicts.md is not what the code says. Run: npm run docs:verdicts');
    process.exitCode = 1;
  }
} else writeFileSync(file, wanted);
