import type { Diagnosis } from '../../shared/diagnosis.ts';
import { errorMessage, errorText } from '../../shared/error-texts.ts';
import type { CallInput } from '../../shared/ipc.ts';
import type { AccountId, AccountView, SignInId, SignInState } from '../../shared/mail.ts';
import { methodAt } from '../../shared/method-name.ts';
import type { HelpDesk } from '../../shared/organisation.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { verdictOf } from '../../shared/verdicts.ts';
import type { TerminalCommand } from './command-line.ts';
import { doctorData, doctorText } from './doctor-text.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

/** What the commands do their work with. */
export interface TerminalPorts {
  readonly print: (text: string) => void;
  /** For what does not belong to the answer, as `--json` keeps it clean. */
  readonly warn: (text: string) => void;
  readonly views: () => readonly AccountView[];
  readonly diagnose: (accountId: AccountId, signal: AbortSignal) => Promise<Reply<Diagnosis>>;
  /** Whom the people of an address's organisation ask; null where nobody has said. */
  readonly helpDesk: (address: string) => HelpDesk | null;
  /** Opens the accounts and keeps them in step, as with a window. */
  readonly openAccounts: () => Promise<void>;
  /** Calls back whenever an account's state moved. @returns unsubscribes */
  readonly onAccounts: (listener: () => void) => () => void;
  readonly startSignIn: (input: CallInput<'signIn.start'>) => Reply<{ readonly signInId: SignInId }>;
  readonly confirmSignIn: (id: SignInId, accept: boolean) => void;
  /** The address of the page to sign in at; null where there is none now. */
  readonly pageOf: (id: SignInId) => string | null;
  readonly onSignIn: (listener: (id: SignInId, state: SignInState) => void) => () => void;
  readonly now: () => number;
  /** Ctrl+C. */
  readonly signal: AbortSignal;
}

type Run = Extract<TerminalCommand, { kind: 'run' }>;

/** Carries out a command. @returns the exit code */
export async function runInTerminal(command: Run, ports: TerminalPorts): Promise<number> {
  const { account, name } = command;
  const all = ports.views();
  const chosen = account === null ? all : all.filter((view) => isNamed(view, account));
  const words = texts().terminal;
  if (name === 'accounts') return listAccounts(chosen, command, ports);
  if (chosen.length === 0) {
    ports.warn(account === null ? words.noAccounts : words.noSuchAccount(account));
    return exitCodes.noAccount;
  }
  if (name === 'doctor') return doctor(chosen, command, ports);
  if (name === 'sync') return sync(chosen, command, ports);
  const [first, second] = chosen;
  if (first === undefined || second !== undefined) {
    ports.warn(words.whichAccount);
    return exitCodes.usage;
  }
  return signIn(first, command, ports);
}

function isNamed({ account }: AccountView, name: string): boolean {
  const wanted = name.toLowerCase();
  return [account.id, account.address, account.label].some((each) => each.toLowerCase() === wanted);
}

function listAccounts(views: readonly AccountView[], { json }: Run, { print }: TerminalPorts): number {
  const data = views.map(({ account, identity, secret }) => {
    const { id, address, displayName, label, provider, auth, imap, smtp, sending } = account;
    const username = auth.method === 'oauth2' ? (identity?.username ?? null) : auth.username;
    return {
      id,
      address,
      displayName,
      label,
      provider,
      method: auth.method,
      username,
      imap,
      smtp,
      sending: sending ?? 'smtp',
      secret,
    };
  });
  if (json) print(JSON.stringify({ accounts: data }, null, 2));
  else if (data.length === 0) print(texts().terminal.noAccounts);
  for (const { account, identity } of json ? [] : views) {
    const { address, auth, provider, imap } = account;
    const method = methodAt(auth.method, identity?.provider ?? provider);
    print(`${address}\t${texts().settings.account.methods[method]}\t${imap.host}:${imap.port}`);
  }
  return exitCodes.done;
}

async function doctor(views: readonly AccountView[], { json }: Run, ports: TerminalPorts): Promise<number> {
  const { print, warn, signal } = ports;
  const found: ReturnType<typeof doctorData>[] = [];
  let exitCode: number = exitCodes.done;
  for (const { account } of views) {
    const reply = await ports.diagnose(account.id, signal);
    if (!reply.ok) {
      warn(worded(reply.error));
      exitCode ||= exitCodeOf('not_explained');
      continue;
    }
    const desk = ports.helpDesk(account.address);
    if (json) found.push(doctorData(account.address, account.id, reply.value, desk));
    else print(doctorText(account.address, reply.value, desk));
    const { verdict } = reply.value;
    exitCode ||= verdict === null ? exitCodes.interrupted : exitCodeOf(verdict);
  }
  if (json) print(JSON.stringify({ accounts: found }, null, 2));
  return exitCode;
}

