import type { Address } from '../../shared/mail.ts';
import type { SendWarningKind } from '../../shared/preferences.ts';
import type { DraftContent, DraftFile } from '../../shared/writing.ts';
import { isValidAddress } from './recipients.ts';

/** What the user should confirm before the message is sent. */
export type SendWarning =
  | { readonly kind: 'no_subject' }
  | { readonly kind: 'forgotten_file' }
  | { readonly kind: 'new_outside'; readonly addresses: readonly string[] }
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

interface Circumstances {
  /** The text as the user wrote it, without the quoted message. */
  readonly words: string;
  readonly files: readonly DraftFile[];
  /** Recipients outside the organisation whom no stored mail knows. */
  readonly strangers: readonly string[];
  /** What the user does not want to be asked about. */
  readonly muted: readonly SendWarningKind[];
}

/** What should be asked before a draft is sent. */
export function warningsOf(content: DraftContent, { words, files, strangers, muted }: Circumstances): SendWarning[] {
  const visible = content.to.length + content.cc.length;
  const found: SendWarning[] = [
    ...(content.subject.trim() === '' ? [{ kind: 'no_subject' } as const] : []),
    ...(files.every(({ contentId }) => contentId !== null) && announcesFile.test(ownWords(words))
      ? [{ kind: 'forgotten_file' } as const]
      : []),
    ...(strangers.length > 0 ? [{ kind: 'new_outside', addresses: strangers } as const] : []),
    ...(visible >= manyFrom ? [{ kind: 'many_recipients', count: visible } as const] : []),
  ];
  return found.filter(({ kind }) => !muted.includes(kind));
}

/** Without quoted lines: what others wrote about their attachments does not count. */
function ownWords(words: string): string {
  return words
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
}
