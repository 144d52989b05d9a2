import { once } from 'node:events';
import { connect } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildMessage, tinyPng } from '../messages.ts';
import { createTestCa, type TestCa } from '../test-ca.ts';
import { courier } from './personalities/courier.ts';
import { cyrus } from './personalities/cyrus.ts';
import { exchangeOnline } from './personalities/exchange-online.ts';
import { gmail } from './personalities/gmail.ts';
import { hMailServer, hMailServer56 } from './personalities/hmailserver.ts';
import { netease163 } from './personalities/netease-163.ts';
import { yahoo } from './personalities/yahoo.ts';
import type { Personality } from './personality.ts';
import { type ScriptedImap, startScriptedImap } from './server.ts';

const address = 'ada@example.test';
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(async () => await ca?.dispose());

async function start(personality: Personality): Promise<ScriptedImap> {
  const credentials = { address, password: 'pw', acceptsToken: (token: string) => token === 'good' };
  const server = await startScriptedImap({ leaf: ca.leaf, personality, credentials });
  onTestFinished(async () => await server.stop());
  return server;
}

async function client(
  server: ScriptedImap,
  auth: { pass: string } | { accessToken: string } = { pass: 'pw' },
): Promise<ImapFlow> {
  const flow = new ImapFlow({
    host: 'localhost',
    port: server.port,
    secure: true,
    auth: { user: address, ...auth },
    tls: { ca: ca.caPem },
    logger: false,
    disableAutoIdle: true,
  });
  flow.on('error', () => undefined);
  onTestFinished(() => flow.close());
  await flow.connect();
  return flow;
}

/** A client that says what a test says, and returns all that comes up to the tagged answer. */
async function raw(server: ScriptedImap): Promise<(line: string, until?: RegExp) => Promise<string>> {
  const socket = connect({ port: server.port, host: 'localhost', ca: ca.caPem });
  onTestFinished(() => void socket.destroy());
  let received = '';
  const seen = async (until: RegExp): Promise<string> => {
    for (;;) {
      const match = until.exec(received);
      if (match) {
        const text = received.slice(0, match.index + match[0].length);
        received = received.slice(text.length);
        return text;
      }
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      received += chunk.toString('latin1');
    }
  };
  await seen(/\r\n/);
  return async (line, until = /^t .*\r\n/m) => {
    socket.write(Buffer.from(`${line}\r\n`, 'utf8'));
    return await seen(until);
  };
}

const letter = (number: number) =>
  buildMessage({ subject: `Letter ${number}`, text: `Text ${number}`, messageId: `<${number}@test>` });

describe('every personality', () => {
  const all = [exchangeOnline, gmail, courier, cyrus, yahoo, netease163, hMailServer, hMailServer56];

  it.each(all.map((personality) => [personality.name, personality] as const))(
    '%s: signs in, lists, reads, marks, copies and expunges; says where it is known from',
    async (_name, personality) => {
      expect(personality.sources.length).toBeGreaterThan(0);
      const server = await start(personality);
      for (const number of [1, 2, 3]) server.store.deliver('INBOX', letter(number));
      const flow = await client(server);
      // Otherwise imapflow lists its personal namespace only.
      flow.namespace = undefined;
      const listed = await flow.list();
      expect(listed.map(({ path }) => path.toUpperCase())).toContain('INBOX');
      expect(listed).toHaveLength(personality.folders.length + 1);
      const inbox = await flow.mailboxOpen('INBOX');
      expect([inbox.exists, inbox.readOnly]).toEqual([3, false]);
      const rows = await flow.fetchAll('1:*', {
        uid: true,
        envelope: true,
        flags: true,
        bodyStructure: true,
        size: true,
      });
      expect(rows.map(({ uid, envelope }) => [uid, envelope?.subject])).toEqual([
        [1, 'Letter 1'],
        [2, 'Letter 2'],
        [3, 'Letter 3'],
      ]);
      expect(rows[0]?.bodyStructure?.type).toBe('text/plain');
      const [first] = server.store.folder('INBOX').entries;
      expect(rows[0]?.size).toBe(first?.message.raw.length);
      const text = await flow.fetchOne('2', { bodyParts: ['1'] }, { uid: true });
      expect(text ? text.bodyParts?.get('1')?.toString() : '').toContain('Text 2');
      await flow.messageFlagsAdd('2', ['\\Seen'], { uid: true });
      expect([...server.store.entry('INBOX', 2).message.flags]).toEqual(['\\Seen']);
      const target = personality.folders.find(({ attributes }) => attributes === undefined)?.path;
      if (target !== undefined) await flow.messageMove('3', target, { uid: true });
      expect(server.store.folder('INBOX').entries.map(({ uid }) => uid)).toEqual(
        target === undefined ? [1, 2, 3] : [1, 2],
      );
      await flow.logout();
    },
  );
});

