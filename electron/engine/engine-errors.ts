import { type AppError, AppFailure } from '../../shared/reply.ts';

function make(code: AppError['code'], message: string, retryable = false): AppFailure {
  return new AppFailure({ code, message, retryable });
}

export const accountNotOpen = (): AppFailure => make('not_found', 'This account is not open.', true);
export const folderNotFound = (): AppFailure => make('not_found', 'This folder is no longer there.');
export const viewNotFound = (): AppFailure => make('not_found', 'This list is no longer open.', true);
export const messageNotFound = (): AppFailure => make('message_gone', 'This message is no longer in its folder.');
export const partNotFound = (): AppFailure => make('not_found', 'The message has no such part.');
export const operationNotFound = (): AppFailure => make('not_found', 'This change is no longer waiting.');
export const partTooLarge = (): AppFailure =>
  make('message_too_large', 'This part is larger than 10 MB, so Heron does not show it.');
export const wasCancelled = (): AppFailure => make('cancelled', 'This was cancelled.', true);
