import type { CommandId } from './commands.ts';
import type { Diagnosis } from './diagnosis.ts';
import type {
  AccountId,
  AccountView,
  ConnectionReport,
  Destination,
  FolderId,
  MessageId,
  Notice,
  SignInId,
  SignInState,
  ViewState,
} from './mail.ts';
import type { OrganisationView } from './organisation.ts';
import type { EffectivePreferences } from './preferences.ts';
import type { TransferProgress } from './transfers.ts';
import { type TypeOnly, typeOnly } from './type-only.ts';
import type { DraftSummary } from './writing.ts';

interface EventDeclaration {
  readonly payload: TypeOnly<unknown>;
  /** Who sends the event: main, or the engine, whose event main passes on unchanged. */
  readonly owner: 'main' | 'engine';
}

/** All events that main sends to the window. */
const events = {
  /** An account was added, changed or removed, or its status moved: ask `accounts.list` again or take this view of it. */
  'accounts.changed': { payload: typeOnly<{ readonly accounts: readonly AccountView[] }>(), owner: 'main' },
  'accounts.testProgress': {
    payload: typeOnly<{ readonly testId: string; readonly report: ConnectionReport }>(),
    owner: 'engine',
  },
  'diagnosis.progress': {
    payload: typeOnly<{ readonly diagnosisId: string; readonly diagnosis: Diagnosis }>(),
    owner: 'engine',
  },
  'signIn.changed': {
    payload: typeOnly<{ readonly signInId: SignInId; readonly state: SignInState }>(),
    owner: 'main',
  },
  'mail.foldersChanged': { payload: typeOnly<{ readonly accountId: AccountId }>(), owner: 'engine' },
  /** Messages became part of conversations. */
  'mail.threadsChanged': { payload: typeOnly<{ readonly accountId: AccountId }>(), owner: 'engine' },
  /** Messages on their way into folders of other accounts: those that take longer than a second, and those that were stopped. */
  'mail.transfersChanged': {
    payload: typeOnly<{ readonly transfers: readonly TransferProgress[] }>(),
    owner: 'engine',
  },
  'mail.viewChanged': { payload: typeOnly<ViewState>(), owner: 'engine' },
  /** A stored message's flags, body or place changed. */
  'mail.messageChanged': {
    payload: typeOnly<{ readonly accountId: AccountId; readonly messageId: MessageId; readonly folderId: FolderId }>(),
    owner: 'engine',
  },
  /** A draft was made, saved, thrown away or sent, or its sending went a step on. */
  'drafts.changed': { payload: typeOnly<{ readonly drafts: readonly DraftSummary[] }>(), owner: 'engine' },
  /** The window is about to close: its page saves what was typed, and answers by `app.pageSaved`. */
  'app.savePage': { payload: typeOnly<Readonly<Record<string, never>>>(), owner: 'main' },
  /** The organisation's profile was taken or forgotten. */
  'organisation.changed': { payload: typeOnly<{ readonly organisation: OrganisationView | null }>(), owner: 'main' },
  'app.noticesChanged': { payload: typeOnly<{ readonly notices: readonly Notice[] }>(), owner: 'main' },
  'app.preferencesChanged': { payload: typeOnly<{ readonly preferences: EffectivePreferences }>(), owner: 'main' },
  'app.pausedChanged': { payload: typeOnly<{ readonly pausedUntil: number | null }>(), owner: 'main' },
  /** The user chose a command in a native menu. */
  'app.command': { payload: typeOnly<{ readonly command: CommandId }>(), owner: 'main' },
  /** The user chose to open a link in a message's context menu: to be treated as a click. `text`: the link's own. */
  'app.linkChosen': { payload: typeOnly<{ readonly href: string; readonly text: string }>(), owner: 'main' },
  /** Main sends the user somewhere; the window is in front already. */
  'app.goTo': { payload: typeOnly<{ readonly destination: Destination }>(), owner: 'main' },
} as const satisfies Readonly<Record<string, EventDeclaration>>;

export type Events = typeof events;
export type EngineEventName = {
  [K in keyof Events]: Events[K]['owner'] extends 'engine' ? K : never;
}[keyof Events];

export const eventNames = Object.keys(events) as readonly (keyof Events)[];

export function isEngineEvent(name: keyof Events): name is EngineEventName {
  return events[name].owner === 'engine';
}
