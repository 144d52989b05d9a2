import { describe, expect, it } from 'vitest';
import { menuCommands } from './menu-commands.ts';

function create() {
  const done: string[] = [];
  const does = (what: string) => () => void done.push(what);
  const commands = menuCommands({
    syncNow: does('sync'),
    pause: does('pause'),
    resume: does('resume'),
    write: does('write'),
    open: does('open'),
    send: (command) => done.push(`send ${command}`),
  });
  return { commands, done };
}

describe('menuCommands', () => {
  it('U5 syncs, pauses, resumes and writes without the main window', () => {
    const { commands, done } = create();
    for (const command of ['sync_now', 'pause_sync', 'resume_sync', 'new_message'] as const) commands.run(command);
    expect(done).toEqual(['sync', 'pause', 'resume', 'write']);
  });

  it('hands everything else to the window, in front', () => {
    const { commands, done } = create();
    commands.windowListens();
    commands.run('palette');
    commands.run('archive');
    expect(done).toEqual(['open', 'send palette', 'open', 'send archive']);
  });

  it('opens a closed window, and tells it once it listens', () => {
    const { commands, done } = create();
    commands.run('palette');
    commands.run('settings');
    expect(done).toEqual(['open', 'open']);
    commands.windowListens();
    commands.windowListens();
    expect(done).toEqual(['open', 'open', 'send settings']);
  });

  it('forgets what a window that is gone was to hear', () => {
    const { commands, done } = create();
    commands.windowListens();
    commands.windowGone();
    commands.run('palette');
    commands.windowGone();
    commands.windowListens();
    expect(done).toEqual(['open']);
  });
});
