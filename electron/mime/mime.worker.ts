import { parentPort, workerData } from 'node:worker_threads';
import type { MimeAnswer, MimeTask } from './mime-protocol.ts';
import { TooManyParts } from './mime-tree.ts';
import { readInvitation } from './read-invitation.ts';
import { attachmentContent, wholeMessage } from './whole-message.ts';

/**
 * Parses one message and ends. Its owner (mime-client.ts) terminates the worker at its time or memory limit, or on a cancel:
 * a fault in the parser may cost a message, never the application.
 */
function run(task: MimeTask): MimeAnswer {
  try {
    if (task.isCalendar === true) {
      return { kind: 'calendar', invitation: readInvitation(new TextDecoder().decode(task.message)) };
    }
    if (task.attachmentIndex === null) return { kind: 'message', message: wholeMessage(task.message) };
    const bytes = attachmentContent(task.message, task.attachmentIndex);
    return bytes === null ? { kind: 'missing' } : { kind: 'attachment', bytes };
  } catch (error) {
    if (error instanceof TooManyParts) return { kind: 'too_many_parts' };
    return { kind: 'unreadable', reason: error instanceof Error ? error.message.slice(0, 200) : 'unknown' };
  }
}

parentPort?.postMessage(run(workerData as MimeTask));
