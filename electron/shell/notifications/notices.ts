import { randomUUID } from 'node:crypto';
import type { Notice } from '../../../shared/mail.ts';
import { type AppError, logText } from '../../../shared/reply.ts';

/** Errors that the user is told once and may dismiss. The same error is listed once, however often it occurs. */
export class Notices {
  #notices: readonly Notice[] = [];
  readonly #changed: (notices: readonly Notice[]) => void;

  constructor(changed: (notices: readonly Notice[]) => void) {
    this.#changed = changed;
  }

  list(): readonly Notice[] {
    return this.#notices;
  }

  add(error: AppError): void {
    if (this.#notices.some((notice) => logText(notice.error) === logText(error))) return;
    this.#notices = [...this.#notices, { id: randomUUID(), error }];
    this.#changed(this.#notices);
  }

  dismiss(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.#changed(this.#notices);
  }
}
