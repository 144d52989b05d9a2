import { describe, expect, it } from 'vitest';
import type { RemotePart } from '../mail/remote-mail.ts';
import { attachmentsOf, decodedSize } from './attachments.ts';
import { composeBody, selectBodyParts } from './body.ts';

function part(partId: string, mimeType: string, within: readonly string[], more: Partial<RemotePart> = {}): RemotePart {
  return {
    partId,
    mimeType,
    within,
    charset: 'utf-8',
    encoding: '7bit',
    size: 100,
    disposition: null,
    filename: null,
    contentId: null,
    ...more,
  };
}

function chosen(parts: readonly RemotePart[]): { html: string[]; text: string[]; attachments: string[] } {
  const selection = selectBodyParts(parts);
  return {
    html: selection.html.map((each) => each.partId),
    text: selection.text.map((each) => each.partId),
    attachments: attachmentsOf(parts, selection).map(
      (each) => `${each.partId} ${each.filename}${each.inline ? ' inline' : ''}`,
    ),
  };
}

const mixed = 'multipart/mixed';
const alternative = 'multipart/alternative';
const related = 'multipart/related';

describe('selectBodyParts', () => {
  it('takes a single text part, plain or HTML', () => {
    expect(chosen([part('1', 'text/plain', [])])).toEqual({ html: [], text: ['1'], attachments: [] });
    expect(chosen([part('1', 'text/html', [])])).toEqual({ html: ['1'], text: [], attachments: [] });
  });

  it('takes the last HTML and the plain version of an alternative, and hides other renderings', () => {
    expect(
      chosen([
        part('1', 'text/plain', [alternative]),
        part('2', 'text/x-amp-html', [alternative]),
        part('3', 'text/html', [alternative]),
        part('4', 'text/calendar', [alternative]),
      ]),
    ).toEqual({ html: ['3'], text: ['1'], attachments: ['4 attachment.ics'] });
  });

  it('finds HTML with its images, and lists the files beside them', () => {
    expect(
      chosen([
        part('1.1', 'text/plain', [mixed, alternative]),
        part('1.2.1', 'text/html', [mixed, alternative, related]),
        part('1.2.2', 'image/png', [mixed, alternative, related], {
          contentId: 'logo',
          disposition: 'inline',
          filename: 'logo.png',
        }),
        part('2', 'application/pdf', [mixed], { disposition: 'attachment', filename: 'Report.pdf' }),
      ]),
    ).toEqual({ html: ['1.2.1'], text: ['1.1'], attachments: ['1.2.2 logo.png inline', '2 Report.pdf'] });
  });

  it.each([
    ['image/jpg', 'logo.jpg', ' inline'],
    ['image/pjpeg', 'logo.jpg', ' inline'],
    ['image/tiff', 'scan.tif', ' inline'],
    ['application/octet-stream', '3939EA-6A460C00', ' inline'],
    ['binary/octet-stream', 'logo.PNG', ' inline'],
    ['application/octet-stream', 'Report.pdf', ''],
    ['application/pdf', 'Report.pdf', ''],
  ])('B5 takes %s (%s) that HTML may name for an image, as far as it can be one', (mimeType, filename, mark) => {
    expect(
      chosen([part('1', 'text/html', [related]), part('2', mimeType, [related], { contentId: 'logo', filename })])
        .attachments,
    ).toEqual([`2 ${filename}${mark}`]);
  });

  it('B17 a part that HTML may name by its Content-Location is inline, and keeps it', () => {
    const parts = [
      part('1', 'text/html', [related]),
      part('2', 'image/gif', [related], { contentLocation: 'http://x/y.gif', filename: 'y.gif' }),
    ];
    expect(attachmentsOf(parts, selectBodyParts(parts))).toMatchObject([
      { partId: '2', contentLocation: 'http://x/y.gif', inline: true },
    ]);
  });

  it('keeps HTML resources of a related root out of the text', () => {
    expect(
      chosen([part('1', 'text/html', [related]), part('2', 'text/html', [related], { contentId: 'frame' })]).html,
    ).toEqual(['1']);
  });

  it('reads text around an image in order, and a footer after an alternative in both versions', () => {
    expect(
      chosen([part('1', 'text/plain', [mixed]), part('2', 'image/jpeg', [mixed]), part('3', 'text/plain', [mixed])]),
    ).toEqual({ html: [], text: ['1', '3'], attachments: ['2 attachment.jpg'] });
    expect(
      chosen([
        part('1.1', 'text/plain', [mixed, alternative]),
        part('1.2', 'text/html', [mixed, alternative]),
        part('2', 'text/plain', [mixed]),
      ]),
    ).toEqual({ html: ['1.2', '2'], text: ['1.1', '2'], attachments: [] });
  });

  it('does not take files for text, whatever their type', () => {
    expect(
      chosen([
        part('1', 'text/plain', [mixed]),
        part('2', 'text/html', [mixed], { disposition: 'attachment', filename: 'page.html' }),
        part('3', 'text/plain', [mixed], { disposition: 'inline', filename: 'notes.txt' }),
      ]),
    ).toEqual({ html: [], text: ['1'], attachments: ['2 page.html', '3 notes.txt'] });
  });

  it.each(['text/markdown', 'text/x-unknown', 'text/enriched', 'text/x-patch'])(
    'H11 B13 shows %s as text, not as an attachment without a name',
    (mimeType) => {
      expect(chosen([part('1', mimeType, [])])).toEqual({ html: [], text: ['1'], attachments: [] });
      expect(chosen([part('1', mimeType, [mixed], { filename: 'a.x', disposition: 'inline' })]).attachments).toEqual([
        '1 a.x',
      ]);
    },
  );

  it('H11 of several versions takes text/plain, else the last that is text', () => {
    expect(chosen([part('1', 'text/plain', [alternative]), part('2', 'text/enriched', [alternative])]).text).toEqual([
      '1',
    ]);
    expect(chosen([part('1', 'text/enriched', [alternative]), part('2', 'text/html', [alternative])])).toEqual({
      html: ['2'],
      text: ['1'],
      attachments: [],
    });
  });

  it('H11 a calendar or a table is a file; where there is nothing else to read it is shown as well', () => {
    expect(chosen([part('1', 'text/plain', [mixed]), part('2', 'text/csv', [mixed])])).toEqual({
      html: [],
      text: ['1'],
      attachments: ['2 attachment.csv'],
    });
    expect(chosen([part('1', 'text/calendar', [])])).toEqual({
      html: [],
      text: ['1'],
      attachments: ['1 attachment.ics'],
    });
    expect(chosen([part('1', 'text/calendar', [], { filename: 'invite.ics' })])).toEqual({
      html: [],
      text: [],
      attachments: ['1 invite.ics'],
    });
  });

  it('shows signed text without listing the signature', () => {
    const signed = 'multipart/signed';
    expect(
      chosen([
        part('1', 'text/plain', [signed]),
        part('2', 'application/pgp-signature', [signed], { filename: 'signature.asc', disposition: 'attachment' }),
      ]),
    ).toEqual({ html: [], text: ['1'], attachments: [] });
  });

  it('leaves the parts of a forwarded message to that message', () => {
    expect(
      chosen([
        part('1', 'text/plain', [mixed]),
        part('2', 'message/rfc822', [mixed], { filename: 'Old.eml' }),
        part('2.1', 'text/html', [mixed]),
      ]),
    ).toEqual({ html: [], text: ['1'], attachments: ['2 Old.eml'] });
  });

  it('has no text where the message is a file', () => {
    expect(chosen([part('1', 'application/pdf', [], { filename: 'a.pdf' })])).toEqual({
      html: [],
      text: [],
      attachments: ['1 a.pdf'],
    });
    expect(chosen([])).toEqual({ html: [], text: [], attachments: [] });
  });

  it('bounds the number of parts, and lists the rest', () => {
    const many = Array.from({ length: 500 }, (_, index) => part(String(index + 1), 'text/plain', [mixed]));
    const result = chosen(many);
    expect(result.text).toHaveLength(16);
    expect(result.attachments).toHaveLength(484);
  });
});

