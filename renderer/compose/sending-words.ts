import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { SendingState } from '../../shared/writing.ts';
import { clockTime } from '../stores/ui-clock.ts';
import { dayAndTime } from './send-times.ts';

/** A message's place in the outbox, in a few words. @param nowSecond seconds since the epoch */
export function sendingWords(state: SendingState, nowSecond: number): string {
  const words = texts().compose.sending;
  switch (state.kind) {
    case 'held':
      return words.held(Math.max(0, Math.floor(state.until / 1000 - nowSecond)));
    case 'scheduled':
      return words.scheduled(dayAndTime(state.at));
    case 'waiting':
      return state.retryAt === null ? words.waiting : words.waitingUntil(clockTime(state.retryAt));
    case 'sending':
      return words.sending;
    case 'refused':
      return words.refused;
    case 'uncertain':
      return words.uncertain;
    default:
      return assertNever(state);
  }
}
