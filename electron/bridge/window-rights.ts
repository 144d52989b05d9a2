import type { CallName, EventName } from '../../shared/ipc.ts';
import type { SidePage, WindowPage } from '../../shared/window-page.ts';

/** What a window beside the main one may ask for, and what it is told. The main window has everything. */
interface Rights {
  readonly calls: ReadonlySet<CallName>;
  readonly events: ReadonlySet<EventName>;
}

const everySideWindow = {
  calls: ['app.info', 'app.openExternal', 'app.copyText', 'app.closeWindow', 'app.pageSaved', 'accounts.list'],
  events: ['app.preferencesChanged', 'app.linkChosen', 'app.savePage', 'accounts.changed'],
} as const satisfies { readonly calls: readonly CallName[]; readonly events: readonly EventName[] };

const rights: Readonly<Record<SidePage['kind'], Rights>> = {
  compose: {
    calls: new Set<CallName>([
      ...everySideWindow.calls,
      'drafts.write',
      'drafts.get',
      'drafts.save',
      'drafts.versions',
      'drafts.restore',
      'drafts.discard',
      'drafts.chooseFiles',
      'drafts.addFile',
      'drafts.removeFile',
      'drafts.readPicture',
      'drafts.send',
      'addresses.complete',
      'addresses.unknown',
      // "Don't ask again", in a warning.
      'app.setPreferences',
    ]),
    events: new Set<EventName>([...everySideWindow.events, 'drafts.changed']),
  },
  message: {
    calls: new Set<CallName>([
      ...everySideWindow.calls,
      'drafts.write',
      'drafts.answerInvitation',
      'mail.folders',
      'mail.header',
      'mail.headers',
      'mail.body',
      'mail.source',
      'mail.partText',
      'mail.invitation',
      'mail.listUnsubscribe',
      'mail.askLabels',
      'mail.removeLabel',
      'mail.unsubscribe',
      'mail.saveAttachment',
      'mail.saveAttachments',
      'mail.openAttachment',
      'mail.dragAttachment',
      'mail.previewPdf',
      'mail.saveMessage',
      'mail.printMessage',
      'mail.allowImages',
      'mail.blockImages',
      'mail.setSeen',
      'mail.setFlagged',
      'mail.setTag',
      'mail.moveToRole',
    ]),
    events: new Set<EventName>([...everySideWindow.events, 'mail.messageChanged']),
  },
};

/** Whether a window may make a call at all. */
export function mayCall(page: WindowPage, name: CallName): boolean {
  return page.kind === 'main' || rights[page.kind].calls.has(name);
}

/** Whether a window is told of an event. */
export function mayHear(page: WindowPage, name: EventName): boolean {
  return page.kind === 'main' || rights[page.kind].events.has(name);
}

/** Whether a call is about what the window shows: a window for one draft or message cannot touch another. @param input as parsed */
export function isAboutOwn(page: WindowPage, input: unknown): boolean {
  if (page.kind === 'main' || typeof input !== 'object' || input === null) return true;
  if (page.kind === 'compose') return !('draftId' in input) || input.draftId === page.draftId;
  if ('accountId' in input && input.accountId !== page.accountId) return false;
  const named = [
    ...('messageId' in input ? [input.messageId] : []),
    ...('messageIds' in input && Array.isArray(input.messageIds) ? input.messageIds : []),
    ...('start' in input && typeof input.start === 'object' && input.start !== null && 'messageId' in input.start
      ? [input.start.messageId]
      : []),
  ];
  return named.every((id) => id === page.messageId);
}
