import type { CallInput } from '../../../shared/ipc.ts';
import type { AccountView, ConnectionReport, SetupDefaults, SetupSuggestion } from '../../../shared/mail.ts';
import { type Reply, success } from '../../../shared/reply.ts';
import type { AccountService } from '../../accounts/account-service.ts';
import type { HandlersOf } from '../register.ts';

interface AccountHandlerPorts {
  readonly accounts: AccountService;
  readonly views: () => readonly AccountView[];
  readonly defaults: () => SetupDefaults;
  /** Finds what is likely right for an address; may ask name servers for its domain, and the domain itself where `thorough`. */
  readonly lookUpAddress: (address: string, thorough: boolean) => Promise<SetupSuggestion>;
  /** Tries a server; progress is sent to the window as it comes. */
  readonly testConnection: (
    input: CallInput<'accounts.testConnection'>,
    signal: AbortSignal,
  ) => Promise<Reply<ConnectionReport>>;
  /** Aborts when Heron quits, and with it all running work. */
  readonly quitting: AbortSignal;
}

/** Setting accounts up, and changing them. */
export function accountHandlers(ports: AccountHandlerPorts): HandlersOf<'accounts'> {
  const tests = new Map<string, AbortController>();
  const { accounts, quitting } = ports;
  return {
    'accounts.list': async () => success(ports.views()),
    'accounts.defaults': async () => success(ports.defaults()),
    'accounts.suggest': async ({ address, thorough }) => success(await ports.lookUpAddress(address, thorough)),
    'accounts.testConnection': async (input) => {
      const controller = new AbortController();
      tests.set(input.testId, controller);
      try {
        return await ports.testConnection(input, AbortSignal.any([controller.signal, quitting]));
      } finally {
        tests.delete(input.testId);
      }
    },
    'accounts.cancelTest': async ({ testId }) => {
      tests.get(testId)?.abort();
      return success(null);
    },
    'accounts.addWithPassword': (input) => accounts.addWithPassword(input, quitting),
    'accounts.addShared': (input) => accounts.addShared(input, quitting),
    'accounts.update': (input) => accounts.update(input, quitting),
    'accounts.setLook': (input) => accounts.setLook(input),
    'accounts.setWriting': (input) => accounts.setWriting(input),
    'accounts.setSending': (input) => accounts.setSending(input, quitting),
    'accounts.reorder': async ({ accountIds }) => accounts.reorder(accountIds),
    'accounts.switchToPassword': (input) => accounts.switchToPassword(input, quitting),
    'accounts.inspectToken': async ({ accountId }) => accounts.inspectToken(accountId),
    'accounts.refreshToken': ({ accountId }) => accounts.refreshToken(accountId),
    'accounts.signOut': ({ accountId }) => accounts.signOut(accountId),
    'accounts.remove': ({ accountId }) => accounts.remove(accountId),
  };
}
