import { describe, expect, it, onTestFinished } from 'vitest';
import { likeliest } from '../engine/complete-address.ts';
import { onlyNamespace } from '../mail/namespaces.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import { openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import { accountId } from './store-fixture.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 28);
const own = new Set(['ada@contoso.test']);
const ada = { name: 'Ada', address: 'Ada@contoso.test' };
const grace = { name: 'Grace Hopper', address: 'grace@navy.test' };
const greta = { name: 'Greta Garbo', address: 'greta@film.test' };
const gregor = { name: 'Gregor Samsa', address: 'gs@prague.test' };

function newStore(): SqliteMailStore {
  const { store } = openMailStore({ path: ':memory:', accountId, now: () => now });
  onTestFinished(() => store.close());
  const folders = (['inbox', 'sent', 'junk'] as const).map((role) => ({
    path: role,
    name: role,
    delimiter: '/',
    role,
    selectable: true,
    namespace: onlyNamespace,
  }));
  store.saveFolders(folders);
  return store;
}

let uid = 0;
function letter(from: RemoteEnvelope['from'], to: RemoteEnvelope['to'], daysAgo: number): RemoteEnvelope {
  uid += 1;
  const flags = { seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
  const at = now - daysAgo * day;
  return {
    uid,
    flags,
    internalDate: at,
    sentAt: at,
    size: 1,
    subject: '',
    from,
    to,
    cc: [],
    replyTo: [],
    messageIdHeader: null,
    inReplyTo: null,
    parts: [],
  };
}

function keep(store: SqliteMailStore, role: 'inbox' | 'sent' | 'junk', letters: readonly RemoteEnvelope[]): void {
  const folder = store.folderByRole(role);
  if (folder === null) throw new Error(`There is no ${role}.`);
  store.saveWindow(folder.folderId, letters, {
    uidValidity: 1,
    uidNext: uid + 1,
    highestModseq: null,
    lowestUid: 1,
    complete: true,
  });
}

function complete(store: SqliteMailStore, query: string): string[] {
  while (store.countPeople(own, 50));
  return likeliest(store.findPeople(query), now, 10).map(({ address }) => address);
}

describe('the completion of addresses', () => {
  it('knows who was written to and who wrote, in any case, and nobody else', () => {
    const store = newStore();
    keep(store, 'sent', [letter([ada], [grace], 1)]);
    keep(store, 'inbox', [letter([{ name: '', address: 'kew@post.test' }], [ada], 1)]);
    complete(store, 'x');
    expect(store.knowsAddress(grace.address.toUpperCase())).toBe(true);
    expect(store.knowsAddress('kew@post.test')).toBe(true);
    expect(store.knowsAddress(`x${grace.address}`)).toBe(false);
  });

  it('puts those first who were written to often and lately, and those last who only wrote', () => {
    const store = newStore();
    keep(
      store,
      'inbox',
      Array.from({ length: 20 }, () => letter([gregor], [ada], 1)),
    );
    keep(store, 'sent', [letter([ada], [grace], 400), letter([ada], [greta], 1), letter([ada], [greta], 2)]);
    expect(complete(store, 'gr')).toEqual(['greta@film.test', 'grace@navy.test', 'gs@prague.test']);
    keep(
      store,
      'sent',
      Array.from({ length: 6 }, () => letter([ada], [grace], 1)),
    );
    expect(complete(store, 'gr')[0]).toBe('grace@navy.test');
  });

  it('finds any word of a name or address, several together, and a whole address', () => {
    const store = newStore();
    keep(store, 'sent', [letter([ada], [grace, { name: 'Jörg Müller', address: 'j.mueller@x.test' }], 1)]);
    expect(
      ['hop', 'navy', 'GRACE', 'grace hop', 'hop gra', 'grace@na', 'grace@navy.test'].map((query) =>
        complete(store, query),
      ),
    ).toEqual(Array.from({ length: 7 }, () => ['grace@navy.test']));
    expect(complete(store, 'jorg')).toEqual(['j.mueller@x.test']);
    expect(complete(store, 'mull')).toEqual(['j.mueller@x.test']);
    expect(['grace mue', 'opper', '', '   ', '%', "'"].flatMap((query) => complete(store, query))).toEqual([]);
  });

  it('knows nobody from junk, and not oneself', () => {
    const store = newStore();
    keep(store, 'junk', [letter([gregor], [ada], 1)]);
    keep(store, 'inbox', [letter([ada], [ada], 1)]);
    expect([...complete(store, 'g'), ...complete(store, 'ada')]).toEqual([]);
  });

  it('remembers a name where later messages have none, and takes a newer one', () => {
    const store = newStore();
    keep(store, 'sent', [letter([ada], [grace], 5)]);
    complete(store, 'x');
    keep(store, 'sent', [letter([ada], [{ name: '', address: 'GRACE@navy.test' }], 1)]);
    complete(store, 'x');
    expect(likeliest(store.findPeople('grace'), now, 1)[0]?.name).toBe('Grace Hopper');
    keep(store, 'sent', [letter([ada], [{ ...grace, name: 'Rear Admiral Hopper' }], 0)]);
    complete(store, 'x');
    expect(likeliest(store.findPeople('admiral'), now, 1)[0]?.name).toBe('Rear Admiral Hopper');
  });
});