describe('attachmentsOf', () => {
  it('P2: gives safe names that differ from each other', () => {
    const names = attachmentsOf(
      ['../../etc/passwd', 'a.txt', 'A.TXT', null].map((filename, index) =>
        part(String(index + 1), 'text/plain', [mixed], { disposition: 'attachment', filename }),
      ),
      { html: [], text: [] },
    ).map((each) => each.filename);
    expect(names).toEqual(['etc_passwd.txt', 'a.txt', 'A (2).TXT', 'attachment.txt']);
  });
});

describe('decoded sizes', () => {
  const encoded = (octets: number, end: string): number =>
    Buffer.alloc(octets)
      .toString('base64')
      .replace(/.{76}(?=.)/g, '$&\r\n').length + end.length;

  it('B-size tells the size of the saved file, not that of its base64 (600, not 820)', () => {
    expect(encoded(600, '')).toBe(820);
    expect(decodedSize({ encoding: 'base64', size: 820 })).toBe(600);
    for (let octets = 0; octets < 3_000; octets += 1) {
      for (const end of ['', '\r\n']) {
        const told = decodedSize({ encoding: 'base64', size: encoded(octets, end) });
        expect(Math.abs(told - octets), `${octets} octets`).toBeLessThanOrEqual(4);
      }
    }
  });

  it('estimates base64 in other lines and uuencode, and leaves the rest as it is', () => {
    expect(decodedSize({ encoding: 'base64', size: 1_000_003 })).toBeGreaterThan(700_000);
    expect(decodedSize({ encoding: 'base64', size: 1_000_003 })).toBeLessThan(760_000);
    expect(decodedSize({ encoding: 'x-uuencode', size: 6_300 })).toBe(4_500);
    expect(decodedSize({ encoding: 'quoted-printable', size: 77 })).toBe(77);
  });
});

