import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adoptProfile, requestedProfile } from './paths.ts';

const nothing = { argv: ['heron'], environment: {}, workingFolder: '/work' };

describe('the profile folder', () => {
  it('comes from --profile, then HERON_PROFILE, and is made absolute', () => {
    expect(requestedProfile(nothing)).toBeNull();
    expect(requestedProfile({ ...nothing, argv: ['heron', '--profile', 'p'] })).toBe('/work/p');
    expect(requestedProfile({ ...nothing, argv: ['heron', '--profile=/tmp/p'] })).toBe('/tmp/p');
    expect(requestedProfile({ ...nothing, environment: { HERON_PROFILE: '/tmp/e' } })).toBe('/tmp/e');
    expect(
      requestedProfile({ ...nothing, argv: ['heron', '--profile=/tmp/p'], environment: { HERON_PROFILE: '/tmp/e' } }),
    ).toBe('/tmp/p');
  });

  it('takes an empty or missing name as none', () => {
    expect(requestedProfile({ ...nothing, argv: ['heron', '--profile'] })).toBeNull();
    expect(requestedProfile({ ...nothing, environment: { HERON_PROFILE: '  ' } })).toBeNull();
  });

  it('is not chosen by whoever wrote a mail address', () => {
    const argv = ['heron', 'mailto:ada@contoso.test', '--profile=/tmp/evil'];
    expect(requestedProfile({ ...nothing, argv })).toBeNull();
    expect(requestedProfile({ ...nothing, argv: ['heron', '--profile=/tmp/p', ...argv.slice(1)] })).toBe('/tmp/p');
  });

  it('holds every path Electron asks for, and is private', () => {
    const parent = mkdtempSync(join(tmpdir(), 'heron-paths-'));
    const paths = new Map<string, string>();
    const app = { getPath: () => parent, setPath: (name: string, path: string) => void paths.set(name, path) };
    const folder = adoptProfile(app, nothing);
    expect(folder).toBe(join(parent, 'Heron'));
    expect([...paths.values()].every((path) => path.startsWith(folder))).toBe(true);
    expect(statSync(folder).mode & 0o077).toBe(0);
    rmSync(parent, { recursive: true });
  });
});