/** Waits until each account is in step with its server, or cannot be. */
async function sync(views: readonly AccountView[], { json }: Run, ports: TerminalPorts): Promise<number> {
  const startedAt = ports.now();
  const ids = new Set(views.map(({ account }) => account.id));
  const waiting = () => ports.views().filter(({ account }) => ids.has(account.id));
  const ended = new Promise<void>((done) => {
    const look = (): void => {
      if (!ports.signal.aborted && !waiting().every((view) => outcomeOf(view, startedAt) !== null)) return;
      stop();
      done();
    };
    const stop = ports.onAccounts(look);
    ports.signal.addEventListener('abort', look, { once: true });
  });
  await ports.openAccounts();
  await ended;
  if (ports.signal.aborted) return exitCodes.interrupted;
  let exitCode: number = exitCodes.done;
  const data = waiting().map((view) => {
    const error = outcomeOf(view, startedAt)?.error ?? null;
    const { method } = view.account.auth;
    const verdict = error === null ? 'all_well' : verdictOf({ error, rung: null, method, token: null });
    exitCode ||= exitCodeOf(verdict);
    const { lastSyncAt, inboxUnread } = view.status;
    return { account: view.account.address, accountId: view.account.id, verdict, error, lastSyncAt, inboxUnread };
  });
  if (json) ports.print(JSON.stringify({ accounts: data }, null, 2));
  for (const { account, error, inboxUnread } of json ? [] : data) {
    ports.print(`${account}\t${error === null ? texts().terminal.inStep(inboxUnread ?? 0) : worded(error)}`);
  }
  return exitCode;
}

/** Null while it is not known yet. */
function outcomeOf(
  { status: { connection, lastSyncAt } }: AccountView,
  since: number,
): { error: AppError | null } | null {
  if ('error' in connection) return { error: connection.error };
  if (connection.kind === 'throttled') {
    const params = { reason: 'wait', server: '' } as const;
    return { error: { code: 'throttled', params, retryable: true } };
  }
  return connection.kind === 'online' && lastSyncAt !== null && lastSyncAt >= since ? { error: null } : null;
}

/** Signs in again for an account; by a code, so that a browser on any other device will do. */
async function signIn({ account }: AccountView, { browser, json }: Run, ports: TerminalPorts): Promise<number> {
  const words = texts().terminal;
  if (account.auth.method !== 'oauth2') {
    ports.warn(words.hasPassword(account.address));
    return exitCodes.noAccount;
  }
  const say = json ? ports.warn : ports.print;
  const shown = new Set<string>();
  const once = (text: string): void => {
    if (!shown.has(text)) say(text);
    shown.add(text);
  };
  return await new Promise<number>((resolve) => {
    let own: SignInId | null = null;
    const end = (code: number, error: AppError | null): void => {
      stop();
      if (json)
        ports.print(
          JSON.stringify(
            { account: account.address, signedIn: error === null && code === 0, exitCode: code, error },
            null,
            2,
          ),
        );
      else if (error !== null) ports.warn(worded(error));
      resolve(code);
    };
    const stop = ports.onSignIn((id, state) => {
      if (own !== null && id !== own) return;
      if (state.kind === 'waiting') once(words.code(state.verificationUri, state.userCode));
      else if (state.kind === 'at_browser') once(words.page(ports.pageOf(id) ?? state.host));
      // Nobody is asked here: another person's sign-in fails, and says so.
      else if (state.kind === 'confirming') ports.confirmSignIn(id, false);
      else if (state.kind === 'succeeded') {
        once(words.signedIn(account.address));
        end(exitCodes.done, null);
      } else if (state.kind === 'cancelled') end(exitCodes.interrupted, null);
      else if ('error' in state) {
        const verdict = verdictOf({ error: state.error, rung: null, method: 'oauth2', token: null });
        end(exitCodeOf(verdict), state.error);
      }
    });
    ports.signal.addEventListener('abort', () => end(exitCodes.interrupted, null), { once: true });
    const started = ports.startSignIn({
      purpose: 'sign_in_again',
      accountId: account.id,
      way: browser ? 'browser' : 'code',
    });
    if (started.ok) own = started.value.signInId;
    else end(exitCodeOf('not_explained'), started.error);
  });
}

/** An error in one line. */
export function worded(error: AppError): string {
  return `${errorText(error.code).title} ${errorMessage(error)}`;
}
