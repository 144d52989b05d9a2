import type { AppInfo } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import type { Notices } from '../notices.ts';
import { externalUrl } from '../platform/external-url.ts';
import type { Handlers } from './register.ts';

interface AppPorts {
  readonly info: () => Omit<AppInfo, 'notices'>;
  readonly notices: Notices;
  /** Hands a checked URL to the system. */
  readonly openUrl: (url: string) => Promise<void>;
  readonly copyText: (text: string) => void;
}

/** What concerns the program as a whole: versions, notices, the system's browser and clipboard. */
export function appHandlers(
  ports: AppPorts,
): Pick<Handlers, 'app.info' | 'app.dismissNotice' | 'app.openExternal' | 'app.copyText'> {
  return {
    'app.info': async () => success({ ...ports.info(), notices: ports.notices.list() }),
    'app.dismissNotice': async ({ id }) => {
      ports.notices.dismiss(id);
      return success(null);
    },
    'app.openExternal': async ({ url }) => {
      const allowed = externalUrl(url);
      if (allowed === null) {
        return failure({ code: 'forbidden', message: 'Heron opens web and mail links only.', retryable: false });
      }
      await ports.openUrl(allowed);
      return success(null);
    },
    'app.copyText': async ({ text }) => {
      ports.copyText(text);
      return success(null);
    },
  };
}
