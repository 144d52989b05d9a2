/**
 * `npm run bench -- thunderbird [count]`: the first sync of a folder by Thunderbird (Debian's package) and by Heron, of folders of the same
 * size on the same server, one after the other, with the raw wire beside.
 */
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { startThunderbird } from '../second-client/thunderbird-program.ts';
import { buildMessage } from '../servers/messages.ts';
import { folder, signInByCode } from '../steps.ts';
import { ada, password, startWorld, type World } from '../world.ts';
import type { Figure } from './figures.ts';
import { clickToRows, untilStored } from './first-sync.ts';
import { connectMarionette, marionetteArgs, marionettePreferences } from './marionette.ts';
import { rawWire, warm } from './wire.ts';

/** Three folders of the same size, so that the server meets each for the first time. */
const folders = { wire: 'Deleted Items', thunderbird: 'Conversation History', heron: 'Archive' } as const;

/** Headers only: neither texts for reading offline, nor Thunderbird's global index, which Heron has at the same time. */
const headersOnly = {
  'mail.server.default.autosync_offline_stores': false,
  'mail.server.default.offline_download': false,
  'mailnews.database.global.indexer.enabled': false,
};

/**
 * Runs in Thunderbird: adds the account, opens the folder, and answers how many milliseconds passed until its database had so many messages.
 * `Services`, `Cc` and `Ci` are there in Marionette's context of the program.
 */
const firstSync = `
  const [port, user, password, certificate, name, count, done] = arguments;
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(certificate, 'CT,,');
  const server = MailServices.accounts.createIncomingServer(user, 'localhost', 'imap');
  server.port = port;
  server.socketType = Ci.nsMsgSocketType.SSL;
  server.authMethod = Ci.nsMsgAuthMethod.passwordCleartext;
  server.password = password;
  server.loginAtStartUp = false;
  const identity = MailServices.accounts.createIdentity();
  identity.email = user;
  const account = MailServices.accounts.createAccount();
  account.addIdentity(identity);
  account.incomingServer = server;
  server.valid = true;
  const wait = (ms) => new Promise((next) => setTimeout(next, ms));
  const open = async () => {
    const found = () => server.rootFolder.descendants.find((entry) => entry.name === name);
    server.performExpand(null);
    while (found() === undefined) await wait(50);
    const folder = found();
    const started = Date.now();
    folder.updateFolder(null);
    // Not the total that a folder shows, which the server's STATUS sets before there are any messages.
    while (folder.msgDatabase.dBFolderInfo.numMessages < count) await wait(50);
    return Date.now() - started;
  };
  open().then(done, (error) => done(String(error)));
`;

export async function measureThunderbird(words: readonly string[], print: (figure: Figure) => void): Promise<void> {
  const count = Number(words[0] ?? 100_000);
  const world = await startWorld();
  try {
    await world.dovecot.seed(ada, 'INBOX', [buildMessage({ subject: 'The only one here' })]);
    for (const name of Object.values(folders)) {
      await world.dovecot.seedMany(ada, name, count);
      await warm(world, name);
    }
    const wire = await rawWire(world, ada, folders.wire);
    console.log(`raw wire of such a folder: ${wire.toFixed(1)} s`);
    const heron = await heronSeconds(world, count);
    const thunderbird = await thunderbirdSeconds(world, count);
    console.log(`Thunderbird: ${thunderbird.toFixed(1)} s, ${(thunderbird / wire).toFixed(1)} × the raw wire`);
    print({
      name: `${count.toLocaleString('en')} headers stored, beside Thunderbird on the same machine`,
      value: heron,
      unit: 's',
      target: Number(thunderbird.toPrecision(3)),
    });
  } finally {
    await world.stop();
  }
}

async function heronSeconds(world: World, count: number): Promise<number> {
  const heron: Heron = await launchHeron({ environment: world.environment });
  try {
    // tsx names functions through a helper that the page does not have.
    await heron.window.evaluate('globalThis.__name = (value) => value');
    await signInByCode(heron.window, world, ada);
    await folder(heron.window, folders.heron).waitFor();
    const first = await clickToRows(heron, folders.heron);
    return first / 1_000 + (await untilStored(heron, count));
  } finally {
    await heron.quit();
    await removeProfile(heron.profile);
  }
}

async function thunderbirdSeconds({ dovecot, ca }: World, count: number): Promise<number> {
  const thunderbird = await startThunderbird({
    preferences: { ...headersOnly, ...marionettePreferences },
    args: marionetteArgs,
  });
  try {
    const marionette = await connectMarionette(thunderbird.profile);
    const certificate = ca.caPem.replace(/-----[^-]+-----|\s/g, '');
    const answer = await marionette.run(firstSync, [
      dovecot.tlsPort,
      ada,
      password,
      certificate,
      folders.thunderbird,
      count,
    ]);
    marionette.close();
    if (typeof answer !== 'number') throw new Error(`Thunderbird: ${String(answer)}`);
    return answer / 1_000;
  } finally {
    await thunderbird.end();
  }
}
