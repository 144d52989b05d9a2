/** Messages whose pictures travel with them, as some programs send them. */
import type { RawMessage } from './messages.ts';

/** A JPEG of 1×1. */
const jpeg =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=';
/** A PNG of 10×10. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEUlEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC';
/** The beginning of a TIFF, which no browser draws. */
const tiff = 'SUkqAAgAAAAAAAAAAAA=';

const part = (type: string, headers: string, content: string): string =>
  `Content-Type: ${type}\r\n${headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n`;

/**
 * HTML whose images have types that no browser knows, wrong types, none, or a Content-Location instead of a Content-ID (RFC 2557). Each has
 * its name as alternative text.
 */
export function clumsyImages(): RawMessage {
  const html =
    '<p>Pictures</p>' +
    ['jpg', 'pjpeg', 'octets', 'liar', 'tiff'].map((id) => `<img src="cid:${id}@x" alt="The ${id}">`).join('') +
    '<img src="chart.png" alt="The chart"><img src="http://contoso.test/y.gif" width="1" height="1" alt="The pixel">';
  const parts = [
    `Content-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`,
    part('image/jpg; name="a.jpg"', 'Content-ID: <jpg@x>\r\nContent-Disposition: inline', jpeg),
    part('image/pjpeg; name="b.jpg"', 'Content-ID: <pjpeg@x>\r\nContent-Disposition: inline', jpeg),
    part('application/octet-stream; name="3939EA-6A460C00"', 'Content-ID: <octets@x>', png),
    part('image/x-png; name="d.gif"', 'Content-ID: <liar@x>\r\nContent-Disposition: inline', png),
    part('image/tiff; name="scan.tif"', 'Content-ID: <tiff@x>\r\nContent-Disposition: inline', tiff),
    part('image/png; name="chart.png"', 'Content-Location: chart.png\r\nContent-Disposition: inline', png),
    part('image/png; name="y.gif"', 'Content-Location: http://contoso.test/y.gif', png),
  ];
  const head = [
    'From: Vera Lange <vera@fabrikam.test>',
    'To: ada@contoso.test',
    'Subject: Pictures of many kinds',
    'Date: Thu, 19 Nov 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=bb',
  ].join('\r\n');
  const body = parts.map((each) => `--bb\r\n${each}`).join('');
  return { raw: Buffer.from(`${head}\r\n\r\n${body}--bb--\r\n`), receivedAt: new Date('2026-11-19T09:00:00Z') };
}
