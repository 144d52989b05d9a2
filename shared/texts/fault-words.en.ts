/** Closed sets of words that the sentences about errors are built from. An error's params name them by their keys. */
export const faultWordsEn = {
  /** A server's own words in brackets for the end of a sentence; empty where it gave none. */
  quoted: (words: string) => (words === '' ? '' : ` (“${words}”)`),
  /** Why a change on a server was refused, where the server did not say so itself. */
  refusals: {
    no_reason: 'The server gave no reason.',
    no_read_state: 'The server keeps no read state in this folder.',
    no_flagged_state: 'The server keeps no stars in this folder.',
    no_move: 'The server can neither move messages nor remove single ones.',
    no_removal: 'The server lets no messages be removed from this folder.',
    no_labels: 'The server has no labels any more.',
    no_tags: 'The server does not keep this tag in this folder. Neither you nor Heron can change that.',
    no_folder_name: 'This is no name for a folder.',
    ends_each_time: 'The connection ended each time.',
    still_there: 'The server removed nothing.',
    no_extent: 'The server does not say which messages the folder has. Open it first.',
  },
  /** What to do about a recipient that a server did not take. */
  recipientRefusals: {
    unknown: 'Check how the address is written.',
    domain: 'Nobody receives mail at the part after the @: check it.',
    full: 'That mailbox is full: its owner has to make room in it.',
    closed: 'That mailbox is closed. Ask its owner for another address.',
    not_allowed: 'That mailbox does not take mail from everybody: ask its owner in another way to let yours in.',
    unicode: 'The server cannot send to letters beyond ASCII. Ask for another address.',
    other: 'Check the address, or leave it out.',
  },
  /** What could not be written to the disk. */
  notSaved: {
    settings: 'The settings could not be saved',
    sign_in: 'The sign-in could not be saved',
    former_sign_in: 'The former sign-in could not be saved',
    removal: 'The removal of a secret could not be saved',
    secrets: 'The list of secrets could not be saved',
  },
  /** Why there is nothing to encrypt secrets with. */
  keyring: {
    no_encryption: 'This Electron offers no encryption.',
    no_keyring: 'No keyring (GNOME Keyring or KWallet) was found.',
    unusable: 'The system’s keyring cannot be used, perhaps because it is locked.',
  },
  /** What is wrong with the file of HERON_EXTRA_CA. `systemCode` is the system's, for example "ENOENT". */
  certificateFile: {
    unreadable: (systemCode: string) => `it could not be read (${systemCode || 'unknown'})`,
    too_large: () => 'it is larger than 1 MB',
    empty: () => 'it contains no certificate in PEM form',
    damaged: () => 'one of its certificates is damaged',
  },
  /** The form that an environment variable should have. */
  wanted: {
    server: 'a server such as outlook.office365.com:993',
    client_id: 'a client ID',
    tenant: 'a tenant ID or domain',
    address: 'an address such as https://login.microsoftonline.com',
  },
  /** Why a certificate is not trusted. */
  untrusted: {
    self_signed: 'it is self-signed',
    unknown_authority: 'it comes from an authority that this computer does not know',
    untrusted_authority: 'its authority is not trusted',
    revoked: 'it has been revoked',
    invalid_authority: 'its authority is not valid',
    not_for_servers: 'it is not meant for servers',
    invalid_chain: 'its chain of authorities is not valid',
    long_chain: 'its chain of authorities is too long',
    wrong_signature: 'its signature is wrong',
  },
  /** What the connection test was doing. */
  testing: {
    dns: 'while looking up its name',
    tcp: 'while connecting',
    tls: 'while agreeing on encryption',
    greeting: 'while waiting for its greeting',
    sign_in: 'while signing in',
    mailbox: 'while opening the inbox',
  },
};

export type RefusalName = keyof typeof faultWordsEn.refusals;
export type RecipientRefusal = keyof typeof faultWordsEn.recipientRefusals;
export type SavedThing = keyof typeof faultWordsEn.notSaved;
export type KeyringProblem = keyof typeof faultWordsEn.keyring;
export type CertificateFileProblem = keyof typeof faultWordsEn.certificateFile;
export type WantedValue = keyof typeof faultWordsEn.wanted;
export type UntrustedBecause = keyof typeof faultWordsEn.untrusted;

/**
 * Why the server refused an operation: in its own words, cleaned, or by the key (`own`) of a reason in Heron's words.
 */
export interface ServerSaid {
  readonly said: string;
  readonly own?: RefusalName;
}
