import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError, Reply } from '../../shared/reply.ts';
import { type HttpTransport, TransportFailure } from '../platform/net-client.ts';
import { isManagedSafely, managedPlace } from './managed-place.ts';
import { sampleOrganisation } from './organisation-fixture.ts';
import { OrganisationService } from './organisation-service.ts';

const { signal } = new AbortController();
const profileOf = (name: string) => JSON.stringify({ ...sampleOrganisation, name });
const reasonOf = (reply: Reply<unknown>) => (reply.ok ? 'none' : reply.error.params.reason);

let folder: string;
let reported: AppError[];
let changes: number;
let transport: HttpTransport;
const managedPath = () => join(folder, 'etc', 'organisation.json');
const owners = [0, process.getuid?.() ?? 0];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-organisation-'));
  await mkdir(join(folder, 'etc'));
  reported = [];
  changes = 0;
  transport = () => Promise.reject(new TransportFailure('lost'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function loaded(): Promise<OrganisationService> {
  const service = new OrganisationService({
    folder,
    managedPath: managedPath(),
    isManagedSafely: (path) => isManagedSafely(path, 'linux', owners),
    transport: (request, ended) => transport(request, ended),
    report: (error) => reported.push(error),
    changed: () => {
      changes += 1;
    },
  });
  await service.load();
  return service;
}

async function chosen(service: OrganisationService, text: string) {
  const path = join(folder, 'chosen.json');
  await writeFile(path, text);
  return service.open(path);
}

describe('the profile that is used', () => {
  it('is shown before it is taken, is kept, and is forgotten', async () => {
    const service = await loaded();
    const shown = await chosen(service, profileOf('Contoso'));
    expect(shown).toMatchObject({ ok: true, value: { organisation: { name: 'Contoso', managed: false } } });
    expect(service.view()).toBeNull();
    expect(service.suggest('ada@contoso.com')).toBeNull();
    if (shown.ok) expect(await service.take(shown.value.candidateId)).toEqual({ ok: true, value: null });
    expect(service.view()?.name).toBe('Contoso');
    const again = await loaded();
    expect(again.view()).toMatchObject({ name: 'Contoso', from: join(folder, 'chosen.json') });
    expect(await again.forget()).toEqual({ ok: true, value: null });
    expect((await loaded()).view()).toBeNull();
    expect([changes, reported]).toEqual([2, []]);
  });

  it('is the administrator’s where there is one, which the user neither replaces nor removes', async () => {
    const own = await loaded();
    const first = await chosen(own, profileOf('Own'));
    if (first.ok) await own.take(first.value.candidateId);
    await writeFile(managedPath(), profileOf('Managed'));
    const service = await loaded();
    expect(service.view()).toMatchObject({ name: 'Managed', managed: true, from: managedPath() });
    const shown = await chosen(service, profileOf('Other'));
    if (shown.ok) expect(reasonOf(await service.take(shown.value.candidateId))).toBe('managed_profile');
    expect(reasonOf(await service.forget())).toBe('managed_profile');
    expect((await loaded()).view()?.name).toBe('Managed');
  });

  it.each([
    ['writable for others', () => chmod(managedPath(), 0o666)],
    ['in a folder that others may write to', () => chmod(join(folder, 'etc'), 0o777)],
  ])('is not the administrator’s when the file is %s', async (_what, open) => {
    await writeFile(managedPath(), profileOf('Managed'));
    await open();
    expect((await loaded()).view()).toBeNull();
    expect(reported.map(({ params }) => params.reason)).toEqual(['not_managed_safely']);
  });

  it('is not the administrator’s when the file is a link', async () => {
    await writeFile(join(folder, 'mine.json'), profileOf('Mine'));
    await symlink(join(folder, 'mine.json'), managedPath());
    expect((await loaded()).view()).toBeNull();
    expect(reported.map(({ params }) => params.reason)).toEqual(['symbolic_link']);
  });

  it.each([
    ['{', 'not_json'],
    ['{}', 'unknown_content'],
    [JSON.stringify({ ...sampleOrganisation, domains: [] }), 'profile_value'],
    [' '.repeat(5 * 1024 * 1024), 'too_large'],
  ])('is none where the file is damaged, and that is said', async (text, reason) => {
    await writeFile(managedPath(), text);
    expect((await loaded()).view()).toBeNull();
    expect(reported.map(({ params }) => params.reason)).toEqual([reason]);
  });

  it('is not taken without having been shown', async () => {
    const service = await loaded();
    await chosen(service, profileOf('Contoso'));
    expect(reasonOf(await service.take('00000000-0000-4000-8000-000000000000'))).toBe('view');
  });
});

describe('a link', () => {
  it('is asked by HTTPS, and shown', async () => {
    const urls: string[] = [];
    transport = async ({ url }) => {
      urls.push(url);
      return { status: 200, headers: {}, body: profileOf('Contoso') };
    };
    const shown = await (await loaded()).openLink('https://intranet.contoso.com/heron.json', signal);
    expect(urls).toEqual(['https://intranet.contoso.com/heron.json']);
    expect(shown).toMatchObject({ value: { organisation: { from: 'https://intranet.contoso.com/heron.json' } } });
  });

  it('that leads nowhere, or to a page, gets a clear error', async () => {
    const service = await loaded();
    expect(reasonOf(await service.openLink('https://x.test/', signal))).toBe('link_failed');
    transport = async () => ({ status: 404, headers: {}, body: '' });
    expect(reasonOf(await service.openLink('https://x.test/', signal))).toBe('link_status');
    transport = async () => ({ status: 200, headers: {}, body: '<html>Sign in</html>' });
    expect(reasonOf(await service.openLink('https://x.test/', signal))).toBe('not_json');
  });
});

describe('suggest', () => {
  it('speaks for the organisation’s addresses, whatever their case, and for no others', async () => {
    await writeFile(managedPath(), profileOf('Contoso'));
    const service = await loaded();
    expect(service.suggest(' Ada@CONTOSO.com ')).toMatchObject({
      provider: 'microsoft365',
      isCertain: true,
      foundBy: 'organisation',
      identity: { clientId: sampleOrganisation.signIn.clientId, tenant: 'contoso.onmicrosoft.com' },
    });
    for (const other of ['ada@mail.contoso.com', 'ada@contoso.com.evil.example', 'contoso', '']) {
      expect([other, service.suggest(other)]).toEqual([other, null]);
    }
  });

  it('keeps the client secret in main', async () => {
    const signIn = { provider: 'google', clientId: 'heron', clientSecret: 'CANARY' };
    await writeFile(managedPath(), JSON.stringify({ ...sampleOrganisation, signIn }));
    const service = await loaded();
    expect(JSON.stringify([service.view(), service.suggest('ada@contoso.com')])).not.toContain('CANARY');
    const named = { clientId: 'heron', tenant: '', loginHost: 'https://accounts.google.com', options: {} };
    expect(service.clientSecret(named)).toBe('CANARY');
    expect(service.clientSecret({ ...named, clientId: 'other' })).toBeNull();
    // To the provider that it was given for, and to no other one.
    expect(service.clientSecret({ ...named, loginHost: 'https://login.evil.example' })).toBeNull();
    expect(service.clientSecret({ ...named, options: { discovery: 'https://login.evil.example' } })).toBeNull();
  });
});

describe('managedPlace', () => {
  it('is one that only administrators write to', () => {
    expect(managedPlace('linux', undefined)).toBe('/etc/heron/organisation.json');
    expect(managedPlace('darwin', undefined)).toBe('/Library/Application Support/Heron/organisation.json');
    expect(managedPlace('win32', 'D:\\Data').replaceAll('/', '\\')).toBe('D:\\Data\\Heron\\organisation.json');
  });
});
