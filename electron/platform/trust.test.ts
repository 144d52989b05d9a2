import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExtraCa, trustedAuthorities } from './trust.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-trust-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('readExtraCa', () => {
  it('is nothing when none is named', () => {
    expect(readExtraCa(undefined)).toEqual({ path: null, pem: null, error: null });
    expect(readExtraCa(' ')).toEqual({ path: null, pem: null, error: null });
  });

  it('takes all certificates of the file, and nothing else of it', () => {
    const path = join(folder, 'ca.pem');
    const [one = '', two = ''] = rootCertificates;
    writeFileSync(path, `a comment\n${one}\n-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n${two}\n`);
    expect(readExtraCa(path)).toEqual({ path, pem: `${one}\n${two}\n`, error: null });
  });

  it.each([
    ['missing', null, 'unreadable'],
    ['not PEM', 'hello', 'empty'],
    ['damaged', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'damaged'],
    ['huge', 'x'.repeat(1_000_001), 'too_large'],
  ])('names the reason and uses nothing when the file is %s', (_case, text, reason) => {
    const path = join(folder, 'ca.pem');
    if (text !== null) writeFileSync(path, text);
    const read = readExtraCa(path);
    expect(read.pem).toBeNull();
    const systemCode = text === null ? 'ENOENT' : '';
    expect(read.error?.params).toEqual({ reason: 'certificate_file', problem: reason, systemCode, path });
  });
});

describe('the authorities that TLS trusts', () => {
  const source = (kind: 'default' | 'system') => (kind === 'system' ? ['system', 'both'] : ['own', 'both']);

  it('are Node’s own where nothing else is there', () => {
    expect(trustedAuthorities(null, null)).toBeUndefined();
    expect(trustedAuthorities(null, () => [])).toBeUndefined();
  });

  it('are those of the system and the extra ones besides, each once', () => {
    expect(trustedAuthorities('extra', source)).toEqual(['own', 'both', 'system', 'extra']);
    expect(trustedAuthorities(null, source)).toEqual(['own', 'both', 'system']);
    expect(trustedAuthorities('extra', null)).toEqual([...rootCertificates, 'extra']);
  });

  it('are as before where the system’s store cannot be read', () => {
    const broken = (kind: 'default' | 'system') => {
      if (kind === 'system') throw new Error('no store');
      return ['own'];
    };
    expect(trustedAuthorities('extra', broken)).toEqual(['own', 'extra']);
    expect(trustedAuthorities(null, broken)).toBeUndefined();
  });
});
