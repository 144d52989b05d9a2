import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { type EngineEventName, eventNames, isEngineEvent } from '../../shared/events.ts';
import type { CallInput, EventName, EventPayloads } from '../../shared/ipc.ts';
import {
  type AccountId,
  type AccountView,
  type IdentityId,
  loadsImages,
  type ServerEndpoint,
  type SetupDefaults,
} from '../../shared/mail.ts';
import { type HelpDesk, isOfOrganisation, type OrganisationView } from '../../shared/organisation.ts';
import { AppFailure, failure, type Reply } from '../../shared/reply.ts';
import { textBudget } from '../../shared/storage.ts';
import { language } from '../../shared/texts/texts.ts';
import type { DraftSummary } from '../../shared/writing.ts';
import { type AccountPorts, defaultTimeoutSeconds, engineAccountOf } from '../accounts/account-ports.ts';
import { AccountService } from '../accounts/account-service.ts';
import { openAccountStore } from '../accounts/account-store.ts';
import { AccountViews } from '../accounts/account-views.ts';
import { graphSender } from '../accounts/graph-sender.ts';
import { type FailedTest, newcomerOf, patientOf } from '../accounts/patient.ts';
import { readSetupDefaults } from '../accounts/presets.ts';
import { addressLookUp } from '../accounts/suggest-setup.ts';
import { sweepLeftovers } from '../accounts/sweep-leftovers.ts';
import { providerUnknown } from '../auth/auth-errors.ts';
import { IdentityProviders } from '../auth/identity-provider.ts';
import { microsoftProvider, type OwnLogin } from '../auth/microsoft-provider.ts';
import { googleProvider, openIdProvider } from '../auth/openid-provider.ts';
import { SignInManager } from '../auth/sign-in-manager.ts';
import { TokenService } from '../auth/token-service.ts';
import { discovery } from '../discovery/discover.ts';
import type { EngineEvents, EngineStart } from '../engine/contract.ts';
import { startEngineClient } from '../engine/engine-client.ts';
import { ImageLoader } from '../images/image-loader.ts';
import { ImagePermissions } from '../images/image-permissions.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { EngineAccount, ReconnectCause } from '../mail/engine-account.ts';
import { MovingService } from '../moving/moving-service.ts';
import { usualPlaces } from '../moving/usual-places.ts';
import { isManagedSafely, managedPlace } from '../organisation/managed-place.ts';
import { OrganisationService } from '../organisation/organisation-service.ts';
import { systemClock } from '../platform/clock.ts';
import { ClockOffset } from '../platform/clock-offset.ts';
import { externalUrl } from '../platform/external-url.ts';
import type { Log } from '../platform/log.ts';
import { mailExchangers } from '../platform/mail-exchangers.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import { openEncryption, type SafeStorageLike } from '../platform/safe-storage.ts';
import { openSecretStore } from '../platform/secret-store.ts';
import { serviceRecords } from '../platform/service-records.ts';
import { openSettingsFile } from '../platform/settings-file.ts';
import { readExtraCa } from '../platform/trust.ts';
import { BackgroundPause } from '../preferences/background-pause.ts';
import {
  applyPreferences,
  type DesktopFacts,
  livePreferences,
  type PreferenceEffects,
} from '../preferences/preferences.ts';
import type { Notices } from '../shell/notifications/notices.ts';
import { finishSending } from './finish-sending.ts';
import { createNetwork, type NetworkOptions, proxyCalls } from './network.ts';

interface ServicesOptions extends Pick<NetworkOptions, 'request' | 'resolveProxy'> {
  readonly profileFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the compiled workers lie. */
  readonly workerFolder: string;
  readonly safeStorage: SafeStorageLike;
  /** Hands a checked address to the system's browser; rejects when there is none. */
  readonly openUrl: (url: string) => Promise<void>;
  /** The user's own folder, where other programs keep their accounts. */
  readonly home: string;
  /** For tests: another place for the organisation's profile, and who may have put it there. */
  readonly managed?: { readonly path: string; readonly owners: readonly number[] } | undefined;
  /** For tests: an origin on this computer whose remote images are loaded. */
  readonly trustedImageOrigin: string | null;
  /** For tests: the name servers that are asked about an address, and an origin that stands for all hosts that are. */
  readonly discovery?: { readonly nameServers: readonly string[] | undefined; readonly origin: string | null };
  readonly log: Log;
  readonly notices: Notices;
  /** Sends an event to the window, if there is one. */
  readonly send: <K extends EventName>(name: K, payload: EventPayloads[K]) => void;
  readonly accountsChanged: (views: readonly AccountView[]) => void;
  readonly arrived: (arrival: EngineEvents['mail.arrived']) => void;
  readonly draftsChanged: (drafts: readonly DraftSummary[]) => void;
  /** The facts of this computer that the preferences depend on. */
  readonly desktopFacts: () => DesktopFacts;
  readonly effects: Pick<PreferenceEffects, 'setTheme' | 'redraw' | 'setStartAtLogin' | 'setSpelling'>;
}

