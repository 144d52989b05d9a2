import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { consentCommands, letterLink, permissionName } from '../../shared/admin-consent.ts';
import { guidanceText } from '../../shared/error-texts.ts';
import type { Guidance } from '../../shared/reply.ts';
import { languages } from '../../shared/texts/format.ts';
import { setLanguage, textsIn } from '../../shared/texts/texts.ts';
import { mailtoUrl } from '../platform/mailto-url.ts';

const scopes = [
  'https://outlook.office.com/IMAP.AccessAsUser.All',
  'https://outlook.office.com/SMTP.Send',
  'offline_access',
];
const clientId = '11111111-2222-4333-8444-555555555555';
const tenant = '66666666-7777-4888-8999-000000000000';
const guidance: Guidance = {
  letter: { kind: 'consent', permissions: scopes, clientId, tenant },
  adminUrl: `https://login.microsoftonline.com/${tenant}/adminconsent?client_id=${clientId}`,
  reference: 'AADSTS90094',
  correlationId: '7f8c2f7e-2c5a-4b8e-8ac1-2d1f0f7f1200',
  at: Date.UTC(2026, 10, 28, 21, 0, 5),
};

afterEach(() => setLanguage('en'));

describe('the administrator’s approval', () => {
  it('is one command for all people, with the names that Microsoft’s pages show', () => {
    const commands = consentCommands(clientId, scopes);
    expect(commands).toContain(`appId eq '${clientId}'`);
    expect(commands.split('\n').at(-1)).toMatch(/-Scope "IMAP\.AccessAsUser\.All SMTP\.Send"$/);
    expect(commands).not.toContain('offline_access');
  });

  it('stands in docs/admin.md as in the window', () => {
    const page = readFileSync(new URL('../../docs/admin.md', import.meta.url), 'utf8');
    expect(page).toContain(consentCommands('<client id>', scopes));
    for (const name of scopes.map(permissionName)) expect(page).toContain(`\`${name}\``);
    expect(page).toContain('/adminconsent?client_id=');
  });

  it.each(languages)('is asked for by a letter that a mailto link carries whole (%s)', (language) => {
    setLanguage(language);
    const text = guidanceText(guidance).adminText ?? '';
    for (const part of [
      guidance.adminUrl,
      clientId,
      tenant,
      'AADSTS90094',
      guidance.correlationId,
      '2026-11-28 21:00:05 UTC',
    ]) {
      expect(text).toContain(part);
    }
    const link = mailtoUrl(new URL(letterLink(textsIn(language).diagnosis.approval.subject, text)));
    const body = new URL(link ?? '').searchParams.get('body');
    expect(body?.replaceAll('\r\n', '\n')).toBe(text);
  });

  it.each(languages)('says of each permission what it is for (%s)', (language) => {
    const words = textsIn(language).diagnosis.approval.permissions;
    expect(Object.keys(words)).toEqual(scopes.map(permissionName));
  });
});
