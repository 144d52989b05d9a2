import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { leakingFiles, leaksIn } from './canary.ts';
import { canary } from './world.ts';

const around = ['', 'a', 'ab', 'abc'];

it('I2 the canary is found in SASL’s Base64, wherever in it the token stands', () => {
  for (const name of around) {
    const initial = Buffer.from(`user=${name}@contoso.test\u0001auth=Bearer ${canary}.rest\u0001\u0001`);
    for (const encoding of ['base64', 'base64url'] as const) {
      expect(leaksIn(`A1 AUTHENTICATE XOAUTH2 ${initial.toString(encoding)}`)).toHaveLength(1);
    }
  }
});

it('I2 the canary is found in clear, in hexadecimal digits and in UTF-16, and nowhere else', () => {
  expect(leaksIn(`"token":"x${canary}y"`)).toEqual([canary]);
  expect(leaksIn(Buffer.from(`x${canary}`).toString('hex'))).toHaveLength(1);
  expect(leaksIn(Buffer.from(`x${canary}`, 'utf16le').toString('latin1'))).toHaveLength(1);
  expect(leaksIn('Q0FOQVJZ canary7F3A')).toEqual([]);
});

it('I2 a file is named that holds it, text or not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heron-canary-'));
  try {
    const secret = Buffer.from(`\u0000ada\u0000${canary}`);
    await writeFile(join(folder, 'cache.db'), Buffer.concat([Buffer.from([0xff, 0x00, 0x80]), secret]));
    await writeFile(join(folder, 'heron.log'), `AUTH PLAIN ${secret.toString('base64')}`);
    await writeFile(join(folder, 'clean'), 'CANARY');
    expect((await leakingFiles(folder)).sort()).toEqual([join(folder, 'cache.db'), join(folder, 'heron.log')]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
