import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandId, commandIds } from '../../shared/commands.ts';
import { failure, success } from '../../shared/reply.ts';
import { setLanguage, texts } from '../../shared/texts/texts.ts';
import { selectIndex } from '../mailbox/actions/message-actions.ts';
import { adaView, type ExampleMailbox, exampleRow, replies, startMailbox } from '../mailbox/mailbox-example.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { initialAccounts, useAccounts } from '../stores/accounts.ts';
import { useAskedFocus } from '../stores/asked-focus.ts';
import { initialUi, type Screen, useUi } from '../stores/ui.ts';
import { commandRefusal, followCommands, runCommand } from './commands.ts';
import { initialCommandsUi, useCommandsUi } from './commands-ui.ts';

let mailbox: ExampleMailbox;
const reasons = () => texts().commands.unavailable;
const said = () => useCommandsUi.getState().announcement;
const screen = (kind: Screen) => useUi.setState({ screen: kind, dialog: null });
const cursor = () => useMailbox.getState().open?.list.cursor?.id;

async function run(id: CommandId): Promise<void> {
  runCommand(id);
  await replies();
}

beforeEach(async () => {
  useCommandsUi.setState(initialCommandsUi, true);
  useAskedFocus.setState({ focus: null });
  useUi.setState({ ...initialUi, screen: { kind: 'mailbox' } }, true);
  mailbox = await startMailbox([exampleRow(3, false), exampleRow(2), exampleRow(1)]);
  for (const name of ['mail.setSeen', 'mail.setFlagged', 'mail.moveToRole', 'mail.setFolderSeen'] as const) {
    mailbox.fake.answers[name] = success({ count: 1, undoId: null });
  }
  for (const name of ['app.pause', 'app.resume', 'app.quit', 'app.closeWindow'] as const) {
    mailbox.fake.answers[name] = success(null);
  }
});
afterEach(() => {
  mailbox.stop();
  setLanguage('en');
});

describe('every command', () => {
  it('either runs or says in a sentence why not, in every state', async () => {
    const states: readonly (() => void)[] = [
      () => {},
      () => selectIndex(0),
      () => screen({ kind: 'settings', page: 'about' }),
      () => screen({ kind: 'setup', canLeave: true }),
      () => useAccounts.setState({ accounts: [] }),
    ];
    for (const state of states) {
      state();
      for (const id of commandIds) {
        const refusal = commandRefusal(id);
        if (refusal !== null) expect(refusal, id).toMatch(/^[A-Z].+/);
      }
    }
  });

  it('that cannot run announces why, each time anew, and does nothing', async () => {
    const before = mailbox.fake.calls.length;
    await run('archive');
    expect(said().text).not.toBe('');
    expect(said()).toEqual({ text: commandRefusal('archive'), count: 1 });
    await run('archive');
    expect(said().count).toBe(2);
    expect(mailbox.fake.calls).toHaveLength(before);
  });

  it('says so in the language that is set', async () => {
    setLanguage('de');
    screen({ kind: 'settings', page: 'about' });
    await run('archive');
    expect(said().text).toBe('Das geht in der Postfachansicht.');
  });
});

describe('commands on messages', () => {
  it('act on the message under the cursor', async () => {
    await run('next_message');
    expect(cursor()).toBe(3);
    await run('next_message');
    expect(cursor()).toBe(2);
    await run('previous_message');
    await run('mark_unseen');
    await run('toggle_flag');
    await run('archive');
    expect(mailbox.called('mail.setSeen').at(-1)).toMatchObject({ messageIds: [3], seen: false });
    expect(mailbox.called('mail.setFlagged')).toMatchObject([{ messageIds: [3], flagged: true }]);
    expect(mailbox.called('mail.moveToRole')).toMatchObject([{ messageIds: [3], role: 'archive' }]);
  });

  it.each([
    ['trash', 'trash'],
    ['junk', 'junk'],
  ] as const)('%s moves to the folder of the role %s', async (id, role) => {
    selectIndex(1);
    await run(id);
    expect(mailbox.called('mail.moveToRole')).toMatchObject([{ messageIds: [2], role }]);
  });

  it('select, extend and clear', async () => {
    const selected = () => [...(useMailbox.getState().open?.selection.ids ?? [])];
    selectIndex(0);
    await run('toggle_selection');
    expect(selected()).toEqual([3]);
    await run('extend_down');
    expect(selected()).toEqual([3, 2]);
    await run('extend_up');
    expect(selected()).toEqual([3]);
    await run('select_none');
    expect(selected()).toEqual([]);
    expect(commandRefusal('select_none')).not.toBeNull();
  });
});

