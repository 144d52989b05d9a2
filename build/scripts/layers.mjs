/**
 * The rooms of the house, the ground floor first: what lies in one may import from itself and from those before it, never from a
 * later one. A file belongs to the room with the longest matching path. ARCHITECTURE.md says what each room is for.
 */
export const layers = [
  'shared',
  'electron/mail',
  'electron/platform',
  'electron/mime',
  'electron/imap',
  'electron/store',
  'electron/compose',
  'electron/operations',
  'electron/sync/folder',
  'electron/sync/connections',
  'electron/sync',
  'electron/smtp',
  'electron/diagnosis',
  'electron/drafts',
  'electron/outbox',
  'electron/engine',
  'electron/auth',
  'electron/discovery',
  'electron/accounts',
  'electron/moving',
  'electron/organisation',
  'electron/images',
  'electron/preferences',
  'electron/bridge',
  'electron/shell',
  'electron/terminal',
  'electron/composition',
  'electron/main.ts',
  'renderer/components',
  'renderer/bridge.ts',
  'renderer/stores',
  'renderer/keyboard',
  'renderer/diagnosis',
  'renderer/sign-in',
  'renderer/setup',
  'renderer/reader',
  'renderer/compose',
  'renderer/mailbox',
  'renderer/commands',
  'renderer/settings',
  'renderer',
];

const testSupport =
  /(\.test|\.itest)\.tsx?$|-(fake|fixture|harness|samples|example|script)\.tsx?$|\/fake-[a-z-]+\.tsx?$|\/testing\/|(^|\/)e2e\//;

/**
 * Tests, and what only tests use: it may look everywhere, and is no part of Heron.
 * @param {string} file a path with `/` between folders
 */
export function isForTests(file) {
  return testSupport.test(file);
}
