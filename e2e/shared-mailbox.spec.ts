import { expect, test } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look } from './screens.ts';
import { buildMessage, letters } from './servers/messages.ts';
import { closing, composer, composerText, fact, message, openedComposer, openSettings, signInByCode } from './steps.ts';
import { ada, startWorld, type World } from './world.ts';

const team = 'team@contoso.test';

let world: World;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld({ sharedMailboxes: true });
  await world.dovecot.addUser(team);
  await world.dovecot.seed(ada, 'INBOX', letters());
  await world.dovecot.seed(team, 'INBOX', [buildMessage({ subject: 'To all of us', to: team })]);
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
  await world.stop();
});

test('a shared mailbox is opened, written from and kept with the one sign-in', async () => {
  const { window } = heron;
  await signInByCode(window, world, ada);
  await openSettings(window, ada);
  await window.getByRole('button', { name: 'Add a shared mailbox…' }).click();
  const dialog = window.getByRole('dialog');
  await look(window, 'shared-mailbox');
  await dialog.getByLabel('Address of the shared mailbox').fill(team);
  await dialog.getByLabel('Sender’s name').fill('The Engine Team');
  await window.keyboard.press('Enter');
  await expect(dialog.getByText(`Heron could not open ${team} as ${ada}.`)).toBeVisible();
  await look(window, 'shared-mailbox-no-rights');
  await dialog.getByRole('button', { name: 'Copy text for your administrator' }).click();
  expect(await heron.app.evaluate(({ clipboard }) => clipboard.readText())).toContain(
    `Add-MailboxPermission -Identity '${team}' -User '${ada}' -AccessRights FullAccess`,
  );

  // The administrator grants it.
  world.identityProvider.shareMailbox(team, ada);
  await dialog.getByRole('button', { name: 'Add mailbox' }).click();
  await expect(message(window, /To all of us/)).toBeVisible();

  const page = await openedComposer(heron.app, () => window.keyboard.press('c'));
  await composer(page).getByLabel('To', { exact: true }).fill('grace@contoso.test');
  await page.keyboard.press('Enter');
  await composer(page).getByLabel('Subject').fill('From the team');
  await composerText(page).fill('Hello');
  await closing(page, () => page.keyboard.press('ControlOrMeta+Enter'));
  await expect.poll(() => world.smtp.messages.length).toBe(1);
  const sent = world.smtp.messages[0];
  expect([sent?.user, sent?.from]).toEqual([ada, team]);
  expect((await simpleParser(sent?.source ?? '')).from?.text).toBe(`"The Engine Team" <${team}>`);

  // The account that somebody signed in for goes; the sign-in stays, and is renewed.
  await openSettings(window, ada);
  await expect(fact(window, 'Also opens')).toHaveText(team);
  await window.getByRole('button', { name: 'Remove account…' }).click();
  await expect(dialog.getByText(`because it opens ${team} as well.`)).toBeVisible();
  await look(window, 'shared-mailbox-remove');
  await dialog.getByRole('button', { name: 'Remove account' }).click();
  await expect(dialog).toBeHidden();
  world.identityProvider.expireAccessTokens(ada);
  await world.dovecot.kick(team);
  await world.dovecot.deliver(team, 'INBOX', buildMessage({ subject: 'After the renewal', to: team }).raw);
  await window.getByRole('button', { name: 'Back to the mailbox' }).click();
  await expect(message(window, /After the renewal/)).toBeVisible();

  // Its mailbox comes back by the sign-in that is there.
  await window.getByRole('button', { name: 'Add account' }).click();
  await window.getByLabel('Email address').fill(ada);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('radio', { name: `The sign-in of ${ada}` })).toBeFocused();
  await look(window, 'setup-signed-in');
  await window.keyboard.press('Enter');
  await expect(message(window, /Heron|Rooms/).first()).toBeVisible();
  expect(world.identityProvider.counters).toMatchObject({ deviceCodes: 1, reusedRefreshTokens: 0 });
});
