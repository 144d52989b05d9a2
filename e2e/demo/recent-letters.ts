import type { MessageParts } from '../servers/messages.ts';
import { booking, magazine, receipt } from './newsletters.ts';
import { barChart, smallPdf } from './pictures.ts';

/** A letter and how many minutes ago it came. */
export interface Letter extends Omit<MessageParts, 'date'> {
  readonly minutesAgo: number;
}

const hour = 60;
const day = 24 * hour;

const lisbon = (part: string): string => `<lisbon-${part}@contoso.test>`;

/** The owner's own part of the conversation about Lisbon, which lies in Sent Items. */
export const lisbonAnswer: Letter = {
  minutesAgo: 3 * day + 3 * hour,
  to: 'Grace Hopper <grace@contoso.test>',
  subject: 'Re: Lisbon workshop: who speaks when',
  messageId: lisbon('answer'),
  inReplyTo: lisbon('question'),
  references: [lisbon('question')],
  text: 'I can take the opening, if nobody minds a few equations before coffee.\n\nAda\n',
  flags: ['\\Seen'],
};

/** The newest messages of the inbox: the mail of two weeks. */
export const recentLetters: readonly Letter[] = [
  {
    minutesAgo: 4 * day + 2 * hour,
    from: 'Grace Hopper <grace@contoso.test>',
    subject: 'Lisbon workshop: who speaks when',
    messageId: lisbon('question'),
    text: 'Ada, Katherine,\n\nthe programme for Lisbon is still open. Who would like to begin on Thursday?\n\nGrace\n',
    flags: ['\\Seen', '\\Answered'],
  },
  {
    minutesAgo: day + hour,
    from: 'Katherine Johnson <katherine@fabrikam.test>',
    subject: 'Re: Lisbon workshop: who speaks when',
    messageId: lisbon('second'),
    inReplyTo: lisbon('answer'),
    references: [lisbon('question'), lisbon('answer')],
    text: 'Then I go second, and bring the slide rule for those who do not believe the machine.\n\nKatherine\n',
    flags: ['\\Seen'],
  },
  {
    minutesAgo: 6,
    from: 'Grace Hopper <grace@contoso.test>',
    subject: 'Re: Lisbon workshop: who speaks when',
    messageId: lisbon('programme'),
    inReplyTo: lisbon('second'),
    references: [lisbon('question'), lisbon('answer'), lisbon('second')],
    text: `Ada,

I have put the programme together, and it fits. You open on Thursday at ten, Katherine follows, and Alan closes before lunch. The room has two projectors, so the live part can stay.

Two things I need from you before Friday:

- the title, as it should stand in the programme
- whether you want the long table or the stage

If the train is late we start with Katherine; she has offered to swap.

Grace

> On Friday you wrote:
> I can take the opening, if nobody minds a few equations before coffee.
`,
  },
  {
    minutesAgo: 31,
    from: 'Northrail <bookings@northrail.example>',
    subject: 'Your trip to Lisbon is booked',
    text: 'Lisbon, 3 to 6 December. Booking reference QX7R2M.',
    html: booking(),
    attachments: [
      {
        filename: 'Ticket QX7R2M.pdf',
        contentType: 'application/pdf',
        content: smallPdf('Northrail QX7R2M: London to Lisbon'),
      },
    ],
    flags: ['\\Flagged'],
  },
  {
    minutesAgo: 74,
    from: 'Katherine Johnson <katherine@fabrikam.test>',
    subject: 'Re: Orbit figures for the second table',
    text: `The third column was in feet. I have converted it and run the whole table again; it now agrees with the hand calculation to five places.

The chart you asked for follows in a separate message, so that you can forward it alone.

Katherine

> Could you look at the third column before it goes to print?
`,
    flags: ['\\Seen', '\\Answered'],
  },
  {
    minutesAgo: 79,
    from: 'Katherine Johnson <katherine@fabrikam.test>',
    subject: 'The chart',
    text: 'The chart is in the picture below.',
    html: `<div style="font:15px/1.6 Helvetica,Arial,sans-serif;color:#22282c"><p>As promised. The fifth bar is the one we argued about.</p>
<p><img src="cid:chart-7@fabrikam.test" width="480" height="160" alt="Deviation by pass"></p><p>Katherine</p></div>`,
    inline: [
      {
        filename: 'deviation.png',
        contentType: 'image/png',
        content: barChart([4, 7, 6, 9, 14, 8, 5, 6, 4, 3], [15, 110, 125]),
        contentId: 'chart-7@fabrikam.test',
      },
    ],
  },
  {
    minutesAgo: 2 * hour + 12,
    from: 'The Long Read <letters@longread.example>',
    subject: 'The lighthouse keepers who counted birds',
    text: 'This week: lighthouse keepers, a bridge that sings, and the last typewriter repairer in Porto.',
    html: magazine('The Long Read', '#8a3b12', [
      {
        title: 'The lighthouse keepers who counted birds',
        text: 'For ninety years, eleven men wrote down every bird that struck the glass. Their notebooks turned out to be the longest record of migration in the North Atlantic.',
      },
      {
        title: 'A bridge that sings in F sharp',
        text: 'When the wind comes from the west, people in three villages sleep badly. Engineers have now found the railing.',
      },
      {
        title: 'The last typewriter repairer in Porto',
        text: 'He has enough ribbon for another four years, he says, and no plans for the fifth.',
      },
    ]),
  },
  {
    minutesAgo: 3 * hour + 40,
    from: '田中 美咲 <misaki.tanaka@seikei.example>',
    subject: '来週の打ち合わせについて',
    text: `Ada様

お世話になっております。来週の打ち合わせですが、火曜日の午後3時(日本時間)ではいかがでしょうか。
資料は月曜日までにお送りします。

どうぞよろしくお願いいたします。
田中 美咲
`,
  },
  {
    minutesAgo: 5 * hour,
    from: 'Alan Turing <alan@contoso.test>',
    subject: 'Re: Re: Rooms for the summer school',
    text: `The big hall is free in the second week only. I have pencilled us in, and told them that we need the blackboard back.

Alan

>> Is there anything with a blackboard?
> Only the big hall, I fear.
`,
    flags: ['\\Seen'],
  },
  {
    minutesAgo: 6 * hour + 5,
    from: 'Build service <noreply@build.contoso.test>',
    subject: '[engine] Build 4182 has passed: “Use the difference table for the inner loop”',
    text: `Build 4182 of engine/main has passed in 6 min 12 s.

  unit         1,204 passed
  integration    186 passed
  benchmarks      12 compared, none slower

https://build.contoso.test/engine/4182
`,
    flags: ['\\Seen'],
  },
  {
    minutesAgo: 8 * hour,
    from: 'ليلى حداد <layla.haddad@beirutpress.example>',
    subject: 'مراجعة الفصل الثالث',
    text: `عزيزتي آدا،

انتهيت من مراجعة الفصل الثالث، ولدي ملاحظتان صغيرتان على الصفحة ٤٢. النص واضح وجميل.

مع أطيب التحيات،
ليلى
`,
  },
  {
    minutesAgo: 9 * hour,
    from: 'Papier & Tinte <service@papierundtinte.example>',
    subject: 'Ihre Bestellung 20261: Rechnung',
    text: 'Vielen Dank für Ihre Bestellung. Die Rechnung liegt bei.',
    html: receipt(
      'Papier & Tinte',
      [
        ['Notizbuch, kariert, A5', 14.9],
        ['Tinte „Königsblau“, 50 ml', 9.5],
        ['Füllhalter, Feder M', 48],
        ['Versand', 4.95],
      ],
      '#27457a',
    ),
    attachments: [
      {
        filename: 'Rechnung 20261.pdf',
        contentType: 'application/pdf',
        content: smallPdf('Rechnung 20261, EUR 77.35'),
      },
    ],
    flags: ['\\Seen'],
  },
  {
    minutesAgo: day + 2 * hour,
    from: 'Margaret Hamilton <margaret@contoso.test>',
    subject: 'Review notes: what happens when the radar is left on',
    text: `Ada,

I went through the priority scheme once more with the radar left on. It sheds the right jobs. What I would change is the wording of the alarm: the person who reads it has four seconds.

Notes attached, page two is the one that matters.

Margaret
`,
    attachments: [
      { filename: 'Review notes.pdf', contentType: 'application/pdf', content: smallPdf('Review notes, second pass') },
      {
        filename: 'priorities.csv',
        contentType: 'text/csv',
        content: Buffer.from('job,priority,shed\nguidance,1,no\ndisplay,2,no\nradar,5,yes\n'),
      },
    ],
  },
  {
    minutesAgo: day + 4 * hour,
    from: 'Hedy Lamarr <hedy@northwind.test>',
    subject: '🎹 Eighty-eight frequencies, and a question about paper rolls',
    text: `Do you still have the punched cards from the loom? I have an idea for the hopping table that needs exactly that kind of paper.

Coffee on Wednesday? ☕️

Hedy
`,
    flags: ['\\Flagged', '\\Seen'],
  },
  {
    minutesAgo: day + 7 * hour,
    from: 'Contoso IT <it@contoso.test>',
    subject: 'Password sign-in for mail programs has been switched off',
    text: `Dear colleagues,

as announced, mail programs can no longer sign in with a password. Use a program that signs in with Microsoft (OAuth2). App passwords stop working as well.

Heron does this out of the box: choose “Sign in with Microsoft”, and enter the code on the page that opens.

Contoso IT
`,
    flags: ['\\Seen'],
  },
  {
    minutesAgo: 2 * day,
    from: 'Donald Knuth <donald@tailspin.test>',
    subject: 'A cheque for $2.56',
    text: `You found an error on page 417, and nobody else did. The cheque is on its way by post; please don't cash it.

Don
`,
    flags: ['\\Seen', '\\Answered'],
  },
  {
    minutesAgo: 2 * day + 5 * hour,
    from: 'Мария Соколова <m.sokolova@astro.example>',
    subject: 'Наблюдения за прошлую неделю',
    text: 'Добрый день! Погода была хорошая четыре ночи из семи. Таблицы за неделю лежат в общей папке.\n\nМария\n',
    flags: ['\\Seen'],
  },
  {
    minutesAgo: 3 * day,
    from: 'Edsger Dijkstra <edsger@fabrikam.test>',
    subject:
      'Comments on the draft, in no particular order but with some care, and one that I would ask you to read before all of the others',
    text: `The proof in section four is correct. It is also three pages long, and could be one.

Everything else is in the margin.

Edsger
`,
    flags: ['\\Seen'],
  },
  {
    minutesAgo: 4 * day,
    from: 'Kew Post <news@kewpost.example>',
    subject: 'The week in gardens',
    text: 'The first snowdrops are out.',
    html: magazine('Kew Post', '#2f6b3a', [
      {
        title: 'The first snowdrops are out',
        text: 'Three weeks early, under the old oak behind the glasshouse. Go before ten, when the light is low.',
      },
      {
        title: 'Pruning without regret',
        text: 'Which branches to leave alone until spring, and why the pears can wait.',
      },
    ]),
    flags: ['\\Seen'],
  },
];
