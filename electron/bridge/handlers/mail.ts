import { basename, join } from 'node:path';
import type { CallInput, CallName, CallOutputs } from '../../../shared/ipc.ts';
import type { RemoteImages } from '../../../shared/mail.ts';
import { failure, type Reply, success } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import type { EngineCalls } from '../../engine/contract.ts';
import type { MessagePlace } from '../../images/image-permissions.ts';
import type { Handlers } from '../register.ts';

type MailCall = Extract<CallName, `mail.${string}`>;
type ImageCall = 'mail.allowImages' | 'mail.imageSenders' | 'mail.removeImageSender';
type ForwardedCall = Exclude<MailCall, 'mail.body' | 'mail.saveAttachment' | ImageCall>;

interface MailPorts {
  readonly call: <K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
  ) => Promise<Reply<EngineCalls[K]['output']>>;
  /** Asks where to save, starting from a suggested path; null when the user cancelled. */
  readonly askWhereToSave: (suggested: string) => Promise<string | null>;
  readonly downloadsFolder: () => string;
  /** What is done with a message's remote images. */
  readonly remoteImages: (place: MessagePlace) => Promise<RemoteImages>;
}

/** The mail domain lives in the engine: these calls pass through, but for the save dialog and the word about images, which are main's. */
export function mailHandlers(ports: MailPorts): Pick<Handlers, Exclude<MailCall, ImageCall>> {
  const forward =
    <K extends ForwardedCall>(name: K) =>
    (input: CallInput<K>) =>
      ports.call(name, input as EngineCalls[K]['input']) as Promise<Reply<CallOutputs[K]>>;
  return {
    'mail.folders': forward('mail.folders'),
    'mail.openView': forward('mail.openView'),
    'mail.rows': forward('mail.rows'),
    'mail.closeView': forward('mail.closeView'),
    'mail.indexOf': forward('mail.indexOf'),
    'mail.header': forward('mail.header'),
    'mail.source': forward('mail.source'),
    'mail.ids': forward('mail.ids'),
    'mail.setSeen': forward('mail.setSeen'),
    'mail.setFlagged': forward('mail.setFlagged'),
    'mail.move': forward('mail.move'),
    'mail.moveToRole': forward('mail.moveToRole'),
    'mail.delete': forward('mail.delete'),
    'mail.undo': forward('mail.undo'),
    'mail.setFolderSeen': forward('mail.setFolderSeen'),
    'mail.emptyFolder': forward('mail.emptyFolder'),
    'mail.createFolder': forward('mail.createFolder'),
    'mail.renameFolder': forward('mail.renameFolder'),
    'mail.deleteFolder': forward('mail.deleteFolder'),
    'mail.parkedOperations': forward('mail.parkedOperations'),
    'mail.resolveParked': forward('mail.resolveParked'),
    'mail.syncNow': forward('mail.syncNow'),
    'mail.body': (input) => readBody(ports, input),
    'mail.saveAttachment': (input) => saveAttachment(ports, input),
  };
}

async function readBody(ports: MailPorts, input: CallInput<'mail.body'>): Promise<Reply<CallOutputs['mail.body']>> {
  const body = await ports.call('mail.body', input);
  return body.ok ? success({ ...body.value, remoteImages: await ports.remoteImages(input) }) : body;
}

async function saveAttachment(
  ports: MailPorts,
  input: CallInput<'mail.saveAttachment'>,
): Promise<Reply<{ path: string | null }>> {
  const { accountId, messageId, partId } = input;
  const header = await ports.call('mail.header', { accountId, messageId });
  if (!header.ok) return header;
  const attachments = [...header.value.attachments];
  if (!attachments.some((attachment) => attachment.partId === partId)) {
    const body = await ports.call('mail.body', { accountId, messageId });
    if (body.ok) attachments.push(...body.value.attachments);
  }
  const attachment = attachments.find((candidate) => candidate.partId === partId);
  if (attachment === undefined) {
    return failure({ code: 'not_found', message: texts().reader.errors.noSuchAttachment, retryable: false });
  }
  // The name is already safe (P2); basename guards the join against a fault there.
  const path = await ports.askWhereToSave(join(ports.downloadsFolder(), basename(attachment.filename)));
  if (path === null) return success({ path: null });
  const written = await ports.call('mail.writePart', { accountId, messageId, partId, path });
  return written.ok ? success({ path }) : written;
}
