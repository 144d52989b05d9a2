import { describe, expect, it } from 'vitest';
import { canBeSent, decodeForDisplay, decodeMailboxName, encodeMailboxName, FolderPaths } from './folder-names.ts';

const valid: readonly [string, string][] = [
  ['INBOX', 'INBOX'],
  ['Entw&APw-rfe', 'Entwürfe'],
  ['A &- B', 'A & B'],
  ['~peter/mail/&U,BTFw-/&ZeVnLIqe-', '~peter/mail/台北/日本語'],
  ['quote " and \\ and %*', 'quote " and \\ and %*'],
  ['a&AAo-b', 'a\nb'],
];

describe('folder names (RFC 3501 section 5.1.3)', () => {
  it.each(valid)('decodes and encodes %s', (wire, name) => {
    expect(decodeMailboxName(wire)).toBe(name);
    expect(encodeMailboxName(name)).toBe(wire);
  });

  it('keeps characters beyond the basic plane', () => {
    expect(decodeMailboxName(encodeMailboxName('🏰 Schloss'))).toBe('🏰 Schloss');
  });

  it.each(['A & B', '&', '&&', '&AOQ', '&A-', '&AGE-', 'ä', '&!!-', '&AOQ-&APY-'])(
    'does not decode %s, which would not come back',
    (wire) => {
      expect(decodeMailboxName(wire)).toBeNull();
      expect(typeof decodeForDisplay(wire)).toBe('string');
    },
  );

  it('uses names that do not survive decoding as they came, and never gives two folders one path', () => {
    const paths = new FolderPaths(false);
    expect(paths.learn('R & D')).toBe('R & D');
    expect(paths.toWire('R & D')).toBe('R & D');
    expect(paths.learn('R &- D')).not.toBe('R & D');
    expect(paths.toWire(paths.learn('R &- D'))).toBe('R &- D');
    expect(paths.learn('/leading')).toBe('/leading');
  });

  it('knows the inbox in any case, and encodes what LIST did not tell', () => {
    const paths = new FolderPaths(false);
    expect(paths.learn('Inbox')).toBe('INBOX');
    expect(paths.toWire('inbox')).toBe('INBOX');
    expect(paths.toWire('Entwürfe')).toBe('Entw&APw-rfe');
    expect(new FolderPaths(true).toWire('Entwürfe')).toBe('Entwürfe');
  });

  it('refuses names that no quoted string can carry', () => {
    expect([canBeSent('a b"\\'), canBeSent('a\nb'), canBeSent('a\u0000'), canBeSent('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
