import { type AppError, AppFailure } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';

function make(code: AppError['code'], message: string, retryable = false): AppFailure {
  return new AppFailure({ code, message, retryable });
}

export const accountNotOpen = (): AppFailure => make('not_found', texts().faults.engine.accountNotOpen, true);
export const viewNotFound = (): AppFailure => make('not_found', texts().faults.engine.viewNotFound, true);
export const partNotFound = (): AppFailure => make('not_found', texts().faults.engine.partNotFound);
export const operationNotFound = (): AppFailure => make('not_found', texts().faults.engine.operationNotFound);
export const partTooLarge = (): AppFailure => make('message_too_large', texts().faults.engine.partTooLarge);
export const wasCancelled = (): AppFailure => make('cancelled', texts().faults.wasCancelled, true);
