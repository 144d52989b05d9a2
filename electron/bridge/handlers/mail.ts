import { basename, join } from 'node:path';
import type { CallInput, CallOutputs } from '../../../shared/ipc.ts';
import type { RemoteImages } from '../../../shared/mail.ts';
import { failure, type Reply, success } from '../../../shared/reply.ts';
import type { EngineCalls } from '../../engine/contract.ts';
import type { MessagePlace } from '../../images/image-permissions.ts';
import type { Caller, Handlers } from '../register.ts';

interface MailPorts {
  readonly call: <K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
  ) => Promise<Reply<EngineCalls[K]['output']>>;
  /** Asks where to save, starting from a suggested path; null when the user cancelled. */
  readonly askWhereToSave: (suggested: string, caller: Caller) => Promise<string | null>;
  readonly downloadsFolder: () => string;
  /** What is done with a message's remote images. */
  readonly remoteImages: (place: MessagePlace) => Promise<RemoteImages>;
}

/**
 * The mail calls that need main: for a save dialog, or to decide about remote images. The engine answers the others.
 */
export function mailHandlers(ports: MailPorts) {
  return {
    'mail.body': (input) => readBody(ports, input),
    'mail.saveAttachment': (input, caller) => saveAttachment(ports, input, caller),
  } satisfies Partial<Handlers>;
}

async function readBody(ports: MailPorts, input: CallInput<'mail.body'>): Promise<Reply<CallOutputs['mail.body']>> {
  const body = await ports.call('mail.body', input);
  return body.ok ? success({ ...body.value, remoteImages: await ports.remoteImages(input) }) : body;
}

async function saveAttachment(
  ports: MailPorts,
  input: CallInput<'mail.saveAttachment'>,
  caller: Caller,
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
    return failure({ code: 'not_found', params: { reason: 'attachment' }, retryable: false });
  }
  // The name is already safe (P2); basename guards the join against a fault there.
  const path = await ports.askWhereToSave(join(ports.downloadsFolder(), basename(attachment.filename)), caller);
  if (path === null) return success({ path: null });
  const written = await ports.call('mail.writePart', { accountId, messageId, partId, path });
  return written.ok ? success({ path }) : written;
}
