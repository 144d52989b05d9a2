import { expect, it } from 'vitest';
import { until } from './engine-asker.ts';
import { accountId, clock, openFolder, rows, server, value, withEngine } from './engine-fixture.ts';

withEngine();

it('a conversation is shown with what was sent, and with what only References tell of', async () => {
  const sent = await openFolder('Sent Items', 0);
  const viewId = await openFolder('INBOX', 0);
  server.deliver('Sent Items', {
    subject: 'Offer',
    messageId: '<offer@fake.test>',
    internalDate: 1_700_000_000_000,
  });
  server.deliver('INBOX', {
    subject: 'Re: Offer',
    internalDate: 1_700_000_100_000,
    envelope: { inReplyTo: '<gone@fake.test>' },
    source: 'Subject: Re: Offer\r\nReferences: <offer@fake.test>\r\n <gone@fake.test>\r\n\r\nText',
  });
  server.deliver('INBOX', { subject: 'Re: Offer', internalDate: 1_700_000_200_000 });
  await value('mail.syncNow', { accountId });
  await until(async () => (await rows(viewId)).length === 2 && (await rows(sent)).length === 1);
  const answer = (await rows(viewId))[1];
  if (answer === undefined) throw new Error('There is no answer.');
  const shown = () => value('mail.thread', { accountId, messageId: answer.id });
  // Long before all folders are looked at again.
  let seconds = 0;
  await until(async () => {
    if (seconds++ < 60) await clock.advance(1_000);
    return (await shown()).length === 2;
  });
  expect(await shown()).toMatchObject([
    { subject: 'Offer', folderName: 'Sent Items' },
    { subject: 'Re: Offer', folderName: 'INBOX', receivedAt: 1_700_000_100_000 },
  ]);
});

it('References are fetched soon after a message came, not only when all folders are looked at again', async () => {
  const viewId = await openFolder('INBOX', 0);
  for (const name of ['one', 'other'])
    server.deliver('INBOX', {
      envelope: { inReplyTo: `<${name}@fake.test>` },
      source: `References: <root@fake.test>\r\n <${name}@fake.test>\r\n\r\nText`,
    });
  await until(async () => (await rows(viewId)).length === 2);
  const [first] = await rows(viewId);
  let seconds = 0;
  await until(async () => {
    if (seconds++ < 60) await clock.advance(1_000);
    return first !== undefined && (await value('mail.thread', { accountId, messageId: first.id })).length === 2;
  });
});
