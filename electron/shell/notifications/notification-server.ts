import type { SessionBus } from '../../platform/session-bus.ts';

/**
 * Whether the notification server reads the body as markup (Desktop Notifications Specification, "body-markup"). Electron hands the
 * body over as it is, so a stranger's subject has to be escaped then. Where nobody answers: yes, which shows "&amp;" at the worst.
 */
export async function readsMarkup(bus: SessionBus): Promise<boolean> {
  const answer = await bus({
    destination: 'org.freedesktop.Notifications',
    path: '/org/freedesktop/Notifications',
    method: 'org.freedesktop.Notifications.GetCapabilities',
    argv: [],
  });
  return answer === null || answer.includes("'body-markup'");
}

/** Escapes text for use as the body's markup. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
