import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdentitySettings, SetupSuggestion } from '../../shared/mail.ts';
import { isOfOrganisation, type OrganisationView } from '../../shared/organisation.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { isSameRegistration } from '../auth/identity-provider.ts';
import { writeDurably } from '../platform/atomic-write.ts';
import { foreignJson, notUsable, readForeignFile, readWantedFile } from '../platform/foreign-file.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import { storageError } from '../platform/storage-errors.ts';
import { type OrganisationProfile, readProfile } from './profile.ts';

export interface OrganisationPorts {
  /** Where the user's own profile is kept: the folder of Heron's settings. */
  readonly folder: string;
  /** Where an administrator puts one for everybody on this computer. */
  readonly managedPath: string;
  /** Whether nobody but an administrator can have put it there. */
  readonly isManagedSafely: (path: string) => Promise<boolean>;
  /** HTTPS only, and no redirects. */
  readonly transport: HttpTransport;
  /** Reports what cannot be used at the start. */
  readonly report: (error: AppError) => void;
  readonly changed: () => void;
}

interface Current {
  readonly profile: OrganisationProfile;
  readonly managed: boolean;
  readonly from: string;
}

type AddressLookUp = (address: string, thorough: boolean) => Promise<SetupSuggestion>;

/** Shown to the user, and not taken yet. */
interface Candidate {
  readonly id: string;
  readonly content: unknown;
  readonly current: Current;
}

/**
 * The profile of the user's organisation: the one that the administrator of this computer has put there, else the one that the user took. It makes
 * suggestions for new accounts, and changes none that is there.
 */
export class OrganisationService {
  readonly #ports: OrganisationPorts;
  #current: Current | null = null;
  #candidate: Candidate | null = null;

  constructor(ports: OrganisationPorts) {
    this.#ports = ports;
  }

  /** Reads both places. What cannot be used is reported, and Heron goes on without. */
  async load(): Promise<void> {
    const { managedPath, isManagedSafely, report } = this.#ports;
    const managed = await this.#read(managedPath, true);
    if (managed !== null && !managed.ok) report(managed.error);
    if (managed?.ok) {
      if (await isManagedSafely(managedPath)) {
        this.#current = managed.value;
        return;
      }
      report(notUsable('not_managed_safely', managedPath));
    }
    const own = await this.#read(this.#ownPath(), false);
    if (own !== null && !own.ok) report(own.error);
    this.#current = own?.ok ? own.value : null;
  }

  /** The profile that is in use, without its client secret. */
  view(): OrganisationView | null {
    return this.#current === null ? null : viewOf(this.#current);
  }

  /** For a sign-in with the profile's registration, at the provider that the profile names. */
  clientSecret(wanted: IdentitySettings): string | null {
    const { identity = null, clientSecret = null } = this.#current?.profile ?? {};
    return identity !== null && isSameRegistration(identity, wanted) ? clientSecret : null;
  }

  /** What the profile says of an address; null: nothing. */
  suggest(address: string): SetupSuggestion | null {
    const profile = this.#current?.profile;
    if (profile === undefined || !isOfOrganisation(profile, address)) return null;
    const { name, provider, identity, imap, smtp, method, username } = profile;
    const local = address.slice(0, address.lastIndexOf('@')).trim();
    return {
      provider: provider === 'microsoft365' ? 'microsoft365' : 'generic',
      name,
      isCertain: true,
      foundBy: 'organisation',
      imap,
      smtp,
      username: username === 'local_part' ? local : null,
      foreignHosts: [],
      tenant: identity?.tenant ?? null,
      loginHost: identity?.loginHost ?? null,
      identity,
      method,
      hint: null,
      helpUrl: null,
    };
  }

  /** A look-up of addresses that the profile answers first. */
  before(lookUp: AddressLookUp): AddressLookUp {
    return async (address, thorough) => this.suggest(address) ?? lookUp(address, thorough);
  }

