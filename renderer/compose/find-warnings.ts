import type { DraftContent, DraftFile, DraftId } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { usePreferencesStore } from '../stores/preferences.ts';
import { outsiders } from './outside.ts';
import { type SendWarning, warningsOf } from './warnings.ts';

/** As many recipients are looked up; where there are more, another warning says so. */
const mostLookedUp = 200;

/** What should be asked before a draft is sent, as far as the user wants to be asked. @param words the text without the quoted message */
export async function findWarnings(
  draftId: DraftId,
  content: DraftContent,
  words: string,
  files: readonly DraftFile[],
): Promise<SendWarning[]> {
  const muted = usePreferencesStore.getState().preferences.mutedWarnings;
  const { from, to, cc, bcc } = content;
  const outside = muted.includes('new_outside') ? [] : outsiders(from, [...to, ...cc, ...bcc]);
  const addresses = outside.slice(0, mostLookedUp).map(({ address }) => address);
  const reply = addresses.length === 0 ? null : await call('addresses.unknown', { draftId, addresses });
  // Where it cannot be told, sending does not wait for it.
  const strangers = reply?.ok ? reply.value : [];
  return warningsOf(content, { words, files, strangers, muted });
}
