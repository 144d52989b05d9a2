import type { Address, FolderId, MessageId, MessageRow } from '../../shared/mail.ts';

const people: readonly (readonly [string, string])[] = [
  ['Grace Okafor', 'grace.okafor@contoso.example'],
  ['Jonas Lindqvist', 'jonas@lindqvist-arkitektur.example'],
  ['GitHub', 'notifications@github.example'],
  ['山田 太郎', 'yamada@tokyo-partner.example'],
  ['Priya Raghunathan', 'priya.r@contoso.example'],
  ['ليلى الحسن', 'layla@alhassan.example'],
  ['Deutsche Bahn Buchungsbestätigung', 'noreply@bahn.example'],
  ['Elena Sánchez-Villalobos de la Fuente y Domínguez', 'elena@largo.example'],
  ['', 'billing@hosting-provider.example'],
  ['Tom Baker', 'tom@baker.example'],
  ['Travel Desk', 'travel@contoso.example'],
  ['Мария Иванова', 'maria@ivanova.example'],
  ['Figma', 'team@figma.example'],
  ['דנה לוי', 'dana@levi.example'],
];

const letters: readonly (readonly [string, string])[] = [
  [
    'Q3 roadmap: decisions needed by Thursday',
    'Hi all, I have pulled the open questions together in one place. Please',
  ],
  ['Re: Drawings for the north façade', 'Thanks, the section through the stairwell is what I was missing. Could we'],
  [
    '[heron/heron] Fix reconnect after suspend (#482)',
    'mloeffler requested your review on this pull request. The socket',
  ],
  [
    '11月の請求書について',
    'いつもお世話になっております。添付の請求書をご確認いただけますでしょうか。よろしくお願いいたします。',
  ],
  ['Lunch on Friday? 🍜', 'There is a new ramen place near the station, Anil says the queue is short'],
  [
    'دعوة لحضور الاجتماع السنوي للشركاء',
    'يسعدنا دعوتكم لحضور الاجتماع السنوي الذي سيعقد في الشهر القادم في مقر الشركة الرئيسي',
  ],
  [
    'Ihre Buchung 8KQ2RT: Hamburg Hbf → København H',
    'Vielen Dank für Ihre Buchung. Ihre Fahrkarte finden Sie im Anhang',
  ],
  [
    'Minutes of the steering committee meeting of 12 November, including the revised budget and all open action items',
    'Attached are the minutes. Please send corrections by Monday evening; after that they',
  ],
  [
    'Your invoice INV-2026-1187 is ready',
    'Total due: € 48.20. The amount will be charged to your card ending in 4417 on',
  ],
  ['Re: Re: Fwd: keys', 'They are in the blue bowl.'],
  ['', 'Sent from my phone'],
  ['Отчёт за третий квартал', 'Добрый день! Во вложении отчёт и презентация для совета директоров. Если'],
  [
    '👩‍💻🚀 What is new in November: variables, modes and more',
    'A smaller update this month, but one that many of you asked',
  ],
  ['תזכורת: פגישה מחר בשעה 10:00', 'היי, רק מזכירה לגבי הפגישה של מחר. נפגש בחדר הישיבות בקומה השנייה'],
];

const second = 1000;
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function person(index: number): Address {
  const [name, address] = at(people, index);
  return { name, address };
}

/** Tags of the newest messages. */
const tagsOfNewest: readonly (readonly string[] | undefined)[] = [
  ...[undefined, ['$label1', 'budget'], undefined, ['$label4'], undefined, ['$label2', '$label3', 'travel', 'paris']],
  ...[undefined, ['$label5'], ['project-lighthouse']],
];

/** Message `number` of a folder, 0 the newest; the older the further apart. */
export function letter(folderId: FolderId, number: number, newest: number): MessageRow {
  const seed = number * 5 + folderId * 3 + Math.floor(number / 14) * 3 + 4;
  const [subject, snippet] = at(letters, seed);
  const tags = tagsOfNewest[number];
  const receivedAt = newest - number * 37 * 60 * second - Math.floor(number ** 1.6) * 60 * second;
  return {
    id: (Math.floor(receivedAt / second) * 2 ** 20 + folderId) as MessageId,
    subject,
    from: person(seed + (number % 3 === 0 ? 1 : 0)),
    to: person(seed + 5),
    receivedAt,
    snippet: number % 17 === 9 ? '' : snippet,
    seen: number > 3 ? number % 9 !== 4 : number === 2,
    flagged: number % 13 === 5,
    answered: number % 6 === 2,
    forwarded: number % 4 === 2,
    markedDeleted: number % 7 === 3,
    hasAttachments: number % 5 === 1,
    unfetched: false,
    ...(tags && { tags }),
  };
}