describe('the protocol', () => {
  it('has no room for a wrong password, and none for a wrong token', async () => {
    const server = await start(exchangeOnline);
    await expect(client(server, { pass: 'wrong' })).rejects.toMatchObject({ authenticationFailed: true });
    await expect(client(server, { accessToken: 'stale' })).rejects.toMatchObject({ authenticationFailed: true });
    const flow = await client(server, { accessToken: 'good' });
    expect(flow.usable).toBe(true);
    expect(JSON.stringify(server.commands)).not.toMatch(/stale|good|wrong/);
  });

  it('answers sections, partials, BODYSTRUCTURE of nested parts, and header fields', async () => {
    const server = await start(exchangeOnline);
    const message = buildMessage({
      subject: 'Grüße',
      text: 'Hallo',
      html: '<p>Hallo</p>',
      attachments: [{ filename: 'dot.png', contentType: 'image/png', content: tinyPng }],
    });
    server.store.deliver('INBOX', message);
    const flow = await client(server);
    await flow.mailboxOpen('INBOX');
    const row = await flow.fetchOne(
      '1',
      { envelope: true, bodyStructure: true, source: true, headers: ['subject'] },
      { uid: true },
    );
    if (!row) throw new Error('No such message');
    expect(row.envelope?.subject).toBe('Grüße');
    const shape = row.bodyStructure;
    expect([shape?.type, shape?.childNodes?.map(({ part, type }) => [part, type])]).toEqual([
      'multipart/mixed',
      [
        ['1', 'multipart/alternative'],
        ['2', 'image/png'],
      ],
    ]);
    expect(shape?.childNodes?.[0]?.childNodes?.map(({ part, type }) => [part, type])).toEqual([
      ['1.1', 'text/plain'],
      ['1.2', 'text/html'],
    ]);
    expect(shape?.childNodes?.[1]?.dispositionParameters).toEqual({ filename: 'dot.png' });
    expect(row.source?.equals(message.raw)).toBe(true);
    expect(row.headers?.toString().trim().split('\r\n')).toHaveLength(1);
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    await ask('t EXAMINE INBOX');
    const start5 = message.raw.toString('latin1').slice(3, 8);
    expect(await ask('t UID FETCH 1 (BODY.PEEK[]<3.5>)')).toContain(`BODY[]<3> {5}\r\n${start5} UID 1)`);
    const png = await ask('t UID FETCH 1 BODY.PEEK[2]');
    expect(Buffer.from(png.split('\r\n').slice(1, -3).join(''), 'base64').subarray(0, 20)).toEqual(
      tinyPng.subarray(0, 20),
    );
    expect(await ask('t UID FETCH 1 BODY.PEEK[7]')).toContain('BODY[7] NIL');
  });

  it('takes literals of both kinds, and names in modified UTF-7', async () => {
    const server = await start(exchangeOnline);
    const ask = await raw(server);
    await ask(`t LOGIN {${address.length}}`, /^\+ .*\r\n/m);
    await ask(`${address} {2+}\r\npw`);
    await ask('t CREATE "H&AOQ-user"');
    expect(server.store.find('Häuser')).toBeDefined();
    const body = 'Subject: Hi\r\n\r\nThere';
    await ask(`t APPEND "H&AOQ-user" (\\Seen) {${body.length}}`, /^\+ .*\r\n/m);
    expect(await ask(body)).toMatch(/^t OK \[APPENDUID \d+ 1\]/m);
    expect([...server.store.entry('Häuser', 1).message.flags]).toEqual(['\\Seen']);
    expect(await ask('t LIST "" "H%"')).toContain('"H&AOQ-user"');
    expect(await ask('t LIST "" "Projects/%"')).toMatch(/^\* LIST \(\\HasNoChildren\) "\/" "Projects\/Heron"\r\nt OK/);
    await ask('t RENAME Projects Work');
    expect(server.store.find('Work/Heron')).toBeDefined();
    expect(await ask('t DELETE INBOX')).toMatch(/^t NO/);
  });

  it('tells news while IDLE waits, else before the next tagged answer, and no EXPUNGE during FETCH', async () => {
    const server = await start(exchangeOnline);
    for (const number of [1, 2, 3]) server.store.deliver('INBOX', letter(number));
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    await ask('t SELECT INBOX');
    server.store.remove('INBOX', 2);
    server.store.setFlags('INBOX', 3, { add: ['\\Flagged'] });
    const fetched = await ask('t FETCH 1:3 (UID)');
    expect(fetched).not.toContain('EXPUNGE');
    expect(fetched).toContain('* 3 FETCH (FLAGS (\\Flagged) UID 3)');
    expect(await ask('t NOOP')).toMatch(/^\* 2 EXPUNGE\r\nt OK/);
    await ask('t IDLE', /^\+ .*\r\n/m);
    const news = ask('', /EXISTS\r\n/);
    server.store.deliver('INBOX', letter(4));
    expect(await news).toBe('* 3 EXISTS\r\n');
  });

  it('counts commands, and does what goes wrong as often as it is told', async () => {
    const server = await start(exchangeOnline);
    const flow = await client(server);
    server.fail({ match: /^STATUS "?Notes/, answer: 'NO [SERVERBUG] later', skip: 1, times: 1 });
    const said: unknown[] = [];
    for (let round = 0; round < 3; round += 1)
      said.push(await flow.status('Notes', { messages: true }).catch(() => false));
    expect(said).toEqual([expect.anything(), false, expect.anything()]);
    // imapflow asks by LIST whether a folder whose STATUS was refused is there.
    expect(server.counts(/Notes/)).toEqual({ STATUS: 3, LIST: 1 });
    expect(server.liveConnections).toBe(1);
    const closed = server.waitFor('connection', ({ kind }) => kind === 'closed');
    server.dropAll();
    await closed;
    expect(server.liveConnections).toBe(0);
  });

  it('stops answering when it is frozen, and answers new connections', async () => {
    const server = await start(exchangeOnline);
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    server.freeze();
    let isAnswered = false;
    void ask('t NOOP').then(() => {
      isAnswered = true;
    });
    const other = await raw(server);
    await other(`t LOGIN ${address} pw`);
    await other('t NOOP');
    expect(isAnswered).toBe(false);
  });
});

describe('what servers are known for', () => {
  it('Gmail: archiving takes a label away, the trash all of them, and a copy is the same message', async () => {
    const server = await start(gmail);
    server.store.deliver('INBOX', letter(1));
    server.store.deliver('INBOX', letter(2));
    const flow = await client(server);
    await flow.mailboxOpen('INBOX');
    await flow.messageCopy('1', 'Receipts', { uid: true });
    await flow.messageFlagsAdd('1', ['\\Seen'], { uid: true });
    expect([...server.store.entry('Receipts', 1).message.flags]).toEqual(['\\Seen']);
    await flow.messageMove('1', '[Gmail]/All Mail', { uid: true });
    const uids = (path: string) => server.store.folder(path).entries.map(({ uid }) => uid);
    expect([uids('INBOX'), uids('[Gmail]/All Mail'), uids('Receipts')]).toEqual([[2], [1, 2], [1]]);
    await flow.messageMove('2', '[Gmail]/Trash', { uid: true });
    expect([uids('INBOX'), uids('[Gmail]/All Mail'), uids('[Gmail]/Trash')]).toEqual([[], [1], [1]]);
    await flow.mailboxOpen('Receipts');
    const row = await flow.fetchOne('1', { labels: true, threadId: true }, { uid: true });
    expect(row && [...(row.labels ?? [])]).toEqual([]);
  });

  it('Gmail: what leaves a label stays in All Mail, however it leaves, and only the trash empties All Mail', async () => {
    const server = await start(gmail);
    for (const number of [1, 2, 3, 4]) server.store.deliver('INBOX', letter(number));
    const uids = (path: string) => server.store.folder(path).entries.map(({ uid }) => uid);
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    await ask('t SELECT INBOX');
    await ask('t UID COPY 1:4 Receipts');
    // "Auto-Expunge on": no EXPUNGE is needed.
    expect(await ask('t UID STORE 1 +FLAGS.SILENT (\\Deleted)')).toMatch(/^\* 1 EXPUNGE\r\nt OK/);
    await ask('t UID MOVE 2 "[Gmail]/All Mail"');
    expect([uids('INBOX'), uids('Receipts'), uids('[Gmail]/All Mail')]).toEqual([
      [3, 4],
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
    await ask('t SELECT "[Gmail]/All Mail"');
    await ask('t UID MOVE 1 INBOX');
    await ask('t UID STORE 3 +FLAGS.SILENT (\\Deleted)');
    await ask('t UID EXPUNGE 3');
    expect([uids('INBOX'), uids('[Gmail]/All Mail')]).toEqual([
      [3, 4, 5],
      [1, 2, 3, 4],
    ]);
    await ask('t UID MOVE 3 "[Gmail]/Trash"');
    expect([uids('INBOX'), uids('Receipts'), uids('[Gmail]/All Mail')]).toEqual([
      [4, 5],
      [1, 2, 4],
      [1, 2, 4],
    ]);
    await ask('t SELECT "[Gmail]/Trash"');
    await ask('t UID STORE 1 +FLAGS.SILENT (\\Deleted)');
    expect(uids('[Gmail]/Trash')).toEqual([]);
  });

  it('Gmail: labels by X-GM-LABELS, a star as a label, and one message for what is appended twice', async () => {
    const server = await start(gmail);
    server.store.deliver('INBOX', letter(1));
    const uids = (path: string) => server.store.folder(path).entries.map(({ uid }) => uid);
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    await ask('t SELECT INBOX');
    const modseq = server.store.highestModseq;
    expect(await ask('t UID STORE 1 +X-GM-LABELS (Receipts "H&AOQ-user" \\Important)')).toMatch(
      /^\* 1 FETCH \(X-GM-LABELS \("Receipts" "\\\\Important" "H&AOQ-user"\) UID 1\)\r\nt OK/,
    );
    expect(server.store.highestModseq).toBeGreaterThan(modseq);
    expect([uids('Receipts'), uids('Häuser'), uids('[Gmail]/Important')]).toEqual([[1], [1], [1]]);
    await ask('t UID STORE 1 +FLAGS (\\Flagged)');
    expect(uids('[Gmail]/Starred')).toEqual([1]);
    await ask('t SELECT Receipts');
    expect(await ask('t UID FETCH 1 (X-GM-LABELS)')).toContain(
      'X-GM-LABELS ("\\\\Inbox" "\\\\Important" "\\\\Starred" "H&AOQ-user")',
    );
    await ask('t UID STORE 1 -X-GM-LABELS (\\Inbox "H&AOQ-user" \\Starred)');
    expect([uids('INBOX'), uids('Häuser'), uids('[Gmail]/Starred')]).toEqual([[], [], []]);
    expect([...server.store.entry('[Gmail]/All Mail', 1).message.flags]).toEqual([]);
    const utf8 = await client(server);
    await utf8.mailboxOpen('Receipts');
    await utf8.messageFlagsAdd('1', ['Häuser'], { uid: true, useLabels: true });
    const row = await utf8.fetchOne('1', { labels: true }, { uid: true });
    expect(row && [...(row.labels ?? [])]).toEqual(['\\Important', 'Häuser']);
    const { raw: octets } = server.store.entry('Receipts', 1).message;
    await utf8.append('INBOX', Buffer.from(octets, 'latin1'));
    expect([uids('INBOX'), uids('[Gmail]/All Mail')]).toEqual([[2], [1]]);
  });

  it('163.com: refuses SELECT until ID was sent, and never tells UIDNEXT', async () => {
    const server = await start(netease163);
    server.store.deliver('INBOX', letter(1));
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    expect(await ask('t SELECT INBOX')).toBe('t NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n');
    await ask('t ID ("name" "test")');
    expect(await ask('t SELECT INBOX')).not.toContain('UIDNEXT');
    expect(await ask('t STATUS INBOX (UIDNEXT)')).toContain('* STATUS "INBOX" ()\r\n');
    expect(await ask('t NAMESPACE')).toMatch(/^t BAD/);
  });

  it('Courier and Cyrus: create below INBOX only, and tell so by NAMESPACE', async () => {
    const ask = await raw(await start(courier));
    await ask(`t LOGIN ${address} pw`);
    expect(await ask('t NAMESPACE')).toContain(
      '* NAMESPACE (("INBOX." ".")) NIL (("#shared." ".")("shared." "."))\r\n',
    );
    expect(await ask('t CREATE Trash')).toBe('t NO Invalid mailbox name.\r\n');
    expect(await ask('t CREATE inbox.Trash')).toMatch(/^t OK/);
    expect(await ask('t LIST "" INBOX.Trash')).toContain('"INBOX.Trash"');
    const asCyrus = await raw(await start(cyrus));
    await asCyrus(`t LOGIN ${address} pw`);
    expect(await asCyrus('t NAMESPACE')).toContain('* NAMESPACE (("INBOX." ".")) (("user." ".")) (("" "."))\r\n');
    expect(await asCyrus('t CREATE Trash')).toBe('t NO Permission denied\r\n');
  });

  it('Yahoo: answers what comes before a message that it cannot read, and then NO', async () => {
    const server = await start(yahoo);
    server.store.deliver('INBOX', letter(1));
    server.store.deliver('INBOX', { ...letter(2), unfetchable: true });
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    expect(await ask('t SELECT Inbox')).toMatch(/^t OK \[READ-WRITE\]/m);
    const answer = await ask('t UID FETCH 1:2 (FLAGS BODYSTRUCTURE)');
    expect(answer).toMatch(/^\* 1 FETCH [^\r]*\r\nt NO \[UNAVAILABLE\]/);
    expect(await ask('t UID FETCH 1:2 FLAGS')).toMatch(/^t OK/m);
    expect(await ask('t LIST "" *')).toContain('"/" "Inbox"');
  });

  it('hMailServer 5.6: has neither UIDPLUS nor MOVE, and answers BAD for a missing folder', async () => {
    const server = await start(hMailServer56);
    server.store.deliver('INBOX', letter(1));
    const ask = await raw(server);
    await ask(`t LOGIN ${address} pw`);
    expect(await ask('t SELECT Nowhere')).toBe('t BAD Folder could not be found.\r\n');
    await ask('t SELECT INBOX');
    expect(await ask('t UID MOVE 1 Sent')).toMatch(/^t BAD/);
    expect(await ask('t UID COPY 1 Sent')).toBe('t OK UID COPY completed\r\n');
    expect(await ask('t UID EXPUNGE 1')).toMatch(/^t BAD/);
  });
});
