import type { OutgoingMessage, SubmissionOptions, SubmissionOutcome, Submit } from './submission.ts';

/** What the fake server says to one message. `dies`: the program ends while the message is handed over. */
export type FakeAnswer = SubmissionOutcome | 'dies' | ((message: OutgoingMessage) => SubmissionOutcome);

/** An SMTP server in memory: it answers as told, in turn, and then takes everything. */
export class FakeSubmission {
  readonly answers: FakeAnswer[] = [];
  /** Messages that it has, with their recipients. */
  readonly accepted: { readonly to: readonly string[]; readonly source: string }[] = [];
  /** The options of each attempt. */
  readonly attempts: SubmissionOptions[] = [];

  readonly submit: Submit = async (message, options, signal) => {
    this.attempts.push(options);
    if (signal.aborted) throw new Error('A message was sent although Heron ends.');
    const next = this.answers.shift() ?? { kind: 'accepted', server: 'smtp.test:587', refused: [] };
    if (next !== 'dies') {
      const outcome = typeof next === 'function' ? next(message) : next;
      if (outcome.kind === 'not_sent') return outcome;
      options.onHandingOver();
      if (outcome.kind === 'accepted')
        await this.#take(
          message,
          outcome.refused.map(({ address }) => address),
        );
      return outcome;
    }
    options.onHandingOver();
    return await new Promise<SubmissionOutcome>((resolve) => {
      const unknown = {
        code: 'may_have_been_sent',
        params: { reason: 'connection_cut', server: 'smtp.test:587' },
        retryable: false,
      } as const;
      signal.addEventListener('abort', () => resolve({ kind: 'unknown', error: unknown }), { once: true });
    });
  };

  async #take(message: OutgoingMessage, refused: readonly string[]): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message.open()) chunks.push(chunk);
    const to = message.envelope.to.filter((address) => !refused.includes(address));
    this.accepted.push({ to, source: Buffer.concat(chunks).toString() });
  }
}
