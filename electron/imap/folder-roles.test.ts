import { describe, expect, it } from 'vitest';
import { onlyNamespace } from '../mail/namespaces.ts';
import { folderRoles, type RoleCandidate } from './folder-roles.ts';

function folder(path: string, flags: string[] = [], delimiter: string | null = '/'): RoleCandidate {
  const name = delimiter === null ? path : (path.split(delimiter).at(-1) ?? path);
  const selectable = !flags.includes('\\Noselect');
  return { path, name, delimiter, flags: new Set(flags), selectable, namespace: onlyNamespace };
}

function roles(...folders: RoleCandidate[]): Record<string, string> {
  return Object.fromEntries(folderRoles(folders));
}

describe('folder roles', () => {
  it('takes special-use flags, whatever their case, before names', () => {
    expect(
      roles(folder('INBOX'), folder('Trash'), folder('Rubbish', ['\\TRASH']), folder('Verschickt', ['\\Sent'])),
    ).toEqual({
      INBOX: 'inbox',
      Rubbish: 'trash',
      Verschickt: 'sent',
    });
  });

  it('understands XLIST', () => {
    const listed = [
      folder('INBOX', ['\\Inbox']),
      folder('[Gmail]/Spam', ['\\Spam']),
      folder('[Gmail]/Todos', ['\\AllMail']),
    ];
    expect(roles(...listed)).toEqual({ INBOX: 'inbox', '[Gmail]/Spam': 'junk', '[Gmail]/Todos': 'all' });
  });

  it.each([
    ['Deleted Items', 'trash'],
    ['Junk Email', 'junk'],
    ['Sent Items', 'sent'],
    ['Gelöschte Elemente', 'trash'],
    ['Gesendete Elemente', 'sent'],
    ['Entwürfe', 'drafts'],
    ['Junk-E-Mail', 'junk'],
    ['Archiv', 'archive'],
    ['Éléments envoyés', 'sent'],
    ['Courrier indésirable', 'junk'],
    ['Elementos eliminados', 'trash'],
    ['Posta inviata', 'sent'],
    ['Rascunhos', 'drafts'],
    ['Verwijderde items', 'trash'],
    ['Wersje robocze', 'drafts'],
    ['Отправленные', 'sent'],
    ['送信済みアイテム', 'sent'],
    ['已删除邮件', 'trash'],
    ['SENT  ITEMS', 'sent'],
    ['Entwu\u0308rfe', 'drafts'],
  ])('knows %s', (name, role) => {
    expect(roles(folder(name))).toEqual({ [name]: role });
  });

  it.each(['[Gmail]/All Mail', '[Gmail]/Alle Nachrichten', '[Google Mail]/Todos'])(
    'B11: on Gmail (%s) a label “Archive” is no archive, whoever made it',
    (path) => {
      const listed = [folder('INBOX'), folder('Archive'), folder('Trash'), folder(path, ['\\All'])];
      expect(roles(...listed)).toEqual({ INBOX: 'inbox', Trash: 'trash', [path]: 'all' });
      expect(roles(...listed, folder('Archiv 2025', ['\\Archive']))).toMatchObject({ 'Archiv 2025': 'archive' });
    },
  );

  it('B11: elsewhere a folder of all messages leaves the name “Archive” its role', () => {
    expect(roles(folder('INBOX'), folder('Archive'), folder('virtual/All', ['\\All']))).toEqual({
      INBOX: 'inbox',
      Archive: 'archive',
      'virtual/All': 'all',
    });
  });

  it('gives each role once, and none to deeper or partly matching names', () => {
    expect(roles(folder('Trash'), folder('Deleted Items'), folder('Projects/Archive'), folder('Sent 2019'))).toEqual({
      Trash: 'trash',
    });
    expect(roles(folder('A', ['\\Trash', '\\Junk']), folder('B', ['\\Trash']))).toEqual({ A: 'trash' });
  });

  it('looks below the inbox and [Gmail] as at the top', () => {
    expect(roles(folder('INBOX.Trash', [], '.'), folder('[Gmail]/Drafts'))).toEqual({
      'INBOX.Trash': 'trash',
      '[Gmail]/Drafts': 'drafts',
    });
  });

  it("B8: counts levels from the prefix of the user's namespace, and gives none in other people's folders", () => {
    const inMail = { kind: 'personal', prefix: 'Mail/' } as const;
    const bobs = { kind: 'other', prefix: 'user.' } as const;
    expect(
      roles(
        { ...folder('Mail/Sent'), namespace: inMail },
        { ...folder('Mail/Old/Drafts'), namespace: inMail },
        { ...folder('user.bob.Trash', ['\\Trash'], '.'), namespace: bobs },
        { ...folder('Trash', [], '.'), namespace: { kind: 'shared', prefix: '' } },
      ),
    ).toEqual({ 'Mail/Sent': 'sent' });
  });

  it('gives none to what cannot be selected', () => {
    expect(roles(folder('Trash', ['\\Noselect', '\\Trash']), folder('inbox'))).toEqual({ inbox: 'inbox' });
  });
});
