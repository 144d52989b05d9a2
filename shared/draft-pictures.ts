import type { DraftContent, DraftFile } from './writing.ts';

/** Of the Content-IDs that the editor makes. */
const ownDomain = '@heron';

/** A Content-ID for a picture that is put into the text. @param id a UUID */
export function pictureContentId(id: string): string {
  return `${id}${ownDomain}`;
}

/** Whether the text or the quoted original shows this file. */
function isShown(content: Pick<DraftContent, 'body' | 'quote' | 'format'>, contentId: string): boolean {
  if (content.format === 'plain') return false;
  const address = `cid:${contentId}`;
  return content.body.includes(address) || (content.quote?.html?.includes(address) ?? false);
}

/** The files that go with the message: all but the pictures that were removed from the text again. They stay with the draft, for undo. */
export function filesToSend<F extends Pick<DraftFile, 'contentId'>>(
  content: Pick<DraftContent, 'body' | 'quote' | 'format'>,
  files: readonly F[],
): F[] {
  return files.filter(
    ({ contentId }) => contentId === null || !contentId.endsWith(ownDomain) || isShown(content, contentId),
  );
}

/** The files that the composer lists: those that the text does not show. */
export function filesBesideText<F extends Pick<DraftFile, 'contentId'>>(
  content: Pick<DraftContent, 'body' | 'quote' | 'format'>,
  files: readonly F[],
): F[] {
  return filesToSend(content, files).filter(({ contentId }) => contentId === null || !isShown(content, contentId));
}
