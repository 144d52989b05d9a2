import { faultsOperationsEn } from './faults-operations.en.ts';
import { localeOf } from './format.ts';

const notSaved = {
  settings: 'The settings could not be saved',
  signIn: 'The sign-in could not be saved',
  formerSignIn: 'The former sign-in could not be saved',
  removal: 'The removal of a secret could not be saved',
  secrets: 'The list of secrets could not be saved',
};

/** The one or two sentences that an AppError carries, made in main and in the engine. */
export const faultsEn = {
  operations: faultsOperationsEn,
  cancelled: 'Cancelled.',
  wasCancelled: 'This was cancelled.',
  internal: 'Something in Heron went wrong. The log says what.',
  closing: 'Heron is closing.',
  unknownCall: (name: string) => `There is no call ${name}.`,
  notALink: 'Heron opens web and mail links only.',
  foreignCall: 'This call does not come from Heron’s window.',
  invalidInput: 'Invalid input.',
  /** `until`: milliseconds since the epoch. */
  paused: (until: number) =>
    `Heron is paused until ${new Intl.DateTimeFormat(localeOf('en'), { timeStyle: 'short' }).format(until)}, and does not ask the server until then.`,
  accountClosed: 'The account was closed.',
  connectingFailed: 'Something in Heron went wrong while connecting.',
  syncFailed: 'Something in Heron went wrong while synchronising. The log says what.',
  /** `why` is one or two sentences. */
  notStored: (why: string) => `This is not stored on this computer, and the server cannot be reached. ${why}`,
  engine: {
    restarting: 'Heron’s mail engine stopped and is being started again.',
    starting: 'The mail engine is still starting.',
    accountNotOpen: 'This account is not open.',
    folderNotFound: 'This folder is no longer there.',
    viewNotFound: 'This list is no longer open.',
    messageNotFound: 'This message is no longer in its folder.',
    partNotFound: 'The message has no such part.',
    operationNotFound: 'This change is no longer waiting.',
    partTooLarge: 'This part is larger than 10 MB, so Heron does not show it.',
    notErased: 'The mail stored on this computer could not be deleted.',
    folderFull: (folder: string) => `There is no space left in ${folder}.`,
    fileNotSaved: (folder: string) => `The file could not be saved in ${folder}.`,
    fileNotAllowed: (folder: string) =>
      `The file could not be saved in ${folder}. Choose a folder that you may write to.`,
  },
  message: {
    tooLarge: 'Heron opens messages of up to 25 MB in one piece. Its source can still be shown.',
    cancelled: 'Opening this message was cancelled.',
    noAttachment: 'This message has no such attachment.',
    tooManyParts: 'This message has more than 1,000 parts, so Heron does not unpack it. Its source can still be shown.',
    malformed: 'This message is malformed. Its source can still be shown.',
    unexpected: 'This message was unpacked in an unexpected way. Its source can still be shown.',
    tooSlow: 'Unpacking this message takes too long. Its source can still be shown.',
    tooMuchMemory: 'Unpacking this message takes too much memory. Its source can still be shown.',
    notUnpacked: 'This message could not be unpacked. Its source can still be shown.',
  },
  storage: {
    diskFull: 'There is no space left on the disk, so Heron could not save.',
    cacheDamaged: 'The mail stored on this computer for this account is damaged.',
    queueDamaged: 'The file that holds your pending changes is damaged.',
    failed: 'Heron could not read or write its files on this computer.',
    newer: (file: string) =>
      `A newer version of Heron has used this profile. Install that version again to open ${file}; nothing was changed.`,
    cacheSetAside:
      'The mail stored on this computer was damaged or from a newer Heron. It was set aside and is being loaded again from the server.',
    queueSetAside: (file: string) =>
      `It was set aside as ${file}. Changes that had not reached the server may need to be made again.`,
  },
  /** A file of main's. */
  saving: {
    full: (what: keyof typeof notSaved) => `${notSaved[what]}: the disk is full.`,
    notAllowed: (what: keyof typeof notSaved) => `${notSaved[what]} (Heron may not write to its folder).`,
    /** `code` is the system's, for example "EIO". */
    failed: (what: keyof typeof notSaved, code: string) => `${notSaved[what]} (${code || 'unknown'}).`,
  },
  secrets: {
    damaged: 'The stored sign-in could not be read (damaged). It was kept, in case the keyring is only locked.',
    notDecrypted:
      'The stored sign-in could not be read (not decrypted). It was kept, in case the keyring is only locked.',
    refused: 'The system’s keyring refused to encrypt the sign-in, so it was not saved.',
    noEncryption: 'This Electron offers no encryption.',
    noKeyring: 'No keyring (GNOME Keyring or KWallet) was found.',
    keyringUnusable: 'The system’s keyring cannot be used, perhaps because it is locked.',
    /** `reason` is one of the three above. */
    sessionOnly: (reason: string) => `${reason} Passwords and sign-ins are kept until Heron quits, and not longer.`,
  },
  certificateFile: {
    /** `reason` is one of those below. */
    notUsed: (reason: string, path: string) =>
      `The certificate file of HERON_EXTRA_CA is not used: ${reason}. (${path})`,
    unreadable: (code: string) => `it could not be read (${code || 'unknown'})`,
    tooLarge: 'it is larger than 1 MB',
    empty: 'it contains no certificate in PEM form',
    damaged: 'one of its certificates is damaged',
  },
  settings: {
    unreadable: (code: string, path: string) => `The settings could not be read (${code || 'unknown'}): ${path}`,
    newer: (path: string) =>
      `The settings were written by a newer Heron. This one leaves them alone and cannot start with them: ${path}`,
    /** `place` is the path of a value; empty where it is about all of them. */
    invalid: (place: string) =>
      `The settings were not saved, because a value in them is not valid (${place || 'together'}).`,
    setAside: (path: string) =>
      `Heron starts without accounts. Nothing was deleted: the former settings are in ${path}, and the mail of their accounts is still in this profile.`,
    notSetAside: (code: string, path: string) =>
      `The settings file is damaged and could not be set aside (${code || 'unknown'}): ${path}`,
    /** `wanted` is one of those below. */
    variableIgnored: (name: string, value: string, wanted: string) =>
      `${name} is ignored: “${value}” is not ${wanted}.`,
    wantedServer: 'a server such as outlook.office365.com:993',
    wantedClientId: 'a client ID',
    wantedTenant: 'a tenant ID or domain',
    wantedAddress: 'an address such as https://login.microsoftonline.com',
  },
  accounts: {
    missing: 'This account is not there any more.',
    exists: (address: string) => `${address} is already set up in Heron.`,
    hasPassword: 'This account signs in with a password.',
    passwordMissing: 'The password of this account is not stored on this computer. Enter it again.',
    testWithoutReason: 'The connection test failed without a reason.',
  },
  /** What a provider wants for its password field. */
  hints: {
    gmail: 'Gmail wants an app password here, which needs 2-Step Verification to be on in your Google account.',
    icloud: 'iCloud wants an app-specific password, which you make in your Apple Account’s settings.',
    yahoo: 'Yahoo wants an app password, which you make in your Yahoo account’s security settings.',
    fastmail: 'Fastmail wants an app password, which you make in its settings under Privacy & Security.',
  },
};
