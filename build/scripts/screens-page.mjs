import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './runtime-folder.mjs';

/** The gallery's parts: a heading, and how the names of its pictures begin. What fits nowhere comes last. */
const parts = [
  [
    'Setup and sign-in',
    /^(welcome|microsoft|device-code|code-|confirm|admin|setup-|wrong-|demo-(welcome|microsoft|device|basic))/,
  ],
  ['Mailbox', /^(mailbox-|search-|two-accounts|offline|needs-sign-in|no-keyring|folder-names|zoom-mailbox)/],
  ['Reader', /^(reading|demo-|images-|nasty|reader-)/],
  ['Commands', /^(palette|shortcuts)/],
  ['Dialogs', /^dialog-/],
  ['Settings', /^(settings-|switch-|basic-auth|diagnosis|zoom-settings)/],
  ['German', /^german-/],
  ['Right to left', /^rtl-/],
];

/**
 * The page of all screens and states, from the names of the pictures that `look` keeps (e2e/screens.ts).
 * @param files names in docs/screens/all, for example "palette-dark.jpg"
 * @returns Markdown
 */
export function screensPage(files) {
  const names = [...new Set(files.map((file) => /^(.+)-(?:light|dark)\.jpg$/.exec(file)?.[1]).filter(Boolean))].sort();
  const partOf = (name) => parts.find(([, pattern]) => pattern.test(name))?.[0] ?? 'When something is wrong';
  const headings = [...parts.map(([heading]) => heading), 'When something is wrong'];
  const sections = headings.map((heading) => {
    const rows = names
      .filter((name) => partOf(name) === heading)
      .map(
        (name) => `| \`${name}\` | ![${name}, light](all/${name}-light.jpg) | ![${name}, dark](all/${name}-dark.jpg) |`,
      );
    return rows.length === 0 ? [] : [`## ${heading}`, '', '| | light | dark |', '| --- | --- | --- |', ...rows, ''];
  });
  const intro = [
    '# All screens and states',
    '',
    'Made by the journeys (`HERON_PICTURES=1 npm run test:e2e`, then `node build/scripts/screens-page.mjs`); axe finds nothing in any of them.',
    '',
  ];
  return `${[...intro, ...sections.flat()].join('\n').trimEnd()}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = path.join(repositoryRoot, 'docs/screens');
  writeFileSync(path.join(folder, 'README.md'), screensPage(readdirSync(path.join(folder, 'all'))));
}
