import type { Address } from '../../shared/mail.ts';
import type { DraftContent, DraftFile } from '../../shared/writing.ts';
import { isValidAddress } from './recipients.ts';

/** What the user should confirm before the message is sent. */
export type SendWarning =
  | { readonly kind: 'no_subject' }
  | { readonly kind: 'forgotten_file' }
  | { readonly kind: 'many_recipients'; readonly count: number };

/** Why the message cannot be sent as it stands. */
export type SendObstacle = { readonly kind: 'no_recipient' } | { readonly kind: 'invalid'; readonly address: string };

/** From this many people on, Bcc is suggested. */
const manyFrom = 15;

/** Words by which people announce an attachment, in the languages of Heron's window. */
const announcesFile =
  /\b(?:attached|attachments?|enclosed|enclosing|i attach|angehängt\w*|anbei|im anhang|beigefügt\w*|anhänge?)(?![\p{L}\p{N}])/iu;

/** What has to be mended before anything can be sent; null when nothing. */
export function obstacleOf({ to, cc, bcc }: Pick<DraftContent, 'to' | 'cc' | 'bcc'>): SendObstacle | null {
  const all: readonly Address[] = [...to, ...cc, ...bcc];
  const invalid = all.find((each) => !isValidAddress(each));
  if (invalid) return { kind: 'invalid', address: invalid.address };
  return all.length === 0 ? { kind: 'no_recipient' } : null;
}

/** @param words the text as the user wrote it, without the quoted message */
export function warningsOf(content: DraftContent, words: string, files: readonly DraftFile[]): SendWarning[] {
  const visible = content.to.length + content.cc.length;
  return [
    ...(content.subject.trim() === '' ? [{ kind: 'no_subject' } as const] : []),
    ...(files.every(({ contentId }) => contentId !== null) && announcesFile.test(ownWords(words))
      ? [{ kind: 'forgotten_file' } as const]
      : []),
    ...(visible >= manyFrom ? [{ kind: 'many_recipients', count: visible } as const] : []),
  ];
}

/** Without quoted lines: what others wrote about their attachments does not count. */
function ownWords(words: string): string {
  return words
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
}
