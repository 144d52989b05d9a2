import { ImapFlow } from 'imapflow';
import type { ImapAttribute, ImapResponse } from 'imapflow/lib/handler/types.js';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../shared/reply.ts';
import { type FetchedRow, fetchRows, objectIds } from './fetch-rows.ts';

const atom = (value: string): ImapAttribute => ({ type: 'ATOM', value });

/** A client that answers one FETCH with these items a row, and keeps what was asked. */
function answering(rows: readonly (readonly ImapAttribute[])[]) {
  const asked: unknown[] = [];
  let isReleased = false;
  const client = new ImapFlow({ host: 'localhost', port: 993, auth: { user: 'a', pass: 'b' }, logger: false });
  const exec = async (
    command: string,
    attributes: unknown,
    { untagged }: { untagged: { FETCH: (answer: ImapResponse) => Promise<void> } },
  ) => {
    asked.push(command, attributes);
    for (const [index, items] of rows.entries()) {
      await untagged.FETCH({ tag: '*', command: `${index + 1}`, attributes: [atom('FETCH'), [...items]] });
    }
    return {
      next: () => {
        isReleased = true;
      },
    };
  };
  Reflect.set(client, 'exec', exec);
  return { client, asked, isReleased: () => isReleased };
}

async function fetched(...rows: (readonly ImapAttribute[])[]): Promise<FetchedRow[]> {
  const found: FetchedRow[] = [];
  const ask = { set: '1:9', byUid: false, items: ['FLAGS'], limit: 10 } as const;
  await fetchRows(answering(rows).client, ask, (row) => found.push(row));
  return found;
}

describe('fetchRows', () => {
  it('imapflow has the method that it is built on', () => {
    const client = new ImapFlow({ host: 'localhost', port: 993, auth: { user: 'a', pass: 'b' }, logger: false });
    expect(typeof Reflect.get(client, 'exec')).toBe('function');
  });

  it('asks by sequence number or UID, and for changes since a MODSEQ', async () => {
    const { client, asked, isReleased } = answering([]);
    await fetchRows(client, { set: '1:5', byUid: false, items: ['FLAGS', 'ENVELOPE'], limit: 5 }, () => undefined);
    await fetchRows(client, { set: '7', byUid: true, items: ['FLAGS'], changedSince: 12n, limit: 1 }, () => undefined);
    const list = (...values: string[]) => values.map(atom);
    expect(asked).toEqual([
      ...['FETCH', [{ type: 'SEQUENCE', value: '1:5' }, list('UID', 'FLAGS', 'ENVELOPE')]],
      ...['UID FETCH', [{ type: 'SEQUENCE', value: '7' }, list('UID', 'FLAGS'), list('CHANGEDSINCE', '12')]],
    ]);
    expect(isReleased()).toBe(true);
  });

  it('reads names of items in any case, and leaves out what is NIL or nonsense', async () => {
    const rows = await fetched(
      [atom('uid'), atom('7'), atom('Flags'), [atom('\\Seen'), null, [atom('x')]], atom('rfc822.size'), atom('12')],
      [atom('UID'), atom('8'), atom('ENVELOPE'), null, atom('BODYSTRUCTURE'), atom('nonsense'), atom('FLAGS'), null],
      [atom('UID'), atom('9'), atom('RFC822.SIZE'), atom('-3'), atom('MODSEQ'), [atom('5')], atom('EMPTY')],
    );
    expect(rows).toEqual([
      { uid: 7, flags: new Set(['\\Seen', '']), size: 12 },
      { uid: 8, flags: new Set() },
      { uid: 9, size: 0 },
    ]);
  });

  it('reads the names of messages and conversations, of OBJECTID and of Gmail', async () => {
    const rows = await fetched(
      [atom('UID'), atom('7'), atom('EMAILID'), [atom('M1')], atom('THREADID'), null],
      [atom('UID'), atom('8'), atom('X-GM-MSGID'), atom('12'), atom('X-GM-THRID'), atom('13')],
    );
    expect(rows).toEqual([
      { uid: 7, emailId: 'M1', threadId: '' },
      { uid: 8, emailId: '12', threadId: '13' },
    ]);
    const { client } = answering([]);
    expect(objectIds(client)).toEqual([]);
    client.capabilities.set('X-GM-EXT-1', true);
    expect(objectIds(client)).toEqual(['X-GM-MSGID', 'X-GM-THRID']);
    client.capabilities.set('OBJECTID', true);
    expect(objectIds(client)).toEqual(['EMAILID', 'THREADID']);
  });

  it.each(['0', '4294967296', '-1', '1.5', '99999999999999999999', 'x'])('%s is no UID', async (uid) => {
    expect(await fetched([atom('UID'), atom(uid)], [atom('FLAGS'), []])).toEqual([]);
  });

  it('refuses answers without end, takes no more of them, and lets the connection go on', async () => {
    const many = Array.from({ length: 1_100 }, (_each, index) => [atom('UID'), atom(`${index + 1}`)]);
    const { client, isReleased } = answering(many);
    let taken = 0;
    const failure: unknown = await fetchRows(client, { set: '1', byUid: true, items: [], limit: 1 }, () => {
      taken += 1;
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppFailure);
    expect(failure).toMatchObject({ error: { code: 'imap_protocol', params: { reason: 'too_many_messages' } } });
    expect(taken).toBe(1_002);
    expect(isReleased()).toBe(true);
  });
});
