import { join } from 'node:path';
import type { CallInput, CallOutputs } from '../../../shared/ipc.ts';
import type { MessageHeader, RemoteImages } from '../../../shared/mail.ts';
import { type Reply, success } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import type { EngineCalls } from '../../engine/contract.ts';
import { savePart } from '../../engine/save-part.ts';
import type { MessagePlace } from '../../images/image-permissions.ts';
import { safeFilename } from '../../mime/safe-filename.ts';
import type { Caller, Handlers } from '../register.ts';

interface MailPorts {
  readonly call: <K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
  ) => Promise<Reply<EngineCalls[K]['output']>>;
  /** Asks where to save, starting from a suggested path; null when the user cancelled. */
  readonly askWhereToSave: (suggested: string, caller: Caller) => Promise<string | null>;
  readonly downloadsFolder: () => string;
  /** Leaves a list by one click; answers whether its server accepted that. */
  readonly postUnsubscribe: (url: string) => Promise<boolean>;
  /** Throws AppFailure (not_printed). */
  readonly printer: {
    toPdf(html: string): Promise<Uint8Array>;
    toPrinter(html: string): Promise<void>;
  };
  /** The page that is printed of a message. */
  readonly printDocument: (header: MessageHeader, content: CallInput<'mail.printMessage'>['content']) => string;
  /** What is done with a message's remote images. */
  readonly remoteImages: (place: MessagePlace) => Promise<RemoteImages>;
}

/**
 * The mail calls that need main: for a save dialog, or to decide about remote images. The engine answers the others.
 */
export function mailHandlers(ports: MailPorts) {
  return {
    'mail.body': (input) => readBody(ports, input),
    'mail.unsubscribe': (input) => unsubscribe(ports, input),
    'mail.saveMessage': (input, caller) => saveMessage(ports, input, caller),
    'mail.printMessage': (input, caller) => printMessage(ports, input, caller),
  } satisfies Partial<Handlers>;
}

async function readBody(ports: MailPorts, input: CallInput<'mail.body'>): Promise<Reply<CallOutputs['mail.body']>> {
  const body = await ports.call('mail.body', input);
  return body.ok ? success({ ...body.value, remoteImages: await ports.remoteImages(input) }) : body;
}

/** Main asks the engine for the list's addresses, so that the window's word is not needed. */
async function unsubscribe(
  ports: MailPorts,
  { accountId, messageId }: CallInput<'mail.unsubscribe'>,
): Promise<Reply<CallOutputs['mail.unsubscribe']>> {
  const list = await ports.call('mail.listUnsubscribe', { accountId, messageId });
  if (!list.ok) return list;
  const { oneClick, mailto, link } = list.value ?? { oneClick: null, mailto: null, link: null };
  if (oneClick !== null) return success({ kind: (await ports.postUnsubscribe(oneClick)) ? 'done' : 'refused' });
  if (mailto === null) return success(link === null ? { kind: 'refused' } : { kind: 'open', link });
  const draft = await ports.call('drafts.create', { accountId, start: { kind: 'mailto', url: mailto } });
  if (!draft.ok) return draft;
  const { id: draftId, revision, content } = draft.value;
  const saved =
    content.subject.trim() === ''
      ? await ports.call('drafts.save', {
          draftId,
          revision,
          accountId,
          content: { ...content, subject: 'unsubscribe' },
        })
      : success({ revision });
  const sent = saved.ok
    ? await ports.call('drafts.send', { draftId, revision: saved.value.revision, at: null })
    : saved;
  if (sent.ok) return success({ kind: 'sent' });
  await ports.call('drafts.discard', { draftId });
  return sent;
}

async function saveMessage(
  ports: MailPorts,
  input: CallInput<'mail.saveMessage'>,
  caller: Caller,
): Promise<Reply<{ path: string | null }>> {
  const header = await ports.call('mail.header', input);
  if (!header.ok) return header;
  const path = await ports.askWhereToSave(
    join(ports.downloadsFolder(), nameAfter(header.value, 'message/rfc822')),
    caller,
  );
  if (path === null) return success({ path: null });
  const written = await ports.call('mail.writeMessage', { ...input, path });
  return written.ok ? success({ path }) : written;
}

async function printMessage(
  ports: MailPorts,
  { accountId, messageId, to, content }: CallInput<'mail.printMessage'>,
  caller: Caller,
): Promise<Reply<{ path: string | null }>> {
  const header = await ports.call('mail.header', { accountId, messageId });
  if (!header.ok) return header;
  const html = ports.printDocument(header.value, content);
  if (to === 'printer') {
    await ports.printer.toPrinter(html);
    return success({ path: null });
  }
  const path = await ports.askWhereToSave(
    join(ports.downloadsFolder(), nameAfter(header.value, 'application/pdf')),
    caller,
  );
  if (path === null) return success({ path: null });
  const bytes = await ports.printer.toPdf(html);
  // Heron made this file itself, so it carries no mark of a stranger's.
  await savePart(path, [bytes], { mark: async () => undefined, unmarked: () => undefined });
  return success({ path });
}

/** A file's name after the message's subject. */
function nameAfter({ subject }: MessageHeader, mimeType: 'message/rfc822' | 'application/pdf'): string {
  const extension = mimeType === 'application/pdf' ? '.pdf' : '.eml';
  const stem = subject.trim().slice(0, 100) || texts().reader.message;
  return safeFilename(`${stem.replaceAll(/[./\\:]+/g, ' ').trim()}${extension}`, mimeType);
}
