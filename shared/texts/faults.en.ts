import {
  type CertificateFileProblem,
  type KeyringProblem,
  type SavedThing,
  type WantedValue,
  faultWordsEn as words,
} from './fault-words.en.ts';
import { localeOf } from './format.ts';
import { type RuleName, rulesEn } from './rules.en.ts';

interface InFolder {
  readonly folder: string;
}
interface Named {
  readonly name: string;
}
/** `systemCode` is the system's, for example "EIO"; empty where it gave none. */
interface OnDisk {
  readonly systemCode: string;
  readonly path: string;
}
interface Saving {
  readonly what: SavedThing;
}

/**
 * What went wrong in calls and on this computer, by error code and, within it, by reason. A text is given the params of
 * an error with this code and reason. Codes and reasons are stored (user.db), so renaming one needs a migration there.
 */
export const faultsEn = {
  invalid_input: {
    /** A value from the window is against one of Heron's rules. `field`: its path, for example "imap.host"; empty for the whole. */
    rule: ({ field, rule }: { readonly field: string; readonly rule: RuleName }) =>
      `${field && `${field}: `}${rulesEn[rule]}`,
    /** A value from the window is not what Heron's own window sends. */
    malformed: ({ field }: { readonly field: string }) => `${field && `${field}: `}Invalid input.`,
    unknown_call: ({ name }: Named) => `There is no call ${name}.`,
    certificate_file: ({ problem, systemCode, path }: OnDisk & { readonly problem: CertificateFileProblem }) =>
      `The certificate file of HERON_EXTRA_CA is not used: ${words.certificateFile[problem](systemCode)}. (${path})`,
    /** `place` is the path of a value; empty where it is about all of them. */
    settings: ({ place }: { readonly place: string }) =>
      `The settings were not saved, because a value in them is not valid (${place || 'together'}).`,
    variable: ({ name, value, wanted }: Named & { readonly value: string; readonly wanted: WantedValue }) =>
      `${name} is ignored: “${value}” is not ${words.wanted[wanted]}.`,
    has_password: 'This account signs in with a password.',
    /** `provider` is a proper name, for example "Microsoft 365". */
    no_browser_sign_in: ({ provider }: { readonly provider: string }) => `${provider} offers no sign-in by browser.`,
    no_code_sign_in: ({ provider }: { readonly provider: string }) => `${provider} offers no sign-in with a code.`,
    tenant_missing: ({ provider }: { readonly provider: string }) => `Signing in to ${provider} needs a tenant.`,
    only_trash_and_junk: 'Only the trash and the junk folder can be emptied.',
    name_has_delimiter: ({ delimiter }: { readonly delimiter: string }) =>
      `A folder’s name cannot contain “${delimiter}” in this account.`,
    name_is_inbox: 'Only the inbox itself can be called “INBOX”.',
    name_taken: ({ name }: Named) => `There is a folder “${name}” here already.`,
    no_subfolders: 'The server of this account has no folders within folders.',
    too_many_tags: ({ most }: { readonly most: number }) =>
      `Heron keeps ${most} different tags an account, and this account has as many.`,
    not_yet_created: ({ name }: Named) => `The server does not have the folder “${name}” yet.`,
    inbox_stays: 'The inbox can be neither renamed nor deleted.',
    role_stays: ({ name }: Named) => `“${name}” is needed for mail to be sorted, so it cannot be deleted.`,
    has_subfolders: ({ name }: Named) => `“${name}” has folders in it. Delete these first.`,
  },
  forbidden: {
    not_a_link: 'Heron opens web and mail links only.',
    foreign_call: 'This call does not come from Heron’s window.',
    managed_profile: 'The administrator of this computer has set up the organisation, so only they can change it.',
    images_off: 'Remote images are switched off in the settings.',
    no_single_sender: 'This message does not name one sender whose images could be allowed.',
  },
  not_found: {
    account_not_open: 'Heron has not opened the mail of this account.',
    account: 'This account is not there any more.',
    folder: 'This folder is no longer there.',
    view: 'This list is no longer open.',
    part: 'The message has no such part.',
    attachment: 'The message has no such attachment.',
    program: 'No program on this computer opens files of this kind.',
    operation: 'This change is no longer waiting.',
    undo_expired: 'This can no longer be undone.',
    draft: 'This draft is no longer there.',
    draft_version: 'This version of the draft is no longer kept.',
    draft_file: 'This file is no longer attached.',
    proxy: 'No proxy asks for a password any more.',
    sign_in_over: 'This sign-in is over. Start again.',
  },
  cancelled: {
    asked: 'You stopped it, so nothing more was done.',
    closing: 'Heron is closing.',
    account_closed: 'The account was closed.',
    opening_message: 'Opening this message was cancelled.',
  },
  internal: {
    unforeseen: 'Something in Heron went wrong. The log says what.',
    engine_restarting: 'Heron’s mail engine stopped and is being started again.',
    engine_starting: 'The mail engine is still starting.',
    connecting: 'Something in Heron went wrong while connecting.',
    syncing: 'Something in Heron went wrong while synchronising. The log says what.',
    signing_in: 'Signing in met a fault in Heron. Try again.',
    no_answer: 'Heron’s own background process did not answer.',
    test_without_reason: 'The connection test failed without a reason.',
    no_folder_selected: 'No folder is selected.',
    other_folder_selected: 'Another folder was selected while a part was streamed.',
  },
  paused: {
    /** `until`: milliseconds since the epoch. */
    until: ({ until }: { readonly until: number }) =>
      `Heron is paused until ${new Intl.DateTimeFormat(localeOf('en'), { timeStyle: 'short' }).format(until)}, and does not ask the server until then.`,
  },
  message_too_large: {
    message: 'Heron opens messages of up to 25 MB in one piece. Its source can still be shown.',
    part: 'This part is larger than 10 MB, so Heron does not show it.',
  },
  message_unreadable: {
    too_many_parts:
      'This message has more than 1,000 parts, so Heron does not unpack it. Its source can still be shown.',
    malformed: 'This message is malformed. Its source can still be shown.',
    unexpected: 'This message was unpacked in an unexpected way. Its source can still be shown.',
    too_slow: 'Unpacking this message takes too long. Its source can still be shown.',
    too_much_memory: 'Unpacking this message takes too much memory. Its source can still be shown.',
    not_unpacked: 'This message could not be unpacked. Its source can still be shown.',
  },
  account_exists: {
    address: ({ address }: { readonly address: string }) => `${address} is already set up in Heron.`,
  },
  /** A file that another program or person made. `path` is where it is. */
  file_not_usable: {
    unreadable: ({ systemCode, path }: OnDisk) => `The file could not be read (${systemCode || 'unknown'}): ${path}`,
    no_plain_file: ({ path }: { readonly path: string }) => `This is no plain file: ${path}`,
    symbolic_link: ({ path }: { readonly path: string }) =>
      `This is a link to another file, which Heron does not follow: ${path}`,
    outside: ({ path }: { readonly path: string }) => `This place is one that Heron does not open: ${path}`,
    too_large: ({ path }: { readonly path: string }) => `The file is larger than 4 MB: ${path}`,
    not_json: ({ path }: { readonly path: string }) => `The file is not valid JSON, so it may be damaged: ${path}`,
    unknown_content: ({ path }: { readonly path: string }) => `Heron does not know what this file holds: ${path}`,
    newer: ({ path }: { readonly path: string }) => `The file is from a newer Heron: ${path}`,
    /** `place` is the path of a value within an organisation's profile, for example "signIn.clientId". */
    profile_value: ({ path, place }: { readonly path: string; readonly place: string }) =>
      `The organisation’s profile has a value that Heron does not take (${place || 'together'}): ${path}`,
    public_domain: ({ path, domain }: { readonly path: string; readonly domain: string }) =>
      `The profile is for addresses at ${domain}, where everybody can have one, so no organisation speaks for them: ${path}`,
    not_managed_safely: ({ path }: { readonly path: string }) =>
      `The organisation’s profile is not used, because others than the administrator may write to it: ${path}`,
    link_status: ({ path, status }: { readonly path: string; readonly status: number }) =>
      `The server has no profile for you there (HTTP ${status}): ${path}`,
    link_failed: ({ path }: { readonly path: string }) =>
      `Nothing came from this address. Check it, and whether it can be reached from this network: ${path}`,
  },
  disk_full: {
    mail: 'There is no space left on the disk, so Heron could not save.',
    folder: ({ folder }: InFolder) => `There is no space left in ${folder}.`,
    saving: ({ what }: Saving) => `${words.notSaved[what]}: the disk is full.`,
  },
  storage_failed: {
    newer: ({ file }: { readonly file: string }) =>
      `A newer version of Heron has used this profile. Install that version again to open ${file}; nothing was changed.`,
    queue_damaged: 'The file that holds your pending changes is damaged.',
    database: 'Check that the disk has space, and that no other program holds Heron’s files open.',
    mail_not_erased: 'The mail stored on this computer could not be deleted.',
    file_not_saved: ({ folder }: InFolder) => `The file could not be saved in ${folder}.`,
    file_not_allowed: ({ folder }: InFolder) =>
      `The file could not be saved in ${folder}. Choose a folder that you may write to.`,
    saving_not_allowed: ({ what }: Saving) => `${words.notSaved[what]} (Heron may not write to its folder).`,
    saving: ({ what, systemCode }: Saving & { readonly systemCode: string }) =>
      `${words.notSaved[what]} (${systemCode || 'unknown'}).`,
    settings_unreadable: ({ systemCode, path }: OnDisk) =>
      `The settings could not be read (${systemCode || 'unknown'}): ${path}`,
    settings_not_set_aside: ({ systemCode, path }: OnDisk) =>
      `The settings file is damaged and could not be set aside (${systemCode || 'unknown'}): ${path}`,
    autostart: 'Heron could not change what starts with this computer.',
    no_licences: 'The list of licences is missing from this copy of Heron.',
  },
  settings_damaged: {
    newer: ({ path }: { readonly path: string }) =>
      `The settings were written by a newer Heron. This one leaves them alone and cannot start with them: ${path}`,
    set_aside: ({ path }: { readonly path: string }) =>
      `Heron starts without accounts. Nothing was deleted: the former settings are in ${path}, and the mail of their accounts is still in this profile.`,
  },
  cache_damaged: {
    found: 'The mail stored on this computer for this account is damaged.',
    set_aside:
      'The mail stored on this computer was damaged or from a newer Heron. It was set aside and is being loaded again from the server.',
  },
  queue_damaged: {
    set_aside: ({ file }: { readonly file: string }) =>
      `It was set aside as ${file}. Changes that had not reached the server may need to be made again.`,
  },
  secret_unreadable: {
    damaged: 'The stored sign-in could not be read (damaged). It was kept, in case the keyring is only locked.',
    not_decrypted:
      'The stored sign-in could not be read (not decrypted). It was kept, in case the keyring is only locked.',
    file: ({ systemCode }: { readonly systemCode: string }) =>
      `The stored sign-in could not be read (${systemCode || 'unknown'}). It was kept, in case that passes.`,
    no_keyring: 'The stored sign-in could not be read (no keyring). It was kept, in case the keyring comes back.',
  },
  secret_not_saved: {
    refused: 'The system’s keyring refused to encrypt the sign-in, so it was not saved.',
    session_only: ({ keyring }: { readonly keyring: KeyringProblem }) =>
      `${words.keyring[keyring]} Passwords and sign-ins are kept until Heron quits, and not longer.`,
    /** The sentence of the error in `because` follows and says why. */
    trying_again:
      'The sign-in works, but could not be saved. Heron keeps trying; if it quits before, you sign in again.',
  },
};
