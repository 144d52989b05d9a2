import { create } from 'zustand';
import type { CallInput } from '../../shared/ipc.ts';
import { type AccountId, loadsImages, type MessageId } from '../../shared/mail.ts';
import { type AppError, type Reply, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { heavinessOf } from './heaviness.ts';
import { askReaderPage } from './page-task.ts';
import { isFixedWidth } from './reader-view.ts';

interface Place {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** What became of printing or saving a message, as its reader says it. */
interface FileNews extends Place {
  readonly kind: 'busy' | 'done';
  readonly text: string;
}

type News = FileNews | (Place & { readonly kind: 'failed'; readonly error: AppError });

const useNews = create<{ readonly news: News | null }>()(() => ({ news: null }));

/** What the reader of a message says about its file; null where there is nothing to say. */
export function useFileNews({ accountId, messageId }: Place): News | null {
  return useNews(({ news }) => (news?.accountId === accountId && news.messageId === messageId ? news : null));
}

export function dismissFileNews(): void {
  useNews.setState({ news: null });
}

/** Prints the message as it is shown, by the system's dialog, or saves it as PDF. */
export async function printMessage(place: Place, to: 'printer' | 'pdf'): Promise<void> {
  const words = texts().reader.files;
  await telling(place, words.preparing, async () => {
    const content = await printedContent(place);
    return content.ok ? await call('mail.printMessage', { ...place, to, content: content.value }) : content;
  });
}

/** Saves the message as it is on the server. */
export async function saveMessage(place: Place): Promise<void> {
  await telling(place, texts().reader.files.saving, () => call('mail.saveMessage', place));
}

async function telling(
  place: Place,
  busy: string,
  work: () => Promise<Reply<{ readonly path: string | null }>>,
): Promise<void> {
  useNews.setState({ news: { ...place, kind: 'busy', text: busy } });
  const reply = await work();
  const words = texts().reader.files;
  const path = reply.ok ? reply.value.path : null;
  if (!reply.ok) useNews.setState({ news: { ...place, kind: 'failed', error: reply.error } });
  else if (path === null) useNews.setState({ news: null });
  else useNews.setState({ news: { ...place, kind: 'done', text: words.savedAs(nameOf(path)) } });
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** What of the message is shown: its HTML made safe, or its words. */
async function printedContent(place: Place): Promise<Reply<CallInput<'mail.printMessage'>['content']>> {
  const reply = await call('mail.body', place);
  if (!reply.ok) return reply;
  const { html, text, attachments, remoteImages } = reply.value;
  const fixedWidth = isFixedWidth();
  if (html !== null && heavinessOf(html) === null) {
    const mail = { html, ...place, attachments, showRemote: loadsImages(remoteImages), dark: false, title: '' };
    const safe = await askReaderPage({ kind: 'print', task: 1, mail }, (message) =>
      message.kind === 'printed' ? message.html : null,
    );
    if (safe !== null) return success({ kind: 'html', html: safe });
  }
  if (text !== null && text.trim() !== '') return success({ kind: 'text', text, fixedWidth });
  const plain = await call('mail.body', { ...place, plain: true });
  return plain.ok ? success({ kind: 'text', text: plain.value.text ?? '', fixedWidth }) : plain;
}
