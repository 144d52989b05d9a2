import type { AppError } from '../../shared/reply.ts';
import { call } from '../bridge.ts';
import type { ErrorActions } from '../components/error-notice.tsx';
import { askForProxyPassword } from '../stores/proxy-dialog.ts';

/**
 * What can be done about an error wherever it is shown: opens the page that it names, in the system's browser (main checks the address as it
 * does a link's), or asks for the password of the proxy.
 * @param again tries once more what met the proxy; left out where that happens by itself
 */
export function pageActions({ guidance }: AppError, again?: () => void): ErrorActions {
  const page = guidance?.page;
  return {
    enter_proxy_password: () => askForProxyPassword(again),
    ...(page === undefined ? {} : { open_page: () => void call('app.openExternal', { url: page }) }),
  };
}
