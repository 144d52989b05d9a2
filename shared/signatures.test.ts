import { describe, expect, it } from 'vitest';
import { htmlOfSignedText, signatureText, signed, signedAnew, unsignedBody } from './signatures.ts';
import type { DraftContent } from './writing.ts';
import type { SenderSettings, Signature } from './writing-settings.ts';

const rich: Signature = { html: '<p><strong>Ada</strong> &amp; Co.</p>', text: 'Ada & Co.' };
const plain: Signature = { html: null, text: 'Shop <team>\nOpen 9 to 5' };
const none: Signature = { html: null, text: '' };
const settings = (signature: Signature, place: SenderSettings['place'] = 'above_quote'): SenderSettings => ({
  replyTo: '',
  signature,
  place,
});
const quote = { attribution: 'Grace wrote:', html: null, text: 'Hello', sanitized: true };
const content = (format: DraftContent['format'], body = '', more: Partial<DraftContent> = {}): DraftContent => ({
  from: { name: '', address: 'ada@x.test' },
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  format,
  body,
  quote: null,
  signature: null,
  ...more,
});
const formats = ['html', 'plain'] as const;
const signatures = [rich, plain, none];
const texts: Record<DraftContent['format'], string> = { html: '<p>Dear Grace</p>', plain: 'Dear Grace' };

describe('a signature', () => {
  it('stands under the text, in plain text behind its separator', () => {
    expect(signed(content('plain'), settings(rich)).body).toBe('\n\n-- \nAda & Co.');
    expect(signed(content('html'), settings(plain)).body).toBe(
      '<p></p><div data-signature=""><p>Shop &lt;team&gt;</p><p>Open 9 to 5</p></div>',
    );
    expect(signed(content('html', '<p>a</p>'), settings(none)).body).toBe('<p>a</p>');
  });

  it('stands below a quoted original where the sender wants it there, and in the text where nothing is quoted', () => {
    const below = settings(rich, 'below_quote');
    expect(signed(content('html', '', { quote }), below)).toMatchObject({ body: '', signature: rich });
    expect(signed(content('plain'), below)).toMatchObject({ signature: null, body: '\n\n-- \nAda & Co.' });
  });

  const changes = formats.flatMap((format) =>
    signatures.flatMap((former) => signatures.map((next) => [format, former, next] as const)),
  );
  it.each(changes)('changes with the sender as long as it is untouched (%s, %j → %j)', (format, former, next) => {
    const before = signed(content(format, texts[format]), settings(former));
    expect(signedAnew(before, settings(former), settings(next)).body).toBe(
      signed(content(format, texts[format]), settings(next)).body,
    );
    expect(unsignedBody(before).trimEnd()).toBe(texts[format]);
  });

  it.each(formats)('stays as it is where the user changed or removed it (%s)', (format) => {
    const before = signed(content(format, texts[format]), settings(rich));
    const changed = { ...before, body: before.body.replace('Ada', 'Ada L.') };
    expect(signedAnew(changed, settings(rich), settings(plain))).toBe(changed);
    const removed = content(format, texts[format]);
    expect(signedAnew(removed, settings(rich), settings(plain))).toBe(removed);
  });

  it('moves with the place that the other sender wants', () => {
    const above = signed(content('html', '<p>Yes</p>', { quote }), settings(rich));
    const below = signedAnew(above, settings(rich), settings(plain, 'below_quote'));
    expect(below).toMatchObject({ body: '<p>Yes</p>', signature: plain });
    expect(signedAnew(below, settings(plain, 'below_quote'), settings(rich))).toMatchObject({
      body: above.body,
      signature: null,
    });
  });

  it('keeps what the user wrote behind it', () => {
    const before = signed(content('html', '<p>Yes</p>'), settings(rich));
    const written = { ...before, body: `${before.body}<p>P.S.</p>` };
    expect(signedAnew(written, settings(rich), settings(none)).body).toBe('<p>Yes</p><p>P.S.</p>');
  });

  it('is known again when plain text gets formatting', () => {
    expect(htmlOfSignedText(`Hello\n\n${signatureText(plain)}`)).toBe(
      '<p>Hello</p><p></p><div data-signature=""><p>Shop &lt;team&gt;</p><p>Open 9 to 5</p></div>',
    );
    expect(htmlOfSignedText('One -- \ntwo')).toBe('<p>One -- </p><p>two</p>');
  });
});
