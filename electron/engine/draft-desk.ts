import { randomUUID } from 'node:crypto';
import type { AccountId, Address, Attachment, MessageId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { type Sender, sendersOf } from '../../shared/senders.ts';
import { signed } from '../../shared/signatures.ts';
import { texts } from '../../shared/texts/texts.ts';
import type {
  Draft,
  DraftContent,
  DraftFile,
  DraftFileId,
  DraftId,
  DraftStart,
  DraftSummary,
} from '../../shared/writing.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';
import { addressKey } from '../compose/address.ts';
import { plainVersion } from '../compose/html-to-text.ts';
import { readMailto } from '../compose/mailto.ts';
import { noFields, noThread, type Original, type Thread, threadOf } from '../compose/original.ts';
import { isAddressed, senderOf } from '../compose/recipients.ts';
import {
  editAsNewContent,
  emptyContent,
  forwardAttachedContent,
  forwardContent,
  mailtoContent,
  replyContent,
} from '../compose/starting-content.ts';
import { draftChanged, isEmpty, type Origin, type StoredDraft, sendingState } from '../drafts/draft.ts';
import type { DraftFiles } from '../drafts/draft-files.ts';
import type { DraftStore, NewDraft } from '../drafts/draft-store.ts';
import type { AccountRuntime } from './account-runtime.ts';
import { copyMessage, copyPart, copyParts } from './draft-parts.ts';
import { readOriginal, readOriginalFields } from './originals.ts';
import type { ServerDrafts } from './server-drafts.ts';

export interface DraftDeskOptions {
  readonly drafts: DraftStore;
  readonly files: DraftFiles;
  readonly server: Pick<ServerDrafts, 'sides' | 'otherOf' | 'saved' | 'open' | 'resolve'>;
  readonly accounts: () => Iterable<AccountRuntime>;
  /** Throws not_found where the account is not open. */
  readonly account: (accountId: AccountId) => AccountRuntime;
  readonly onChanged: () => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** The most characters of a revision's words in the list of versions. */
const wordsLength = 200;
/** The most characters of a revision that is looked at. */
const textLength = 200_000;
/** Parts of the original that an answer repeats: larger ones are left out, since nobody waits for them. */
const largestInlinePart = 5 * 1024 * 1024;

/** A larger picture is sent, but not shown in the composer: it would have to be held in memory as a whole. */
const largestShownPicture = 40 * 1024 * 1024;

/** Makes drafts and keeps them: what the window does with them until they are sent. Throws AppFailure. */
export class DraftDesk {
  readonly #options: DraftDeskOptions;
  /** What is still fetched for a draft (references, pictures in its quote) while it is being written. */
  readonly #fetching = new Map<DraftId, Promise<unknown>>();

  constructor(options: DraftDeskOptions) {
    this.#options = options;
  }

  async create(accountId: AccountId, start: DraftStart): Promise<Draft> {
    const account = this.#options.account(accountId);
    switch (start.kind) {
      case 'new': {
        const [self] = sendersOf(account.sync.account);
        const content = signed(emptyContent(self.address, formatOf(account)), self.settings);
        return this.#add({ accountId, start: 'new', content });
      }
      case 'mailto': {
        const fields = readMailto(start.url);
        const [self] = sendersOf(account.sync.account);
        const content = signed(mailtoContent(self.address, fields, formatOf(account)), self.settings);
        const { inReplyTo } = fields;
        const thread = inReplyTo === null ? noThread : { inReplyTo, references: [inReplyTo] };
        return this.#add({ accountId, start: 'mailto', content, thread });
      }
      case 'reply':
      case 'reply_all':
        return await this.#answer(account, start.kind, start.messageId);
      case 'forward':
      case 'forward_attached':
      case 'edit_as_new':
        return await this.#forward(account, start.kind, start.messageId);
    }
  }

  get(id: DraftId): Draft {
    return this.shown(this.#options.drafts.get(id));
  }

  /** A draft as the window sees it. */
  shown({ origin: _origin, thread: _thread, outbox, ...draft }: StoredDraft): Draft {
    return { ...draft, sending: sendingState(outbox), other: this.#options.server.otherOf(draft.id) };
  }

  list(): DraftSummary[] {
    const { drafts, server } = this.#options;
    const places = drafts.places();
    const sideOf = server.sides();
    return drafts.list().map((draft) => {
      const { id, accountId, content, changedAt, outbox } = draft;
      const { subject, to } = content;
      const shown = {
        id,
        accountId,
        subject,
        to,
        changedAt,
        sending: sendingState(outbox),
        place: places.get(id) ?? null,
      };
      return { ...shown, ...sideOf(draft) };
    });
  }

  save(id: DraftId, revision: number, accountId: AccountId, content: DraftContent): { revision: number } {
    const { drafts, server, onChanged } = this.#options;
    const before = drafts.has(id) ? drafts.get(id) : null;
    const saved = drafts.save(id, revision, accountId, content);
    if (before !== null) server.saved(before, content);
    onChanged();
    return { revision: saved };
  }

  versions(id: DraftId): { revision: number; savedAt: number; words: string }[] {
    return this.#options.drafts
      .revisions(id)
      .filter(({ content }) => !isEmpty(content))
      .map(({ revision, savedAt, content }) => ({ revision, savedAt, words: wordsOf(content) }));
  }

  version(id: DraftId, revision: number): { subject: string; to: readonly Address[]; text: string } {
    const { subject, to, format, body, quote } = this.#options.drafts.revision(id, revision);
    const text = format === 'html' ? plainVersion(body) : body;
    return {
      subject,
      to,
      text: quote === null ? text : `${text}\n\n${quote.attribution}\n${quote.text}`.slice(0, textLength),
    };
  }

  restore(id: DraftId, revision: number): Draft {
    const { drafts, onChanged } = this.#options;
    if (drafts.get(id).outbox !== null) throw draftChanged('on_its_way');
    const restored = drafts.replace(id, drafts.revision(id, revision));
    onChanged();
    return this.shown(restored);
  }

  async addFile(id: DraftId, file: Omit<DraftFile, 'id' | 'size'>, bytes: Uint8Array): Promise<DraftFile> {
    return await this.#keep(id, (files) => files.add(id, file, chunksOf(bytes)));
  }

  async addPath(id: DraftId, path: string): Promise<DraftFile> {
    return await this.#keep(id, (files) => files.addPath(id, path));
  }

  /** A picture in the draft's text. Throws not_found for anything else, and for what is larger than a picture may be. */
  async readPicture(id: DraftId, fileId: DraftFileId): Promise<{ bytes: Uint8Array }> {
    const { drafts, files } = this.#options;
    const file = drafts.files(id).find((each) => each.id === fileId);
    if (file === undefined || file.contentId === null || file.size > largestShownPicture) {
      throw new AppFailure({ code: 'not_found', params: { reason: 'part' }, retryable: false });
    }
    return { bytes: await files.content(id, fileId, file.filename) };
  }

  async removeFile(id: DraftId, fileId: DraftFileId): Promise<void> {
    const { drafts, files, onChanged } = this.#options;
    drafts.removeFile(id, fileId);
    onChanged();
    await files.remove(id, fileId);
  }

  /** The draft that a message of the Drafts folder holds, whichever program wrote it. */
  async openMessage(accountId: AccountId, messageId: MessageId): Promise<Draft> {
    return this.shown(await this.#options.server.open(accountId, messageId));
  }

  /** The user chose among the draft and its version from elsewhere. */
  async resolve(id: DraftId, keep: 'this' | 'other' | 'both'): Promise<Draft> {
    await this.#options.server.resolve(id, keep);
    return this.get(id);
  }

  /** Resolves when everything that belongs to the draft was fetched, or could not be. */
  async complete(id: DraftId): Promise<void> {
    await this.#fetching.get(id);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#fetching.values());
  }

  async #answer(account: AccountRuntime, kind: 'reply' | 'reply_all', messageId: MessageId): Promise<Draft> {
    const { original, attachments } = await readOriginal(account, messageId);
    const senders = sendersOf(account.sync.account);
    const others = [...this.#options.accounts()]
      .filter((other) => other !== account)
      .flatMap((other) => sendersOf(other.sync.account));
    const keysOf = (list: readonly Sender[]) => new Set(list.map(({ address }) => addressKey(address.address)));
    const own = { self: keysOf(senders), all: keysOf([...senders, ...others]) };
    // An answer to all may have to reach the list, which only the header names, and so is the alias that a list writes to. An answer to one
    // need not wait for it otherwise.
    const needsFields = kind === 'reply_all' || (own.all.size > 1 && !isAddressed(original, own));
    const fields = needsFields ? await readOriginalFields(account, messageId) : noFields;
    const sender = senderOf(original, senders, others, fields.deliveredTo);
    const about = { from: sender.address, own, fields, words: texts().quoting, format: formatOf(account) };
    const content = signed(replyContent(kind, original, about), sender.settings);
    const origin: Origin = { accountId: account.account.id, messageId, flag: 'answered' };
    const thread = threadOf(original, fields);
    const draft = this.#add({ accountId: sender.accountId, start: kind, content, origin, thread });
    this.#fetch(draft.id, async () => {
      if (!needsFields) {
        const now = threadOf(original, await readOriginalFields(account, messageId));
        if (this.#options.drafts.has(draft.id)) this.#options.drafts.setThread(draft.id, now);
      }
      if (content.format === 'html') await this.#takeParts(account, messageId, draft.id, attachments.filter(isPicture));
    });
    return draft;
  }

  async #forward(
    account: AccountRuntime,
    kind: 'forward' | 'forward_attached' | 'edit_as_new',
    messageId: MessageId,
  ): Promise<Draft> {
    const { original, attachments } = await readOriginal(account, messageId);
    const senders = sendersOf(account.sync.account);
    const { address: from, settings } =
      kind === 'edit_as_new' ? writtenBy(original, senders) : senderOf(original, senders, []);
    const format = formatOf(account);
    const accountId = account.account.id;
    const origin: Origin | null = kind === 'edit_as_new' ? null : { accountId, messageId, flag: 'forwarded' };
    const content =
      kind === 'forward'
        ? signed(forwardContent(original, from, texts().quoting, format), settings)
        : kind === 'forward_attached'
          ? signed(forwardAttachedContent(original, from, format), settings)
          : editAsNewContent(original, from);
    const id = newId();
    // A forwarded message is nothing without its files, so the draft is made when they are there.
    const kept = this.#options.files;
    const files =
      kind === 'forward_attached'
        ? await copyMessage(kept, account, messageId, id, original.subject)
        : await copyParts(kept, account, messageId, id, attachments);
    try {
      const { drafts, onChanged } = this.#options;
      const draft = drafts.transaction(() => {
        drafts.add({ id, accountId, start: kind, content, origin, thread: threadOf(original, noFields) });
        for (const file of files) drafts.addFile(id, file);
        return drafts.get(id);
      });
      onChanged();
      return this.shown(draft);
    } catch (error) {
      await this.#options.files.removeAll(id);
      throw error;
    }
  }

  /** The pictures in a quoted original. One that cannot be had now is missing from the answer, as it is from the reader. */
  async #takeParts(
    account: AccountRuntime,
    messageId: MessageId,
    id: DraftId,
    parts: readonly Attachment[],
  ): Promise<void> {
    const { drafts, files, log, onChanged } = this.#options;
    for (const part of parts) {
      try {
        const file = await copyPart(files, account, messageId, id, part);
        if (drafts.has(id)) drafts.addFile(id, file);
        else await files.removeAll(id);
        onChanged();
      } catch (error) {
        log('warn', `A picture of a quoted message was not copied: ${String(error)}`);
      }
    }
  }

  #fetch(id: DraftId, work: () => Promise<void>): void {
    const run = work()
      .catch((error: unknown) => this.#options.log('warn', `Completing a draft failed: ${String(error)}`))
      .finally(() => this.#fetching.delete(id));
    this.#fetching.set(id, run);
  }

  /** A file is written before the draft refers to it, and deleted again where that fails. */
  async #keep(id: DraftId, write: (files: DraftFiles) => Promise<DraftFile>): Promise<DraftFile> {
    const { drafts, files, onChanged } = this.#options;
    if (drafts.get(id).outbox !== null) throw draftChanged('on_its_way');
    const file = await write(files);
    try {
      drafts.addFile(id, file);
    } catch (error) {
      await files.remove(id, file.id);
      throw error;
    }
    onChanged();
    return file;
  }

  #add(
    draft: Omit<NewDraft, 'id' | 'origin' | 'thread'> & { readonly origin?: Origin; readonly thread?: Thread },
  ): Draft {
    const stored = this.#options.drafts.add({ origin: null, thread: noThread, ...draft, id: newId() });
    this.#options.onChanged();
    return this.shown(stored);
  }
}

function formatOf({ sync }: AccountRuntime): DraftContent['format'] {
  return (sync.account.writing ?? defaultWriting).format;
}

/** The sender that a message of one's own came from, so that it can be sent again as it was; else the account's own address. */
function writtenBy({ from }: Original, senders: readonly [Sender, ...Sender[]]): Sender {
  const keys = new Set(from.map(({ address }) => addressKey(address)));
  return senders.find(({ address }) => keys.has(addressKey(address.address))) ?? senders[0];
}

function isPicture({ inline, contentId, mimeType, size }: Attachment): boolean {
  return inline && contentId !== null && mimeType.startsWith('image/') && size <= largestInlinePart;
}

function wordsOf({ format, body, subject }: DraftContent): string {
  const words = (format === 'html' ? plainVersion(body) : body).replaceAll(/\s+/g, ' ').trim();
  return (words || subject).slice(0, wordsLength);
}

function newId(): DraftId {
  return randomUUID() as string as DraftId;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
