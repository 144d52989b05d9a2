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
};

/** Whether a window may make a call at all. */
export function mayCall(page: WindowPage, name: CallName): boolean {
  return page.kind === 'main' || rights[page.kind].calls.has(name);
}

/** Whether a window is told of an event. */
export function mayHear(page: WindowPage, name: EventName): boolean {
  return page.kind === 'main' || rights[page.kind].events.has(name);
}

/** Whether a call is about what the window shows: a window for one draft cannot touch another. @param input as parsed */
export function isAboutOwn(page: WindowPage, input: unknown): boolean {
  if (page.kind === 'main' || typeof input !== 'object' || input === null || !('draftId' in input)) return true;
  return input.draftId === page.draftId;
}
