import { ImapFlow } from 'imapflow';
import type { ImapAttributeList } from 'imapflow/lib/handler/types.js';
import { readFetchAnswer } from './fetch-answer.ts';

/** One answer as it came: its line without CRLF, and the octets of its literals. */
interface Answer {
  readonly payload: Buffer;
  readonly literals: readonly Buffer[];
}

/** How imapflow reads an answer, and tells whether it goes on reading. Not in its types. */
type ReadAnswer = (this: ImapFlow, answer: Answer) => Promise<boolean>;

const readAny = readAnswerOf(ImapFlow.prototype);

/**
 * imapflow's client, in which plain FETCH answers go straight to the command that asked for them. All other answers, and those that it
 * cannot judge or that cannot be taken, are imapflow's, as if this class were not there.
 */
export class FlowClient extends ImapFlow {
  /** Takes the attributes of plain FETCH answers while a command runs that asked for them: the atom FETCH, and the list of items. */
  onFetchAnswer: ((attributes: ImapAttributeList) => Promise<void>) | null = null;

  /** Called by imapflow (2.10.2) for each answer. */
  async handleResponse(answer: Answer): Promise<boolean> {
    const attributes = this.onFetchAnswer === null ? null : readFetchAnswer(answer.payload.toString(), answer.literals);
    if (attributes === null || this.onFetchAnswer === null) return await readAny.call(this, answer);
    try {
      await this.onFetchAnswer(attributes);
      return true;
    } catch {
      // imapflow's reading fails in the same way, and is what tells of it.
      return await readAny.call(this, answer);
    }
  }
}

function readAnswerOf(client: object): ReadAnswer {
  const read: unknown = Reflect.get(client, 'handleResponse');
  if (!isReadAnswer(read)) throw new Error('This version of imapflow reads its answers elsewhere.');
  return read;
}

function isReadAnswer(value: unknown): value is ReadAnswer {
  return typeof value === 'function';
}
