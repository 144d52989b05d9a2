/** Small believable messages in any number, the same ones each time: for big mailboxes. */
import type { RawMessage } from './messages.ts';

const people = [
  ['Grace Hopper', 'grace@contoso.test'],
  ['Alan Turing', 'alan@contoso.test'],
  ['Katherine Johnson', 'katherine@fabrikam.test'],
  ['Edsger Dijkstra', 'edsger@fabrikam.test'],
  ['Hedy Lamarr', 'hedy@northwind.test'],
  ['Donald Knuth', 'donald@tailspin.test'],
  ['Margaret Hamilton', 'margaret@contoso.test'],
  ['Build service', 'noreply@build.contoso.test'],
] as const;
const topics = [
  'Budget for the spring term',
  'Minutes of Tuesday',
  'Invoice {n}',
  'Travel to the Lisbon workshop',
  'Build {n} has passed',
  'Question about the heat pump',
  'Your order {n} is on its way',
  'Review of chapter {n}',
  'Lunch on Thursday',
  'Rooms for the summer school',
  'Draft of the contract',
] as const;
const sentences = [
  'The numbers are in the shared folder, and the second table is the one that matters.',
  'Could you look at it before Friday?',
  'We moved the meeting by an hour because of the train.',
  'Nothing is urgent here; I only want to keep you in the picture.',
  'The supplier answered, and the price holds until the end of the month.',
  'I agree with the outline and have two remarks on the last section.',
  'Thank you for the quick answer.',
] as const;

const dayMs = 86_400_000;
const at = <List extends readonly [unknown, ...unknown[]]>(list: List, index: number): List[number] =>
  list[index % list.length] ?? list[0];

/** `count` messages, oldest first and evenly spread over `days` (default 1,000) up to `newest`; `unreadShare` (0.03) of them unread. */
export function* manyMessages(
  to: string,
  count: number,
  { newest = new Date(), days = 1000, unreadShare = 0.03 }: { newest?: Date; days?: number; unreadShare?: number } = {},
): Generator<RawMessage> {
  const step = (days * dayMs) / Math.max(1, count);
  const unreadEvery = unreadShare > 0 ? Math.max(1, Math.round(1 / unreadShare)) : Number.POSITIVE_INFINITY;
  for (let index = 0; index < count; index += 1) {
    const receivedAt = new Date(Math.round(newest.getTime() - (count - 1 - index) * step));
    const [name, address] = at(people, index * 7 + (index >> 4));
    const topic = at(topics, index * 5 + (index >> 3)).replace('{n}', String(1000 + index));
    const subject = index % 3 === 0 ? `Re: ${topic}` : topic;
    const body = [0, 1, 2].map((offset) => at(sentences, index + offset * 3)).join(' ');
    const lines = [
      `From: ${name} <${address}>`,
      `To: <${to}>`,
      `Subject: ${subject}`,
      `Date: ${receivedAt.toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <many-${index}@heron.test>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Hello,',
      '',
      body,
      '',
      name,
      '',
    ];
    const flags = (count - 1 - index) % unreadEvery === 0 ? [] : ['\\Seen'];
    yield { raw: Buffer.from(lines.join('\r\n')), receivedAt, flags };
  }
}