describe('B4 HTML that shows nothing', () => {
  const selection = selectBodyParts([part('1', 'text/plain', [alternative]), part('2', 'text/html', [alternative])]);
  const bodyOf = (html: string, text = 'Only the plain part has words.') =>
    composeBody(
      selection,
      new Map([
        ['1', text],
        ['2', html],
      ]),
    );

  it.each([
    '',
    '<html><body></body></html>',
    '<style>p{color:red}</style><p>&nbsp;</p>',
    '<p>&zwnj;&#8199;&#xFEFF;\u00ad\u3164\u2800</p><br>',
    '<img src="https://t.test/1.gif" width="1" height="1">',
    '<img width=600 style="display:none" src="https://t.test/1.gif"><div style="display:none">preheader</div>',
    '<img alt="nothing to load">',
  ])('gives way to the plain version: %j', (html) => {
    expect(bodyOf(html)).toEqual({ html: null, text: 'Only the plain part has words.' });
  });

  it.each([
    '<p>Hi</p>',
    '<p>…</p>',
    '<img src="cid:a">',
    '<img src="https://x.test/a.png" width=600>',
    '<p>&#128077;</p>',
  ])('stays where it shows something: %j', (html) => {
    expect(bodyOf(html).html).toBe(html);
  });

  it('stays where the plain version has no words either', () => {
    expect(bodyOf('<p>&nbsp;</p>', ' \r\n').html).toBe('<p>&nbsp;</p>');
  });

  it('keeps the words of a footer, and the HTML of other parts', () => {
    const parts = [
      part('1.1', 'text/plain', [mixed, alternative]),
      part('1.2', 'text/html', [mixed, alternative]),
      part('2', 'text/html', [mixed]),
    ];
    const { html } = composeBody(
      selectBodyParts(parts),
      new Map([
        ['1.1', 'The <words>'],
        ['1.2', '<p> </p>'],
        ['2', '<b>Footer</b>'],
      ]),
    );
    expect(html).toContain('The &lt;words&gt;');
    expect(html).toContain('<b>Footer</b>');
  });
});

describe('composeBody', () => {
  const footer = part('2', 'text/plain', [mixed]);
  const selection = { html: [part('1', 'text/html', [mixed]), footer], text: [footer] };

  it('escapes plain text that stands between HTML', () => {
    const body = composeBody(
      selection,
      new Map([
        ['1', '<b>Hi</b>'],
        ['2', '<script>alert(1)</script> & "more"'],
      ]),
    );
    expect(body.html).toContain('<b>Hi</b>');
    expect(body.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(body.text).toBe('<script>alert(1)</script> & "more"');
  });

  it('answers null for a version of which nothing was fetched', () => {
    expect(composeBody(selection, new Map())).toEqual({ html: null, text: null });
  });
});