/** For a message of a few megabytes on a slow line. */
const sendWithinMs = 5 * 60_000;

export type Services = Awaited<ReturnType<typeof createServices>>;

/**
 * Creates everything of main that needs no window, wired to each other: settings, vault, sign-in, tokens, engine.
 * Throws AppFailure where Heron cannot run (settings of a newer Heron, an unreadable profile).
 */
export async function createServices(options: ServicesOptions) {
  const { profileFolder, environment, log, notices, send } = options;
  const quitting = new AbortController();
  const clock = systemClock;

  const opened = openAccountStore(openSettingsFile(profileFolder), new Date(clock.now()), log);
  if (!opened.ok) throw new AppFailure(opened.error);
  const { store } = opened.value;
  const effects: PreferenceEffects = {
    ...options.effects,
    tell: (now) => {
      void engine.call('engine.setLanguage', { language: now.spokenLanguage });
      void engine.call('engine.hideMarkedDeleted', { hide: now.hideMarkedDeleted });
      void engine.call('engine.keepTexts', textBudget(now));
      void engine.call('engine.searchFiles', { wanted: now.searchFiles });
      send('app.preferencesChanged', { preferences: now });
    },
  };
  const preferences = livePreferences(store, options.desktopFacts, (now, before) =>
    applyPreferences(effects, now, before),
  );
  // Sets the language before anything else makes texts.
  applyPreferences(effects, preferences.current(), null);

  const extraCa = readExtraCa(environment['HERON_EXTRA_CA']);
  if (extraCa.error !== null) notices.add(extraCa.error);
  const { defaults, graph, notices: badDefaults } = readSetupDefaults(environment);
  for (const error of badDefaults) notices.add(error);
  if (opened.value.notice !== null) notices.add(opened.value.notice);

  const encryption = await openEncryption(options.safeStorage, process.platform);
  const secrets = openSecretStore({ folder: join(profileFolder, 'vault'), encryption, clock });
  if (opened.value.notice === null) await sweepLeftovers({ store, secrets, profileFolder, log });
  const { proxies, transportFor } = createNetwork({
    ...options,
    secrets,
    extraCa: extraCa.pem,
    entered: () => {
      for (const { account, status } of views.list()) {
        const { connection } = status;
        const waits = connection.kind === 'needs_sign_in' && connection.error.code === 'proxy_password_wanted';
        // Only those that wait for this: each attempt of another one may count against it (Q2).
        if (waits) void engine.call('account.reconnect', { accountId: account.id, cause: 'credentials' });
      }
    },
  });
  const transport = transportFor();
  const clockOffset = new ClockOffset();
  const providerTransport = clockOffset.learn(transport, clock);
  const { imap, smtp, loginHost } = defaults.microsoft;
  const organisation = new OrganisationService({
    folder: profileFolder,
    managedPath: options.managed?.path ?? managedPlace(process.platform, environment['ProgramData']),
    isManagedSafely: (path) => isManagedSafely(path, process.platform, options.managed?.owners),
    transport,
    report: (error) => notices.add(error),
    changed: () => send('organisation.changed', { organisation: organisation.view() }),
  });
  await organisation.load();
  /** What new accounts at Microsoft start from: what Heron was started with, else the organisation's registration. */
  const setupDefaults = (): SetupDefaults => {
    const view = defaults.microsoft.clientId === '' ? organisation.view() : null;
    if (view?.provider !== 'microsoft365' || view.identity === null) return defaults;
    return { microsoft: { ...view.identity, imap: view.imap, smtp: view.smtp } };
  };
  const providers = new IdentityProviders(
    microsoftProvider([imap.host, smtp.host], loginHost, graph, () => ownLogin(organisation.view())),
    googleProvider(),
    openIdProvider(),
  );
  const tokens = new TokenService({
    providers,
    identity: (id) => store.identity(id),
    secrets,
    transport: providerTransport,
    clock,
    random: Math.random,
    log,
    report: (error) => notices.add(error),
  });

  const engine = startEngineClient({
    workerPath: join(options.workerFolder, 'engine.worker.js'),
    start: {
      ...holdFrom(environment['HERON_UNDO_SECONDS']),
      profileFolder,
      language: language(),
      hideMarkedDeleted: preferences.current().hideMarkedDeleted,
      texts: textBudget(preferences.current()),
      searchFiles: preferences.current().searchFiles,
      extraCa: extraCa.pem,
      imapWorkerPath: join(options.workerFolder, 'imap.worker.js'),
      mimeWorkerPath: join(options.workerFolder, 'mime.worker.js'),
      fileTextWorkerPath: join(options.workerFolder, 'file-text.worker.js'),
      checkpointWorkerPath: join(options.workerFolder, 'checkpoint.worker.js'),
    },
    serve: {
      ...proxyCalls(proxies),
      'credentials.get': (request, signal) => accounts.credentialsFor(request, signal),
      'graph.send': graphSender(
        (accountId) => accounts.sendUrl(accountId),
        transportFor(sendWithinMs),
        (accountId, claims) => accounts.graphChallenged(accountId, claims),
      ),
    },
    accounts: () => store.list().map((account) => ({ ...engineAccountOf(account), kept: views.blockOf(account.id) })),
    restarted: () => {
      void engine.call('engine.setLanguage', { language: language() });
      void engine.call('engine.hideMarkedDeleted', { hide: preferences.current().hideMarkedDeleted });
      void engine.call('engine.keepTexts', textBudget(preferences.current()));
      void engine.call('engine.searchFiles', { wanted: preferences.current().searchFiles });
      if (pause.until !== null) void engine.call('engine.pause', { until: pause.until });
    },
    log: (level, text) => log(level, 'engine', text),
    clock,
    random: Math.random,
  });
  const pause: BackgroundPause = new BackgroundPause({
    clock,
    changed: (pausedUntil) => {
      void engine.call('engine.pause', { until: pausedUntil });
      send('app.pausedChanged', { pausedUntil });
      options.effects.redraw();
    },
  });
  const tryServer = (
    testId: string,
    imap: ServerEndpoint,
    credentials: Credentials,
    timeoutSeconds: number,
    signal: AbortSignal,
  ) => engine.call('connection.test', { testId, imap, credentials, timeoutSeconds }, signal);
  /** Opens an account in the engine; a failure becomes a notice, because nothing else would report it. */
  const openAccount = async (account: EngineAccount) => {
    const reply = await engine.call('account.open', account);
    if (!reply.ok && !quitting.signal.aborted) notices.add(reply.error);
    return reply;
  };
  const accountPorts: AccountPorts = {
    store,
    secrets,
    providers,
    tokens,
    log,
    organisationSecret: (identity) => organisation.clientSecret(identity),
    engine: {
      testConnection: (imap, credentials, timeoutSeconds, signal) =>
        tryServer(randomUUID(), imap, credentials, timeoutSeconds, signal),
      open: openAccount,
      erase: (accountId) => engine.call('account.erase', { accountId }),
      reconnect: (accountId, cause) => engine.call('account.reconnect', { accountId, cause }),
    },
  };
  const accounts: AccountService = new AccountService(accountPorts);
  const moving = new MovingService({
    ...accountPorts,
    defaults: setupDefaults,
    places: () => usualPlaces(process.platform, options.home, environment['APPDATA']),
    redeem: async (identity, refreshToken, signal) => {
      const redeem = providers.find(identity.provider)?.redeemRefreshToken;
      if (redeem === undefined) return failure(providerUnknown(identity.provider));
      return redeem({ identity, transport, clock, log }, refreshToken, signal);
    },
  });
  const views: AccountViews = new AccountViews(
    store,
    (account) => accounts.tokenStatus(account),
    encryption.persistence.kind,
  );
  const signIns = new SignInManager({
    plan: (input) => accounts.planSignIn(input),
    transport: providerTransport,
    openPage: async (url) => {
      const page = externalUrl(url);
      if (page === null) throw new Error('The sign-in page has an address that Heron does not open.');
      await options.openUrl(page);
    },
    clock,
    log,
  });

  const imagePermissions = new ImagePermissions({
    store,
    header: (place) => engine.call('mail.header', place),
    folders: (accountId) => engine.call('mail.folders', { accountId }),
  });
  const images = new ImageLoader({
    isAllowed: async (place) => loadsImages(await imagePermissions.state(place)),
    usesProxy: async (url) => !(await options.resolveProxy(url)).startsWith('DIRECT'),
    trustedOrigin: options.trustedImageOrigin,
    extraCa: extraCa.pem,
    clock,
    log,
  });

  const tellAccounts = () => {
    const list = views.list();
    send('accounts.changed', { accounts: list });
    options.accountsChanged(list);
  };
  const endedGrants = new Set<IdentityId>();
  const renewedAt = new Map<IdentityId, number>();
  store.onChange(tellAccounts);
  tokens.onChange((identityId) => {
    tellAccounts();
    const tell = (cause: ReconnectCause) => {
      for (const { id, auth } of store.list()) {
        if (auth.method === 'oauth2' && auth.identityId === identityId) {
          void engine.call('account.reconnect', { accountId: id, cause });
        }
      }
    };
    if (!tokens.needsSignIn(identityId)) {
      endedGrants.delete(identityId);
      const { lastRefreshAt } = tokens.status(identityId);
      if (lastRefreshAt === null || renewedAt.get(identityId) === lastRefreshAt) return;
      renewedAt.set(identityId, lastRefreshAt);
      tell('token');
      return;
    }
    if (endedGrants.has(identityId)) return;
    endedGrants.add(identityId);
    // The grant may have ended during a refresh ahead of need: the engine asks for credentials once, and learns of it
    // (T6).
    tell('grant_ended');
  });
  signIns.onChange((event) => send('signIn.changed', event));
  engine.on('account.status', ({ accountId, status }) => {
    views.setStatus(accountId, status);
    tellAccounts();
  });
  const passOn = <K extends EngineEventName>(name: K) =>
    engine.on(name, (payload) => send(name, payload as EventPayloads[K]));
  for (const name of eventNames.filter(isEngineEvent)) passOn(name);
  engine.on('mail.arrived', options.arrived);
  let drafts: readonly DraftSummary[] = [];
  const takeDrafts = (list: readonly DraftSummary[]) => {
    drafts = list;
    options.draftsChanged(list);
  };
  engine.on('drafts.changed', ({ drafts: list }) => takeDrafts(list));
  engine.on('notice', ({ error }) => notices.add(error));
  engine.on('log', ({ level, scope, text }) => log(level, scope, text));
  if (encryption.persistence.kind === 'session') {
    notices.add({
      code: 'secret_not_saved',
      params: { reason: 'session_only', keyring: encryption.persistence.reason },
      retryable: false,
    });
  }

  /** Why the last connection test of setup failed: a password that was refused is not sent again unasked. */
  let lastRefusal: FailedTest | null = null;

  return {
    accounts,
    moving,
    organisation,
    signIns,
    engine,
    preferences,
    pause,
    /** The user asked for a synchronisation of one account or all, which ends a pause. */
    syncNow: (accountId: AccountId | null) => {
      pause.end();
      return engine.call('mail.syncNow', { accountId });
    },
    /** The network or the computer came back, or the user asked for another attempt; does nothing while paused. */
    reconnect: (accountId: AccountId | null, cause: ReconnectCause) => {
      if (pause.until === null) void engine.call('account.reconnect', { accountId, cause });
    },
    proxies,
    images,
    imagePermissions,
    defaults: setupDefaults,
    lookUpAddress: organisation.before(
      addressLookUp(defaults, {
        exchangersOf: mailExchangers(options.discovery?.nameServers),
        discovery: discovery({
          transport: sentTo(options.discovery?.origin ?? null, transport),
          services: serviceRecords(options.discovery?.nameServers),
          clock,
        }),
        clock,
      }),
    ),
    views: () => views.list(),
    /** All drafts, and what is being sent, as the engine told last. */
    drafts: () => drafts,
    quitting: quitting.signal,
    secretPersistence: encryption.persistence,
    extraCaPath: extraCa.pem === null ? null : extraCa.path,
    /** Whom the people of an address's organisation ask. */
    helpDesk: (address: string): HelpDesk | null => {
      const view = organisation.view();
      return view !== null && isOfOrganisation(view, address) ? view.helpDesk : null;
    },
    /** Tries an account rung by rung, whatever state it is in, and changes nothing of it. */
    diagnose: async (
      { diagnosisId, accountId, repeatRefused }: CallInput<'diagnosis.run'>,
      signal: AbortSignal,
    ): Promise<Reply<Diagnosis>> => {
      const view = views.list().find(({ account }) => account.id === accountId);
      if (view === undefined) {
        return failure({ code: 'not_found', params: { reason: 'account' }, retryable: false });
      }
      const { account, identity, status } = view;
      const patient = patientOf(account, identity, status.connection, providers, repeatRefused, {
        now: clock.now(),
        wrongBy: clockOffset.wrongBy,
      });
      return engine.call('diagnosis.run', { diagnosisId, patient, by: { accountId } }, signal);
    },
    /** Tries what was typed in setup. */
    diagnoseSetup: (input: CallInput<'diagnosis.runSetup'>, signal: AbortSignal): Promise<Reply<Diagnosis>> => {
      const { patient, lent } = newcomerOf(input, lastRefusal, (id) => signIns.state(id), clockOffset.wrongBy);
      return engine.call('diagnosis.run', { diagnosisId: input.diagnosisId, patient, by: { lent } }, signal);
    },
    testConnection: async (
      { testId, imap, username, password }: CallInput<'accounts.testConnection'>,
      signal: AbortSignal,
    ) => {
      const credentials = { kind: 'password', username, password } as const;
      const reply = await tryServer(testId, imap, credentials, defaultTimeoutSeconds, signal);
      const refusal = reply.ok ? reply.value.steps.find(({ error }) => error !== null)?.error : undefined;
      if (refusal) lastRefusal = { testId, error: refusal };
      return reply;
    },
    /** Opens every account's store and starts to keep it in sync. */
    openAccounts: async () => {
      await Promise.all(store.list().map((account) => openAccount(engineAccountOf(account))));
      const reply = await engine.call('drafts.list', undefined);
      if (reply.ok) takeDrafts(reply.value);
    },
    /** Before Heron quits: what the user has sent leaves. @param onWaiting quitting is about to wait for that */
    finishSending: (onWaiting: () => void) =>
      finishSending({
        call: (name, input) => engine.call(name, input),
        onDrafts: (listener) => engine.on('drafts.changed', ({ drafts: list }) => listener(list)),
        isPaused: () => pause.until !== null,
        clock,
        onWaiting,
      }),
    /** Aborts all running work and closes everything. */
    stop: async () => {
      quitting.abort();
      pause.dispose();
      signIns.dispose();
      images.dispose();
      await engine.stop();
      tokens.dispose();
    },
  };
}

/** The organisation's own login host with its servers; null where it signs in at a provider that Heron knows. */
function ownLogin(view: OrganisationView | null): OwnLogin | null {
  if (view?.provider !== 'microsoft365' || view.identity === null) return null;
  return { loginHost: view.identity.loginHost, mailHosts: [view.imap.host, view.smtp.host] };
}

/** `HERON_UNDO_SECONDS`: how long an action can be undone, 0 to 3,600; the engine's default when unset or invalid. */
function holdFrom(text: string | undefined): Pick<EngineStart, 'holdMs'> {
  const seconds = Number(text);
  return text === undefined || text.trim() === '' || !(seconds >= 0 && seconds <= 3_600)
    ? {}
    : { holdMs: seconds * 1_000 };
}

/** For tests: what would be asked of a host is asked of `origin`, with the host as the first part of the path. */
function sentTo(origin: string | null, transport: HttpTransport): HttpTransport {
  if (origin === null) return transport;
  return (request, signal) => {
    const { host, pathname, search } = new URL(request.url);
    return transport({ ...request, url: `${origin}/${host}${pathname}${search}` }, signal);
  };
}
