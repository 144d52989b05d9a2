/**
 * `npm run second-client -- <folder>`: Heron writes one message of each kind and sends it; Thunderbird (Debian's package, with `xdotool` and
 * ImageMagick) opens what arrived at the server, as HTML and as plain text, and its pictures lie in the folder beside the messages. A person
 * looks at them.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeLetters } from './letters.ts';
import { picturesOf } from './thunderbird.ts';

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: npm run second-client -- <folder>');
const folder = resolve(target);
await mkdir(folder, { recursive: true });

const files: { readonly path: string; readonly subject: string }[] = [];
for (const { name, subject, source } of await writeLetters(folder)) {
  const path = join(folder, `${name}.eml`);
  await writeFile(path, source);
  files.push({ path, subject });
}
console.log(`${files.length} messages were sent by Heron.`);
for (const asText of [false, true]) {
  for (const picture of await picturesOf(files, asText)) console.log(picture);
}