describe('over a dialog', () => {
  it('nothing happens to the messages under it, whatever a native menu says', async () => {
    selectIndex(0);
    await run('delete_forever');
    expect(useMailbox.getState().dialog).toMatchObject({ kind: 'delete_forever', keys: [3] });
    await run('archive');
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    expect(said().text).toBe(reasons().dialogOpen);
    useMailbox.setState({ dialog: null });
    await run('shortcuts');
    expect(commandRefusal('archive')).toBe(reasons().dialogOpen);
    expect(commandRefusal('quit')).toBeNull();
  });
});

describe('going places', () => {
  it('opens the folder of a role, from the settings too', async () => {
    screen({ kind: 'settings', page: 'about' });
    await run('go_trash');
    expect(useUi.getState().screen).toEqual({ kind: 'mailbox' });
    expect(useMailbox.getState().open?.folderId).toBe(2);
    expect(commandRefusal('go_drafts')).not.toBeNull();
  });

  it('does not lead out of setup, where something was begun', () => {
    screen({ kind: 'setup', canLeave: true });
    expect(commandRefusal('go_inbox')).toBe(reasons().notInMailbox);
    expect(commandRefusal('add_account')).toBe(reasons().adding);
  });

  it('asks for the focus of a pane', async () => {
    await run('focus_folders');
    expect(useAskedFocus.getState().focus).toEqual({ pane: 'folders', count: 1 });
    await run('focus_list');
    expect(useAskedFocus.getState().focus).toEqual({ pane: 'list', count: 2 });
    // In a narrow window the reader is not drawn until a message is opened.
    expect(commandRefusal('focus_reader')).toBeNull();
    useMailbox.setState({ narrow: true });
    expect(commandRefusal('focus_reader')).not.toBeNull();
    selectIndex(0);
    await run('focus_reader');
    expect(useMailbox.getState().readerOpen).toBe(true);
    await run('back_to_list');
    expect(useMailbox.getState().readerOpen).toBe(false);
  });
});

describe('the application’s commands', () => {
  it('sync, pause and resume', async () => {
    await run('sync_now');
    expect(mailbox.called('mail.syncNow')).toEqual([{ accountId: null }]);
    expect(commandRefusal('resume_sync')).toBe(reasons().notPaused);
    await run('pause_sync');
    useAccounts.setState({ pausedUntil: 5 });
    expect(commandRefusal('pause_sync')).toBe(reasons().paused);
    await run('resume_sync');
    expect(mailbox.fake.calls.map(({ name }) => name)).toEqual(expect.arrayContaining(['app.pause', 'app.resume']));
  });

  it('announce what main could not do', async () => {
    mailbox.fake.answers['app.pause'] = failure({
      code: 'internal',
      params: { reason: 'unforeseen' },
      retryable: true,
    });
    await run('pause_sync');
    expect(said().text).toBe('Something in Heron went wrong. The log says what.');
  });

  it('wait for the first account', () => {
    useAccounts.setState({ ...initialAccounts, accounts: [] }, true);
    screen({ kind: 'setup', canLeave: false });
    for (const id of ['settings', 'sync_now', 'pause_sync', 'archive', 'go_inbox'] as const) {
      expect(commandRefusal(id), id).toBe(reasons().noAccount);
    }
    expect(commandRefusal('quit')).toBeNull();
  });

  it('run for the native menus too', async () => {
    useAccounts.setState({ accounts: [adaView()] });
    const stop = followCommands();
    mailbox.fake.emit('app.command', { command: 'shortcuts' });
    expect(useCommandsUi.getState().over).toBe('shortcuts');
    mailbox.fake.emit('app.command', { command: 'palette' });
    expect(useCommandsUi.getState().over).toBe('palette');
    mailbox.fake.emit('app.command', { command: 'undo' });
    expect(useMailbox.getState().undoBar).toEqual({ text: commandRefusal('undo'), canUndo: false });
    stop();
    mailbox.fake.emit('app.command', { command: 'quit' });
    await replies();
    expect(mailbox.called('app.quit')).toEqual([]);
  });
});
