import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { TooltipProvider } from '../../../renderer/components/tooltip.tsx';
import { mailDocument } from '../../../renderer/reader/mail-document.ts';
import { visibleText } from '../../../renderer/reader/page/visible-text.ts';
import { Reader } from '../../../renderer/reader/reader.tsx';
import { type SanitizedMail, sanitizeMail, sanitizeQuote } from '../../../renderer/reader/sanitize-mail.ts';
import { callNames } from '../../../shared/calls.ts';
import { eventNames } from '../../../shared/events.ts';
import type { AccountId, Attachment, MessageHeader, MessageId, ShownBody } from '../../../shared/mail.ts';
import type { Reply } from '../../../shared/reply.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const answers = new Map<string, Reply<unknown>>();
const called: { readonly name: string; readonly input: unknown }[] = [];
const actions: string[] = [];
const root = createRoot(document.getElementById('root') as HTMLElement);
let nextMessage = 1;

/** The page of sanitiser.spec.ts: the real reader and its sanitiser over a bridge that answers what the test says. */
const reader = {
  called,
  actions,
  /** The result of the sanitiser alone. `shownParts` is an array, so that it can be passed to the test. */
  sanitize(
    html: string,
    attachments: readonly Attachment[] = [],
    showRemote = false,
  ): Omit<SanitizedMail, 'shownParts'> & { shownParts: string[] } {
    const mail = sanitizeMail({ html, accountId, messageId: 7 as MessageId, attachments, showRemote });
    return { ...mail, shownParts: [...mail.shownParts] };
  },
  /** An original as it is sent along with an answer. */
  quote: sanitizeQuote,
  /** What a person sees of each link, in the document that the reader would draw. */
  async seenLinks(html: string): Promise<string[]> {
    const safe = sanitizeMail({ html, accountId, messageId: 7 as MessageId, attachments: [], showRemote: false });
    const frame = document.createElement('iframe');
    frame.style.cssText = 'position:fixed;inset:0;width:600px;height:400px';
    frame.srcdoc = mailDocument(safe);
    const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
    document.body.append(frame);
    await loaded;
    const seen = [...(frame.contentDocument?.links ?? [])].map(visibleText);
    frame.remove();
    return seen;
  },
  answer(name: string, reply: Reply<unknown>): void {
    answers.set(name, reply);
  },
  /** Mounts the reader on a new message. */
  open(header: Partial<MessageHeader>, body: Partial<ShownBody> | null): void {
    const id = nextMessage++ as MessageId;
    const attachments = body?.attachments ?? header.attachments ?? [];
    answers.set('mail.header', { ok: true, value: { ...plainHeader, attachments, ...header, id } });
    if (body !== null) {
      answers.set('mail.body', {
        ok: true,
        value: { id, html: null, text: null, truncated: false, attachments, remoteImages: 'ask', ...body },
      });
    }
    const onAction = (action: string): void => void actions.push(action);
    root.render(
      createElement(TooltipProvider, null, createElement(Reader, { accountId, messageId: id, folders: [], onAction })),
    );
  },
};
export type ReaderHarness = typeof reader;

/** The engine's answer where the window wants a message without its HTML, which has no words of its own then. */
function plainAnswer(): Reply<unknown> {
  const whole = answers.get('mail.body');
  if (!whole?.ok) return whole ?? { ok: true, value: null };
  return { ok: true, value: { ...Object(whole.value), html: null, text: 'The words of the message' } };
}

const plainHeader: Omit<MessageHeader, 'id'> = {
  folderId: 1 as MessageHeader['folderId'],
  subject: 'A message',
  from: [{ name: 'Mallory', address: 'mallory@evil.test' }],
  to: [{ name: 'Ada Lovelace', address: 'ada@contoso.test' }],
  cc: [],
  replyTo: [],
  sentAt: Date.UTC(2026, 10, 17, 8, 5),
  receivedAt: Date.UTC(2026, 10, 17, 8, 5),
  messageIdHeader: null,
  size: 1000,
  unfetched: null,
  seen: true,
  flagged: false,
  answered: false,
  forwarded: false,
  markedDeleted: false,
  attachments: [],
};

const calls = Object.fromEntries(
  callNames.map((name) => [
    name,
    async (input: unknown) => {
      called.push({ name, input });
      if (name === 'mail.body' && Reflect.get(Object(input), 'plain') === true) return plainAnswer();
      return answers.get(name) ?? { ok: true, value: null };
    },
  ]),
);
const events = Object.fromEntries(eventNames.map((name) => [name, () => () => undefined]));
Object.assign(window, { heron: { calls, events }, reader });