  /** `organisation.choose`: a file that the user chose, to be shown before it is taken. Errors: file_not_usable. */
  async open(path: string): Promise<Reply<{ readonly candidateId: string; readonly organisation: OrganisationView }>> {
    const text = await readWantedFile(path);
    return text.ok ? this.#offer(text.value, path) : text;
  }

  /** `organisation.openLink`: the same from an https address. Errors: file_not_usable. */
  async openLink(
    url: string,
    signal: AbortSignal,
  ): Promise<Reply<{ readonly candidateId: string; readonly organisation: OrganisationView }>> {
    let body: string;
    try {
      const request = { method: 'GET', url, headers: { accept: 'application/json' } } as const;
      const answer = await this.#ports.transport(request, signal);
      if (answer.status !== 200) {
        const params = { reason: 'link_status', path: url, status: answer.status } as const;
        return failure({ code: 'file_not_usable', params, retryable: true });
      }
      body = answer.body;
    } catch {
      // No such host, a certificate that is not trusted, a redirect, no answer in time, or too much of one.
      return failure({ code: 'file_not_usable', params: { reason: 'link_failed', path: url }, retryable: true });
    }
    return this.#offer(body, url);
  }

  /** `organisation.take`: the profile that was shown is used from now on. Errors: not_found, forbidden, disk_full, storage_failed. */
  async take(candidateId: string): Promise<Reply<null>> {
    const candidate = this.#candidate;
    if (candidate === null || candidate.id !== candidateId) {
      return failure({ code: 'not_found', params: { reason: 'view' }, retryable: false });
    }
    if (this.#current?.managed === true) return failure(managedStays());
    try {
      const kept = JSON.stringify({ from: candidate.current.from, profile: candidate.content });
      await writeDurably(this.#ownPath(), kept);
    } catch (cause) {
      return failure(storageError('settings', cause));
    }
    this.#candidate = null;
    this.#current = candidate.current;
    this.#ports.changed();
    return success(null);
  }

  /** `organisation.forget`: goes on without the user's own profile. Accounts stay as they are. Errors: forbidden, storage_failed. */
  async forget(): Promise<Reply<null>> {
    if (this.#current?.managed === true) return failure(managedStays());
    try {
      await rm(this.#ownPath(), { force: true });
    } catch (cause) {
      return failure(storageError('settings', cause));
    }
    this.#current = null;
    this.#ports.changed();
    return success(null);
  }

  #ownPath(): string {
    return join(this.#ports.folder, 'organisation.json');
  }

  #offer(text: string, from: string): Reply<{ readonly candidateId: string; readonly organisation: OrganisationView }> {
    const content = foreignJson(text, from);
    if (!content.ok) return content;
    const profile = readProfile(content.value, from);
    if (!profile.ok) return profile;
    const current = { profile: profile.value, managed: false, from };
    const id = randomUUID();
    this.#candidate = { id, content: content.value, current };
    return success({ candidateId: id, organisation: viewOf(current) });
  }

  /** Null: there is no file. The user's own one is kept together with where it came from. */
  async #read(path: string, managed: boolean): Promise<Reply<Current> | null> {
    const text = await readForeignFile(path);
    if (!text.ok) return text;
    if (text.value === null) return null;
    const parsed = foreignJson(text.value, path);
    if (!parsed.ok) return parsed;
    const content = parsed.value;
    const isKept = !managed && typeof content === 'object' && content !== null && 'profile' in content;
    const profile = readProfile(isKept ? content.profile : content, path);
    if (!profile.ok) return profile;
    const from = isKept && 'from' in content && typeof content.from === 'string' ? content.from : path;
    return success({ profile: profile.value, managed, from });
  }
}

function viewOf({ profile: { clientSecret: _stays, ...profile }, managed, from }: Current): OrganisationView {
  return { ...profile, managed, from };
}

function managedStays(): AppError {
  return { code: 'forbidden', params: { reason: 'managed_profile' }, retryable: false };
}
