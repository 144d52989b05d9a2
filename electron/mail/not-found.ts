import { AppFailure } from '../../shared/reply.ts';

/** The account has no folder of this id any more. */
export function folderNotFound(): AppFailure {
  return new AppFailure({ code: 'not_found', params: { reason: 'folder' }, retryable: false });
}

/** None of the messages asked for is stored any more. */
export function messageNotFound(): AppFailure {
  return new AppFailure({ code: 'message_gone', params: { reason: 'from_folder' }, retryable: false });
}
