import { expect, test } from '@playwright/test';
import { type Heron, launchHeron, removeProfile } from './app.ts';
import { look, picture } from './screens.ts';
import { startFaultProxy } from './servers/fault-proxy.ts';
import { startHostileImap } from './servers/hostile-imap.ts';
import { hostileScripts } from './servers/hostile-scripts.ts';
import { startOver } from './start-over.ts';
import { testPasswordAccount } from './steps.ts';
import { ada, password, startWorld, type World } from './world.ts';

let world: World;
let heron: Heron;

test.beforeAll(async () => {
  world = await startWorld();
  heron = await launchHeron({ environment: world.environment });
});
test.afterAll(async () => {
  await heron?.quit();
  if (heron) await removeProfile(heron.profile);
  await world?.stop();
});
test.beforeEach(() => startOver(heron));

const failedStep = (name: string) =>
  heron.window.getByRole('list', { name: 'Connection test' }).locator('[data-state=failed]', { hasText: name });

test('a wrong password is named at the sign-in, and what was typed is kept', async () => {
  const { window } = heron;
  await testPasswordAccount(window, { address: ada, password: 'wrong', port: world.dovecot.tlsPort });
  await expect(failedStep('Sign in')).toBeVisible();
  await expect(window.getByText('The server did not accept the user name or password.')).toBeVisible();
  await look(window, 'wrong-password');
  await window.getByRole('button', { name: 'Diagnose…' }).click();
  const diagnosis = window.getByRole('dialog');
  const rungs = diagnosis.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(diagnosis.getByText('The password was not sent again')).toBeVisible();
  await expect(rungs.filter({ hasText: 'What the server offers' })).toHaveAttribute('data-state', 'passed');
  await expect(rungs.filter({ hasText: 'Sign in' }).first()).toHaveAttribute('data-state', 'skipped');
  await look(window, 'setup-diagnosis');
  await diagnosis.getByRole('button', { name: 'Close' }).last().click();
  await window.getByRole('button', { name: 'Enter the password again' }).click();
  await expect(window.getByLabel('User name')).toHaveValue(ada);
  await expect(window.getByLabel('IMAP port')).toHaveValue(String(world.dovecot.tlsPort));
});

test('S2 an unknown host, bad certificates, a server that hangs and one that speaks nonsense are each named, and what was typed is kept', async () => {
  const { window } = heron;
  await testPasswordAccount(window, { address: ada, password, host: 'imap.contoso.invalid', port: 993 });
  await expect(failedStep('Find the server')).toBeVisible();
  await expect(window.getByText('No server has this name.')).toBeVisible();
  await expect(window.getByText('imap.contoso.invalid').first()).toBeVisible();
  await window.getByRole('button', { name: 'Back' }).click();
  await window.getByLabel('IMAP server').fill('localhost');
  const testPort = async (port: number) => {
    await window.getByLabel('IMAP port').fill(String(port));
    await window.getByRole('button', { name: 'Test connection' }).click();
  };

  const cases = [
    { leaf: world.ca.expired, title: 'The server’s certificate has expired.' },
    { leaf: world.ca.wrongHost, title: 'The server’s certificate belongs to another name.' },
    { leaf: world.ca.selfSigned, title: 'The server’s certificate cannot be trusted.' },
  ];
  for (const [index, { leaf, title }] of cases.entries()) {
    const server = await startHostileImap({}, { leaf });
    await testPort(server.port);
    await expect(failedStep('Encrypt the connection')).toBeVisible();
    await expect(window.getByText(title)).toBeVisible();
    expect(server.lines.join('\n')).not.toContain(password);
    await picture(window, `certificate-${index}`);
    await server.stop();
    await window.getByRole('button', { name: 'Back' }).click();
  }

  const proxy = await startFaultProxy({ target: { port: world.dovecot.tlsPort } });
  await proxy.set({ kind: 'hang' });
  await testPort(proxy.port);
  await proxy.whenConnections(1);
  await expect(window.getByRole('heading', { name: 'Testing the connection' })).toBeVisible();
  await window.getByRole('button', { name: 'Cancel' }).click();
  await proxy.whenConnections(0);
  await proxy.stop();

  const hostile = await startHostileImap(hostileScripts.nonsense, { leaf: world.ca.leaf });
  await testPort(hostile.port);
  await expect(window.getByText('The server’s answer makes no sense for a mail server.')).toBeVisible();
  await hostile.stop();
});

test('BasicAuthBlocked during setup leads to Microsoft’s sign-in with what was typed', async () => {
  const { window } = heron;
  await world.dovecot.basicAuthBlocked(ada, true);
  await testPasswordAccount(window, { address: ada, password: password, port: world.dovecot.tlsPort });
  const instead = window.getByRole('button', { name: 'Sign in with Microsoft instead' });
  await expect(instead).toBeVisible();
  await look(window, 'setup-basic-auth-blocked');
  await instead.click();
  await expect(window.getByText(ada).first()).toBeVisible();
  await expect(window.getByRole('button', { name: 'Use a code instead' })).toBeVisible();
});
