import { manyMessages } from '../servers/many-messages.ts';
import { buildMessage, type RawMessage } from '../servers/messages.ts';
import type { DemoFolders } from './imap-server.ts';
import { type Letter, lisbonAnswer, recentLetters } from './recent-letters.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const owner = 'Ada Lovelace <ada@contoso.test>';

/**
 * A few thousand messages like those of a two-year-old mailbox, oldest first; folders are named as in Exchange Online.
 */
export function demoMailbox(now: Date): DemoFolders {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs);
  const written = ({ minutesAgo, ...letter }: Letter): RawMessage =>
    buildMessage({ to: owner, ...letter, date: ago(minutesAgo) });
  const recent = recentLetters
    .map(written)
    .sort((left, right) => left.receivedAt.getTime() - right.receivedAt.getTime());
  const older = (count: number, days: number, daysAgo: number, unreadShare: number): RawMessage[] =>
    [
      ...manyMessages('ada@contoso.test', count, {
        newest: new Date(now.getTime() - daysAgo * dayMs),
        days,
        unreadShare,
      }),
    ].map((message) => (unreadShare === 0 ? { ...message, flags: ['\\Seen'] } : message));
  return {
    INBOX: { messages: [...older(2400, 700, 5, 0.004), ...recent] },
    Drafts: { use: '\\Drafts', messages: [] },
    'Sent Items': { use: '\\Sent', messages: [...sentLetters(ago), written({ from: owner, ...lisbonAnswer })] },
    Archive: { messages: older(600, 900, 30, 0) },
    'Junk Email': { use: '\\Junk', messages: [junk(ago(3 * 24 * 60))] },
    'Deleted Items': { use: '\\Trash', messages: older(40, 60, 3, 0) },
    'Lisbon workshop': { messages: older(25, 40, 2, 0.1) },
  };
}

/** The message that arrives while the demo runs. */
export function arrivingLetter(now: Date): RawMessage {
  return buildMessage({
    to: owner,
    from: 'Grace Hopper <grace@contoso.test>',
    subject: 'It arrives by itself',
    date: now,
    text: 'Ada,\n\nnobody pressed a button for this one: the server told Heron.\n\nGrace\n',
  });
}

function sentLetters(ago: (minutes: number) => Date): RawMessage[] {
  const to = [
    'Grace Hopper <grace@contoso.test>',
    'Katherine Johnson <katherine@fabrikam.test>',
    'Alan Turing <alan@contoso.test>',
  ];
  const subjects = [
    'Re: Lisbon workshop',
    'Orbit figures for the second table',
    'Re: Rooms for the summer school',
    'Thank you',
  ];
  return Array.from({ length: 120 }, (_, index) =>
    buildMessage({
      name: `sent ${index}`,
      from: owner,
      to: to[index % to.length] ?? owner,
      subject: subjects[index % subjects.length] ?? 'Thank you',
      date: ago((120 - index) * 26 * 60),
      text: 'Yes, that works for me. I will be there a little earlier to try the projector.\n\nAda\n',
      flags: ['\\Seen'],
    }),
  );
}

function junk(date: Date): RawMessage {
  return buildMessage({
    to: owner,
    from: 'Prize Office <winner@lottery.example>',
    subject: 'You have been chosen',
    date,
    text: 'Send us your bank details within 24 hours.',
  });
}
