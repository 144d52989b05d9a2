import type { ServerEndpoint, SetupDefaults } from '../../shared/mail.ts';
import { isMicrosoftHost } from '../../shared/mail-hosts.ts';
import { endpointOf } from '../accounts/presets.ts';
import { providerPresets } from '../accounts/provider-presets.ts';

/** Whether an IMAP server is Microsoft's: one of its own, or the one that Heron was started with. */
export function isMicrosoft(host: string, defaults: SetupDefaults): boolean {
  return host.toLowerCase() === defaults.microsoft.imap.host.toLowerCase() || isMicrosoftHost(host);
}

/** What the passwords of an IMAP server are called at its provider. */
export function passwordKind(host: string): 'password' | 'app_password' {
  return presetOf(host)?.method ?? 'password';
}

/** The server for sending that belongs to one for reading: the provider's, else the usual name beside it. */
export function sendingServer(imap: ServerEndpoint, defaults: SetupDefaults): ServerEndpoint {
  if (isMicrosoft(imap.host, defaults)) return defaults.microsoft.smtp;
  const preset = presetOf(imap.host);
  if (preset !== undefined) return endpointOf(preset.smtp);
  const host = imap.host.replace(/^imap\./i, 'smtp.');
  return { host, port: 587, security: 'starttls' };
}

function presetOf(host: string) {
  return providerPresets.find(({ imap }) => endpointOf(imap).host === host.toLowerCase());
}
