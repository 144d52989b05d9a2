// One Heron of a test: an engine with a profile of its own, on a real server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { Draft, DraftContent, DraftSummary } from '../../shared/writing.ts';
import { openSession } from '../imap/connection.ts';
import { overChannel } from '../imap/thread/thread-fixture.ts';
import type { Clock } from '../platform/clock.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import { FakeSubmission } from '../smtp/submission-fake.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

export const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const password = 'pw';

export interface Mailbox {
  readonly address: string;
  readonly port: number;
  /** The authority that signed the server's certificate, as PEM. */
  readonly caPem: string;
}

/** One Heron with a profile of its own. */
export class Heron {
  readonly profile: string;
  readonly engine: Engine;
  readonly value: ReturnType<typeof engineAsker>['value'];

  constructor(profile: string, { address, caPem }: Mailbox, clock: Clock) {
    this.profile = profile;
    this.engine = new Engine({
      profileFolder: profile,
      extraCa: caPem,
      openSession: overChannel(openSession).openSession,
      submit: new FakeSubmission().submit,
      mime: {
        parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
        readAttachment: () => Promise.reject(new Error('Not needed.')),
        readInvitation: () => Promise.reject(new Error('Not needed.')),
      },
      credentials: async () => success({ kind: 'password', username: address, password }),
      emit: () => undefined,
      markDownload: async () => undefined,
      clock,
      random: Math.random,
      holdMs: 0,
    });
    this.value = engineAsker(() => this.engine).value;
  }

  /** @param clock its time; a twentieth of all pauses unless another one is given */
  static async start(mailbox: Mailbox, clock: Clock = fastClock(20)): Promise<Heron> {
    const heron = new Heron(await mkdtemp(join(tmpdir(), 'heron-drafts-')), mailbox, clock);
    const { address, port } = mailbox;
    await heron.value('account.open', {
      id: accountId,
      address,
      displayName: 'Grace Hopper',
      imap: { host: 'localhost', port, security: 'tls' },
      smtp: { host: 'localhost', port: 1, security: 'starttls' },
      connectionTimeoutSeconds: 10,
    });
    return heron;
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await rm(this.profile, { recursive: true, force: true });
  }

  async change(draft: Draft, changes: Partial<DraftContent>): Promise<Draft> {
    const content = { ...draft.content, ...changes };
    await this.value('drafts.save', { draftId: draft.id, revision: draft.revision, accountId, content });
    return await this.value('drafts.get', { draftId: draft.id });
  }

  /** The messages in Drafts, as this Heron knows them. */
  async messages(): Promise<readonly MessageId[]> {
    await this.value('mail.syncNow', { accountId });
    const drafts = (await this.value('mail.folders', { accountId })).find(({ role }) => role === 'drafts');
    if (drafts === undefined) return [];
    const { viewId } = await this.value('mail.openView', { accountId, folderId: drafts.id });
    const { messageIds } = await this.value('mail.ids', { viewId, start: 0, count: 100 });
    await this.value('mail.closeView', { viewId });
    return messageIds;
  }

  /** The newest message in Drafts, once it has these words and there are so many. */
  async message(words: string, count = 1): Promise<MessageId> {
    let found: MessageId | undefined;
    await until(async () => {
      const ids = await this.messages();
      const [id] = ids;
      if (id === undefined || ids.length !== count) return false;
      const body = await this.value('mail.body', { accountId, messageId: id }).catch(() => null);
      found = body !== null && `${body.html}${body.text}`.includes(words) ? id : undefined;
      return found !== undefined;
    });
    if (found === undefined) throw new Error('There is no such message.');
    return found;
  }

  async summary(draft: Draft): Promise<DraftSummary | undefined> {
    return (await this.value('drafts.list', undefined)).find(({ id }) => id === draft.id);
  }

  async hasConflict(draft: Draft): Promise<boolean> {
    await this.value('mail.syncNow', { accountId });
    return (await this.summary(draft))?.conflict === true;
  }
}

/** Asks again and again until it is so; gives up after 40 s. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(40_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error('It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
