import type { AppError } from '../../shared/reply.ts';
import { call } from '../bridge.ts';

/** Opens the page that the error names, in the system's browser; main checks the address as it does a link's. */
export function pageActions({ guidance }: AppError): { open_page?: () => void } {
  const page = guidance?.page;
  return page === undefined ? {} : { open_page: () => void call('app.openExternal', { url: page }) };
}
