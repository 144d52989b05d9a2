import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallInput, CallOutputs } from '../../../shared/ipc.ts';
import type { Attachment } from '../../../shared/mail.ts';
import { failure, type Reply, success } from '../../../shared/reply.ts';
import type { EngineCalls } from '../../engine/contract.ts';
import { isRiskyFile } from '../../mime/risky-file.ts';
import { type OpenedFiles, unusedName } from '../../platform/opened-files.ts';
import type { Caller, Handlers } from '../register.ts';

export interface AttachmentPorts {
  readonly call: <K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
  ) => Promise<Reply<EngineCalls[K]['output']>>;
  /** Asks where to save, starting from a suggested path; null when the user cancelled. */
  readonly askWhereToSave: (suggested: string, caller: Caller) => Promise<string | null>;
  /** Asks for a folder; null when the user cancelled. */
  readonly askForFolder: (suggested: string, caller: Caller) => Promise<string | null>;
  readonly downloadsFolder: () => string;
  readonly openedFiles: Pick<OpenedFiles, 'keep'>;
  /** Has the system open a file; answers its words where it could not, else an empty text. */
  readonly openPath: (path: string) => Promise<string>;
  /** Lets the user drag a file out of the window. */
  readonly startDrag: (path: string, caller: Caller) => Promise<void>;
  /** Shows a PDF in a window of its own, which has nothing but this file. */
  readonly showPdf: (title: string, bytes: Uint8Array) => void;
}

type PartInput = CallInput<'mail.saveAttachment'>;

/** What is done with the files of a message: saved, opened, dragged away, looked at. */
export function attachmentHandlers(ports: AttachmentPorts) {
  return {
    'mail.saveAttachment': (input, caller) => saveOne(ports, input, caller),
    'mail.saveAttachments': (input, caller) => saveSeveral(ports, input, caller),
    'mail.openAttachment': (input) => open(ports, input),
    'mail.dragAttachment': async (input, caller) => {
      const path = await kept(ports, input);
      if (path.ok) await ports.startDrag(path.value, caller);
      return path.ok ? success(null) : path;
    },
    'mail.previewPdf': (input) => previewPdf(ports, input),
  } satisfies Partial<Handlers>;
}

async function saveOne(
  ports: AttachmentPorts,
  input: PartInput,
  caller: Caller,
): Promise<Reply<{ path: string | null }>> {
  const found = await attachmentOf(ports, input);
  if (!found.ok) return found;
  // The name is already safe (P2); basename guards the join against a fault there.
  const path = await ports.askWhereToSave(join(ports.downloadsFolder(), basename(found.value.filename)), caller);
  if (path === null) return success({ path: null });
  const written = await ports.call('mail.writePart', { ...input, path });
  return written.ok ? success({ path }) : written;
}

/** Into a folder that the user chose, beside what is there: nothing is replaced. The first failure ends it; what was saved stays. */
async function saveSeveral(
  ports: AttachmentPorts,
  { accountId, messageId, partIds }: CallInput<'mail.saveAttachments'>,
  caller: Caller,
): Promise<Reply<CallOutputs['mail.saveAttachments']>> {
  const listed = await attachmentsOf(ports, { accountId, messageId });
  if (!listed.ok) return listed;
  const folder = await ports.askForFolder(ports.downloadsFolder(), caller);
  if (folder === null) return success({ folder: null, saved: 0 });
  let saved = 0;
  for (const partId of partIds) {
    const attachment = listed.value.find((candidate) => candidate.partId === partId);
    if (attachment === undefined) return notThere();
    const name = await unusedName(basename(attachment.filename), (candidate) => exists(join(folder, candidate)));
    const written = await ports.call('mail.writePart', { accountId, messageId, partId, path: join(folder, name) });
    if (!written.ok) return written;
    saved++;
  }
  return success({ folder, saved });
}

async function open(
  ports: AttachmentPorts,
  { confirmed, ...input }: CallInput<'mail.openAttachment'>,
): Promise<Reply<CallOutputs['mail.openAttachment']>> {
  const found = await attachmentOf(ports, input);
  if (!found.ok) return found;
  // The window asks; main does not take its word that it has to.
  if (isRiskyFile(found.value.filename) && !confirmed) return success({ kind: 'risky' });
  const path = await kept(ports, input);
  if (!path.ok) return path;
  const said = await ports.openPath(path.value);
  if (said === '') return success({ kind: 'opened' });
  return failure({ code: 'not_found', params: { reason: 'program' }, retryable: false });
}

async function previewPdf(ports: AttachmentPorts, input: PartInput): Promise<Reply<null>> {
  const found = await attachmentOf(ports, input);
  if (!found.ok) return found;
  const part = await ports.call('mail.readPart', input);
  if (!part.ok) return part;
  ports.showPdf(found.value.filename, part.value.bytes);
  return success(null);
}

/** A private copy of the file. */
async function kept(ports: AttachmentPorts, input: PartInput): Promise<Reply<string>> {
  const found = await attachmentOf(ports, input);
  if (!found.ok) return found;
  let written: Reply<null> = success(null);
  const path = await ports.openedFiles.keep(found.value.filename, async (at) => {
    written = await ports.call('mail.writePart', { ...input, path: at });
    return written.ok;
  });
  return path === null ? (written.ok ? notThere() : written) : success(path);
}

async function attachmentOf(ports: AttachmentPorts, { partId, ...place }: PartInput): Promise<Reply<Attachment>> {
  const listed = await attachmentsOf(ports, place);
  if (!listed.ok) return listed;
  const found = listed.value.find((candidate) => candidate.partId === partId);
  return found === undefined ? notThere() : success(found);
}

/** The files that the header tells of, and those that only a parse of the whole message found. */
async function attachmentsOf(
  ports: AttachmentPorts,
  place: Pick<PartInput, 'accountId' | 'messageId'>,
): Promise<Reply<readonly Attachment[]>> {
  const header = await ports.call('mail.header', place);
  if (!header.ok) return header;
  const body = await ports.call('mail.body', place);
  return success([...header.value.attachments, ...(body.ok ? body.value.attachments : [])]);
}

function notThere(): Reply<never> {
  return failure({ code: 'not_found', params: { reason: 'attachment' }, retryable: false });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
