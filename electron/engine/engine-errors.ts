import { AppFailure, type ErrorParams } from '../../shared/reply.ts';

function notFound(reason: ErrorParams<'not_found'>['reason'], retryable = false): AppFailure {
  return new AppFailure({ code: 'not_found', params: { reason }, retryable });
}

export const accountNotOpen = (): AppFailure => notFound('account_not_open', true);
export const viewNotFound = (): AppFailure => notFound('view', true);
export const partNotFound = (): AppFailure => notFound('part');
export const operationNotFound = (): AppFailure => notFound('operation');
export const partTooLarge = (): AppFailure =>
  new AppFailure({ code: 'message_too_large', params: { reason: 'part' }, retryable: false });
export const wasCancelled = (): AppFailure =>
  new AppFailure({ code: 'cancelled', params: { reason: 'asked' }, retryable: true });
