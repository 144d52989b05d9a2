import { describe, expect, it } from 'vitest';
import type { RemotePart } from '../mail/remote-mail.ts';
import { attachmentsOf, composeBody, selectBodyParts } from './body.ts';

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
