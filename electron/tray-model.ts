import type { AccountView, ConnectionState } from '../shared/mail.ts';
import { assertNever } from '../shared/reply.ts';

export interface TrayModel {
  readonly tooltip: string;
  /** One line an account: its address and its state. */
  readonly accounts: readonly string[];
  readonly canSync: boolean;
}

/** What the tray says, as a pure function of the accounts. */
export function trayModel(accounts: readonly AccountView[]): TrayModel {
  const waiting = accounts.filter((view) => view.status.connection.kind === 'needs_sign_in');
  return {
    tooltip:
      waiting.length === 0
        ? 'Heron'
        : `Heron: ${waiting.map((view) => view.account.address).join(', ')} needs you to sign in`,
    accounts: accounts.map((view) => `${view.account.address}: ${stateInWords(view.status.connection)}`),
    canSync: accounts.some((view) => view.status.connection.kind !== 'needs_sign_in'),
  };
}

function stateInWords(state: ConnectionState): string {
  switch (state.kind) {
    case 'stopped':
      return 'stopped';
    case 'paused':
      return 'paused';
    case 'connecting':
      return 'connecting';
    case 'online':
      return 'up to date';
    case 'syncing':
      return 'syncing';
    case 'offline':
      return 'offline';
    case 'throttled':
      return 'waiting, as the server asked';
    case 'needs_sign_in':
      return 'needs sign-in';
    case 'failed':
      return 'failed';
    default:
      return assertNever(state);
  }
}
