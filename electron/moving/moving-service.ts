import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { SetupDefaults } from '../../shared/mail.ts';
import type { FoundAccount, MovedAccount, MovingKind, MovingSource } from '../../shared/moving.ts';
import { failure, type Reply, success } from '../../shared/reply.ts';
import { identityOf } from '../accounts/account-ports.ts';
import { foreignJson, notUsable, readForeignFile, readWantedJson } from '../platform/foreign-file.ts';
import { accountFile, accountsOfFile, isAccountFile } from './account-file.ts';
import type { IncomingAccount, IncomingAccounts } from './incoming-account.ts';
import { isRustyMail, rustyMailAccounts } from './rustymail.ts';
import { type TakePorts, takeAccount } from './take-account.ts';
import { thunderbirdAccounts } from './thunderbird.ts';
import { findProfiles, readPrefsFile, type ThunderbirdProfile } from './thunderbird-profiles.ts';
import type { UsualPlaces } from './usual-places.ts';

export interface MovingPorts extends TakePorts {
  /** What accounts at Microsoft start from. */
  readonly defaults: () => SetupDefaults;
  readonly places: () => UsualPlaces;
}

/** Where accounts can be read. The window knows it by `sourceId` only, so that it cannot have any file read. */
interface Place {
  readonly kind: MovingKind;
  readonly name: string;
  /** A profile's folder, or a file. */
  readonly path: string;
}

/** Accounts of other programs, and of Heron on another computer. Files are only read, and read again when accounts are taken: no secret waits. */
export class MovingService {
  readonly #ports: MovingPorts;
  readonly #places = new Map<string, Place>();

  constructor(ports: MovingPorts) {
    this.#ports = ports;
  }

  /** `moving.look`: what lies at the usual places. A place where there is nothing is left out. */
  async look(): Promise<readonly MovingSource[]> {
    const { thunderbird, rustyMail } = this.#ports.places();
    const profiles = await Promise.all(thunderbird.map((folder) => this.#thunderbird(folder)));
    const files = await Promise.all(rustyMail.map((path) => this.#usualFile(path)));
    return [...profiles.flat(), ...files.flat()];
  }

  /**
   * `moving.choose`: what the file that the user chose holds. A profiles.ini or prefs.js is Thunderbird's; any other is JSON, and its content
   * tells what it is. Errors: file_not_usable.
   */
  async open(path: string): Promise<Reply<readonly MovingSource[]>> {
    const name = basename(path).toLowerCase();
    if (name === 'profiles.ini') return success(await this.#thunderbird(dirname(path)));
    if (name === 'prefs.js') {
      const place: Place = { kind: 'thunderbird', name: basename(dirname(path)), path: dirname(path) };
      return success([await this.#source(place)]);
    }
    const content = await readWantedJson(path);
    if (!content.ok) return content;
    const kind = isAccountFile(content.value) ? 'heron' : isRustyMail(content.value) ? 'rustymail' : null;
    if (kind === null) return failure(notUsable('unknown_content', path));
    const source = await this.#source({ kind, name: '', path });
    return source.error === null ? success([source]) : failure(source.error);
  }

  /** `moving.take`: the wanted accounts of a source, one after the other. Errors: not_found, file_not_usable. */
  async take(sourceId: string, keys: readonly string[], signal: AbortSignal): Promise<Reply<readonly MovedAccount[]>> {
    const place = this.#places.get(sourceId);
    if (place === undefined) return failure({ code: 'not_found', params: { reason: 'view' }, retryable: false });
    const read = await this.#read(place);
    if (!read.ok) return read;
    const wanted = read.value.accounts.filter((account) => keys.includes(keyOf(account)));
    const moved: MovedAccount[] = [];
    for (const account of wanted) {
      moved.push({ key: keyOf(account), ...(await takeAccount(this.#ports, account, signal)) });
    }
    return success(moved);
  }

  /** All accounts as a file for another computer, without secrets. */
  exported(): string {
    const { store } = this.#ports;
    return accountFile(store.list(), (account) => {
      const id = identityOf(account);
      return id === null ? null : store.identity(id);
    });
  }

  async #thunderbird(folder: string): Promise<readonly MovingSource[]> {
    const found = await findProfiles(folder);
    if (!found.ok) return [failed({ kind: 'thunderbird', name: '', path: folder }, found.error)];
    const sources: MovingSource[] = [];
    // One after the other, so that the text of one file is in memory at a time.
    for (const profile of found.value ?? []) sources.push(await this.#profile(profile));
    // A profile that was made and never used has nothing to offer.
    return sources.filter(
      ({ accounts, leftOut, error }) => accounts.length > 0 || leftOut.length > 0 || error !== null,
    );
  }

  #profile({ name, folder, error }: ThunderbirdProfile): Promise<MovingSource> | MovingSource {
    const place: Place = { kind: 'thunderbird', name, path: folder };
    return error === null ? this.#source(place) : failed(place, error);
  }

  async #usualFile(path: string): Promise<readonly MovingSource[]> {
    const read = await readForeignFile(path);
    if (read.ok && read.value === null) return [];
    const content = read.ok ? foreignJson(read.value ?? '', path) : read;
    const accounts = content.ok ? rustyMailAccounts(content.value, path, this.#ports.defaults()) : content;
    return [this.#sourceOf({ kind: 'rustymail', name: '', path }, accounts)];
  }

  async #source(place: Place): Promise<MovingSource> {
    return this.#sourceOf(place, await this.#read(place));
  }

  #sourceOf(place: Place, read: Reply<IncomingAccounts>): MovingSource {
    if (!read.ok) return failed(place, read.error);
    const sourceId = randomUUID();
    this.#places.set(sourceId, place);
    const { store } = this.#ports;
    const accounts = read.value.accounts.map((account) => shown(account, store.hasAddress(account.address)));
    return { ...place, sourceId, accounts, leftOut: read.value.leftOut, error: null };
  }

  async #read({ kind, path }: Place): Promise<Reply<IncomingAccounts>> {
    const defaults = this.#ports.defaults();
    if (kind === 'thunderbird') {
      const prefs = await readPrefsFile(path);
      return prefs.ok ? success(thunderbirdAccounts(prefs.value, defaults)) : prefs;
    }
    const content = await readWantedJson(path);
    if (!content.ok) return content;
    return kind === 'heron' ? accountsOfFile(content.value, path) : rustyMailAccounts(content.value, path, defaults);
  }
}

function failed(place: Place, error: MovingSource['error']): MovingSource {
  return { ...place, sourceId: randomUUID(), accounts: [], leftOut: [], error };
}

function keyOf({ address }: IncomingAccount): string {
  return address.toLowerCase();
}

/** An account without its secret, as the window is told of it. */
function shown(account: IncomingAccount, isThere: boolean): FoundAccount {
  const { address, displayName, imap, smtp, method, secret, notes } = account;
  const brings = secret === null ? null : secret.kind === 'password' ? 'password' : 'sign_in';
  return { key: keyOf(account), address, displayName, imap, smtp, method, brings, isThere, notes };
}
