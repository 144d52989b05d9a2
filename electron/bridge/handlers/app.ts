import type { AppInfo, Destination, Licence, Notice, OpeningMessage } from '../../../shared/mail.ts';
import { failure, type Reply, success } from '../../../shared/reply.ts';
import { externalUrl } from '../../platform/external-url.ts';
import type { LivePreferences } from '../../preferences/preferences.ts';
import type { Caller, HandlersOf } from '../register.ts';

interface AppPorts {
  readonly info: () => Omit<AppInfo, 'notices' | 'preferences'>;
  /** What the user should be told once and may dismiss. */
  readonly notices: {
    list(): readonly Notice[];
    dismiss(id: string): void;
  };
  readonly preferences: Pick<LivePreferences, 'current' | 'change'>;
  readonly licences: () => Promise<Reply<readonly Licence[]>>;
  /** Hands a checked URL to the system. */
  readonly openUrl: (url: string) => Promise<void>;
  readonly copyText: (text: string) => void;
  readonly showProfileFolder: () => void;
  readonly pause: () => Promise<Reply<null>>;
  readonly resume: () => Promise<Reply<null>>;
  /** Returns the waiting destination, once. */
  readonly takeDestination: () => Destination | null;
  /** Which message is being opened. */
  readonly openings: {
    current(): OpeningMessage | null;
    opening(message: OpeningMessage): void;
    shown(message: Pick<OpeningMessage, 'accountId' | 'messageId'>): void;
  };
  readonly closeWindow: (caller: Caller) => void;
  /** A window's page has saved what was typed, or could not. */
  readonly pageSaved: (caller: Caller, saved: boolean) => void;
  readonly quit: () => void;
  /** Whether there is an account to write as. */
  readonly canWrite: () => boolean;
  /** Begins a message for a mailto link (RFC 6068). */
  readonly write: (mailto: string) => void;
}

/** What concerns the program as a whole: versions, notices, preferences, the system's browser and clipboard, pausing and quitting. */
export function appHandlers(ports: AppPorts): HandlersOf<'app'> {
  return {
    'app.info': async () =>
      success({ ...ports.info(), notices: ports.notices.list(), preferences: ports.preferences.current() }),
    'app.dismissNotice': async ({ id }) => {
      ports.notices.dismiss(id);
      return success(null);
    },
    'app.openExternal': async ({ url }) => {
      const allowed = externalUrl(url);
      if (allowed === null) {
        return failure({ code: 'forbidden', params: { reason: 'not_a_link' }, retryable: false });
      }
      // Heron writes mail itself, as soon as it has an account to write as.
      if (allowed.startsWith('mailto:') && ports.canWrite()) ports.write(allowed);
      else await ports.openUrl(allowed);
      return success(null);
    },
    'app.copyText': async ({ text }) => {
      ports.copyText(text);
      return success(null);
    },
    'app.setPreferences': async (chosen) => ports.preferences.change(chosen),
    'app.licences': () => ports.licences(),
    'app.showProfileFolder': async () => {
      ports.showProfileFolder();
      return success(null);
    },
    'app.pause': () => ports.pause(),
    'app.resume': () => ports.resume(),
    'app.takeDestination': async () => success(ports.takeDestination()),
    'app.openingMessage': async (message) => {
      ports.openings.opening(message);
      return success(null);
    },
    'app.messageShown': async (message) => {
      ports.openings.shown(message);
      return success(null);
    },
    'app.stoppedMessage': async () => success(ports.openings.current()),
    'app.closeWindow': async (_input, caller) => {
      ports.closeWindow(caller);
      return success(null);
    },
    'app.pageSaved': async ({ saved }, caller) => {
      ports.pageSaved(caller, saved);
      return success(null);
    },
    'app.quit': async () => {
      ports.quit();
      return success(null);
    },
  };
}
