import type { ServerEndpoint, SetupDefaults } from '../../shared/mail.ts';
import { endpointOf } from '../accounts/presets.ts';
import { liesIn, providerPresets } from '../accounts/provider-presets.ts';

/** Who runs an IMAP server, as far as its name tells. */
export function providerOf(host: string, defaults: SetupDefaults): 'microsoft' | 'other' {
  const name = host.toLowerCase();
  const own = ['office365.com', 'office365.us', 'outlook.com', 'outlook.cn'];
  return name === defaults.microsoft.imap.host.toLowerCase() || liesIn(name, own) ? 'microsoft' : 'other';
}

/** What the passwords of an IMAP server are called at its provider. */
export function passwordKind(host: string): 'password' | 'app_password' {
  return presetOf(host)?.method ?? 'password';
}

/** The server for sending that belongs to one for reading: the provider's, else the usual name beside it. */
export function sendingServer(imap: ServerEndpoint, defaults: SetupDefaults): ServerEndpoint {
  if (providerOf(imap.host, defaults) === 'microsoft') return defaults.microsoft.smtp;
  const preset = presetOf(imap.host);
  if (preset !== undefined) return endpointOf(preset.smtp);
  const host = imap.host.replace(/^imap\./i, 'smtp.');
  return { host, port: 587, security: 'starttls' };
}

function presetOf(host: string) {
  return providerPresets.find(({ imap }) => endpointOf(imap).host === host.toLowerCase());
}
