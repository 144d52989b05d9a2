import { texts } from '../../shared/texts/texts.ts';
/** What is wrong with a typed connection time-out; null when nothing is. */
export function timeoutError(text: string): string | null {
  const seconds = Number(text.trim());
  return /^\d{1,3}$/.test(text.trim()) && seconds >= 5 && seconds <= 300 ? null : texts().settings.account.timeoutWrong;
}
