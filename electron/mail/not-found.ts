import { AppFailure } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';

/** The account has no folder of this id any more. */
export function folderNotFound(): AppFailure {
  return new AppFailure({ code: 'not_found', message: texts().faults.engine.folderNotFound, retryable: false });
}

/** None of the messages asked for is stored any more. */
export function messageNotFound(): AppFailure {
  return new AppFailure({ code: 'message_gone', message: texts().faults.engine.messageNotFound, retryable: false });
}
