import { describe, expect, it } from 'vitest';
import { leaksIn } from '../../../e2e/canary.ts';
import { canary } from '../../../e2e/world.ts';
import { capabilities, imapVerbs, imapWords, mechanisms, phrases, responseCodes } from './protocol-words.ts';
import { FolderNumbers, imapClientLine, imapServerLine, smtpClientLine, smtpServerLine } from './redact-protocol.ts';

const sasl = Buffer.from(`user=ada@contoso.test\x01auth=Bearer ${canary}\x01\x01`).toString('base64');
const plain = Buffer.from(`\0ada@contoso.test\0${canary}`).toString('base64');

describe('a protocol log of IMAP', () => {
  it.each([
    ['1 CAPABILITY', '1 CAPABILITY'],
    [`2 LOGIN "ada@contoso.test" "${canary}"`, '2 LOGIN …'],
    [`2 AUTHENTICATE XOAUTH2 ${sasl}`, '2 AUTHENTICATE XOAUTH2 …'],
    [`2 AUTHENTICATE PLAIN ${plain}`, '2 AUTHENTICATE PLAIN …'],
    [sasl, '…'],
    [`3 ID ("name" "Heron" "secret" "${canary}")`, '3 ID …'],
    ['4 SELECT INBOX', '4 SELECT INBOX'],
    [`5 SELECT "Projects ${canary}" (CONDSTORE)`, '5 SELECT <folder 1> (CONDSTORE)'],
    [`6 STATUS "Projects ${canary}" (MESSAGES UIDNEXT)`, '6 STATUS <folder 1> (MESSAGES UIDNEXT)'],
    ['7 UID FETCH 1:50 (UID FLAGS BODY.PEEK[HEADER.FIELDS (Subject)])', '7 UID FETCH 1:50 (UID FLAGS BODY[…])'],
    [`8 UID SEARCH SUBJECT "${canary}" SINCE 1-Jan-2026`, '8 UID SEARCH SUBJECT … SINCE …'],
    [`9 APPEND "Sent ${canary}" (\\Seen) {1234}`, '9 APPEND <folder 2> (\\SEEN) {1234}'],
    [`A UID MOVE 4,7:9 "Projects ${canary}"`, 'A UID MOVE 4,7:9 <folder 1>'],
    [`B X-${canary} 1`, '…'],
    [`${canary} NOOP`, '…'],
    ['DONE', 'DONE'],
  ])('tells what Heron asked, and of %s no more than its known words', (line, written) => {
    const folders = new FolderNumbers();
    folders.label(`"Projects ${canary}"`);
    expect(imapClientLine(line, folders)).toBe(written);
  });

  it.each([
    [
      `* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 X-${canary}] ${canary} ready`,
      '* OK [CAPABILITY IMAP4REV1 AUTH=XOAUTH2 …] …',
    ],
    [`* CAPABILITY IMAP4rev1 UIDPLUS AUTH=${canary}`, '* CAPABILITY IMAP4REV1 UIDPLUS …'],
    [`+ ${sasl}`, '+'],
    ['2 NO AUTHENTICATE failed.', '2 NO “AUTHENTICATE failed”'],
    [`2 NO [AUTHENTICATIONFAILED] ${canary}`, '2 NO [AUTHENTICATIONFAILED] …'],
    [`2 NO [WEBALERT https://x.test/${canary}] Web login required.`, '2 NO [WEBALERT …] “Web login required”'],
    [`2 NO [X-${canary}] no`, '2 NO […] …'],
    ['4 OK [READ-WRITE] Select completed (0.001 secs).', '4 OK [READ-WRITE] “completed”'],
    ['* OK [UIDVALIDITY 1234] UIDs valid', '* OK [UIDVALIDITY 1234] …'],
    ['* 12 EXISTS', '* 12 EXISTS'],
    [`* LIST (\\HasNoChildren \\Sent) "/" "Sent ${canary}"`, '* LIST (\\HASNOCHILDREN \\SENT) <folder 1>'],
    [`* STATUS "Sent ${canary}" (MESSAGES 3 UIDNEXT 9)`, '* STATUS <folder 1> (MESSAGES 3 UIDNEXT 9)'],
    ['* SEARCH 4 5 99', '* SEARCH (3)'],
    [`* FLAGS (\\Seen ${canary})`, '* FLAGS'],
    [`* 1 FETCH (ENVELOPE ("${canary}"))`, '* 1 FETCH'],
    [`* ${canary}`, '* …'],
    ['* BYE Session timed out', '* BYE “Session timed out”'],
    [canary, '…'],
  ])('tells what the server said, and of %s no more than its known words', (line, written) => {
    expect(imapServerLine(line, new FolderNumbers())).toBe(written);
  });
});

describe('a protocol log of SMTP', () => {
  it.each([
    ['EHLO [127.0.0.1]', 'EHLO …'],
    [`AUTH XOAUTH2 ${sasl}`, 'AUTH XOAUTH2 …'],
    [plain, '…'],
    [`MAIL FROM:<${canary}@contoso.test> SIZE=1234 BODY=8BITMIME`, 'MAIL FROM … SIZE=1234 BODY=8BITMIME'],
    [`RCPT TO:<${canary}@contoso.test>`, 'RCPT TO …'],
    ['DATA', 'DATA'],
    [`Subject: ${canary}`, '…'],
  ])('tells what Heron said, and of %s no more than its known words', (line, written) => {
    expect(smtpClientLine(line)).toBe(written);
  });

  it.each([
    [`220 ${canary}.contoso.test ESMTP`, '220 …'],
    ['250-SIZE 35882577', '250- SIZE 35882577'],
    ['250-AUTH LOGIN XOAUTH2', '250- AUTH LOGIN XOAUTH2'],
    [`334 ${sasl}`, '334 …'],
    [
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      '535 5.7.139 “Authentication unsuccessful”',
    ],
    [`550 5.1.1 <${canary}@contoso.test>: Recipient address rejected`, '550 5.1.1 “Recipient address rejected”'],
    [canary, '…'],
  ])('tells what the server said, and of %s no more than its known words', (line, written) => {
    expect(smtpServerLine(line)).toBe(written);
  });
});

it('I2 writes nothing but known words and numbers, whatever it is given', () => {
  const words = [...imapVerbs, ...imapWords, ...capabilities, ...mechanisms, ...responseCodes, ...phrases];
  const secrets = [
    canary,
    sasl,
    plain,
    `"${canary}"`,
    `{${canary}}`,
    `[${canary}]`,
    `<${canary}>`,
    encodeURIComponent(canary),
  ];
  // Linear congruential: the same lines each time.
  let seed = 7;
  const pick = <T>(list: readonly T[]): T | undefined => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return list[Math.floor((seed / 2_147_483_648) * list.length)];
  };
  const openings = ['1', '*', '+', '250-', '535 5.7.3', '* OK [', '2 NO [', '3 UID', '* LIST', '* 4', ''];
  for (let round = 0; round < 5_000; round += 1) {
    const parts = Array.from({ length: 6 }, () => (pick([0, 1, 2]) === 0 ? pick(secrets) : pick(words)) ?? '');
    const line = [pick(openings) ?? '', ...parts].join(pick([' ', '', '=', ']']) ?? ' ');
    for (const redact of [imapClientLine, imapServerLine, smtpClientLine, smtpServerLine]) {
      const written = redact(line, new FolderNumbers());
      expect(leaksIn(written), line).toEqual([]);
      expect(written.length).toBeLessThan(300);
    }
  }
});
