import { Star } from 'lucide-react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FolderRole } from '../../shared/mail.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { FilledStar } from '../components/filled-star.tsx';
import { actionsFor } from './reader-actions.ts';

const ids = (role: FolderRole | null, seen = true, flagged = false, keptTags?: readonly string[]) =>
  actionsFor({ seen, flagged }, { role, ...(keptTags && { keptTags }) }).map(({ action }) => action);

afterEach(() => setLanguage('en'));

describe('actionsFor', () => {
  it('offers what makes sense where the message is', () => {
    expect(ids('inbox')).toEqual([
      'reply',
      'reply_all',
      'forward',
      'archive',
      'trash',
      'junk',
      'move',
      'toggle_flag',
      'mark_unseen',
      'tag',
      'forward_attached',
      'edit_as_new',
      'open_in_window',
      'print',
      'save_pdf',
      'save_eml',
      'fixed_width',
      'original_colours',
      'view_headers',
      'view_source',
    ]);
    expect(ids('drafts')[0]).toBe('continue_draft');
    expect(ids('drafts')).toContain('edit_as_new');
    expect(ids('sent')).not.toContain('continue_draft');
    expect(ids('drafts')).not.toContain('reply');
    expect(ids(null)).toEqual(ids('inbox'));
    expect(ids('archive')).not.toContain('archive');
    expect(ids('junk')).toContain('not_junk');
    expect(ids('junk')).not.toContain('junk');
    expect(ids('sent')).not.toContain('junk');
    expect(ids('drafts')).not.toContain('junk');
    expect(ids('trash')).toContain('delete_forever');
    expect(ids('trash')).not.toContain('trash');
  });

  it('offers no tags where the server keeps none', () => {
    expect(ids('inbox', true, false, [])).not.toContain('tag');
    expect(ids('inbox', true, false, ['$label1'])).toContain('tag');
  });

  it('offers the opposite of what the message is', () => {
    const labels = (seen: boolean, flagged: boolean) =>
      actionsFor({ seen, flagged }, { role: 'inbox' }).map(({ label }) => label);
    expect(labels(true, false)).toEqual(expect.arrayContaining(['Mark as unread', 'Add star']));
    expect(labels(false, true)).toEqual(expect.arrayContaining(['Mark as read', 'Remove star']));
    setLanguage('de');
    expect(labels(true, true)).toContain('Stern entfernen');
  });

  it('draws a star that is set filled, and one that is not in outline', () => {
    const starOf = (flagged: boolean) =>
      actionsFor({ seen: true, flagged }, { role: 'inbox' }).find(({ action }) => action === 'toggle_flag')?.icon;
    expect([starOf(true), starOf(false)]).toEqual([FilledStar, Star]);
  });

  it('has one place for each command’s shortcut', () => {
    for (const role of ['inbox', 'archive', 'junk', 'trash', 'sent', null] as const) {
      const shortcuts = actionsFor({ seen: true, flagged: false }, { role }).map(({ shortcutOf }) => shortcutOf);
      expect(new Set(shortcuts).size).toBe(shortcuts.length);
    }
  });
});

it('say of how many messages they are about, but for those that are about the shown one', () => {
  const labels = actionsFor({ seen: true, flagged: false }, { role: 'inbox' }, false, 4).map(({ label }) => label);
  expect(labels).toContain('Archive (4 messages)');
  expect(labels).toContain('Add star (4 messages)');
  expect(labels).toContain('Reply');
  expect(labels).toContain('Print…');
});
