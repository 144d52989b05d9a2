import { blockedWordsClass, placeholder } from './mail-images.ts';
import type { SanitizedMail } from './sanitize-mail.ts';

/** The first element in the frame. Heron's own policy applies as well, so this one can only restrict it further. */
const policy =
  "default-src 'none'; script-src 'none'; connect-src 'none'; font-src 'none'; img-src data: heron-part:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

const commonStyle = `
html { box-sizing: border-box; padding: 16px !important; overflow: auto; height: auto !important; scrollbar-width: thin; scrollbar-color: rgb(118 125 131 / 45%) transparent; }
body { margin: 0; max-width: 100%; height: auto !important; min-height: 0 !important; font: 14px/22px system-ui, sans-serif; overflow-wrap: break-word; }
table { max-width: 100%; }
img { max-width: 100%; object-fit: contain; }
img:not([src]) { display: none; }
.${blockedWordsClass} { display: inline-flex; align-items: center; justify-content: center; box-sizing: border-box; max-width: 100%; padding: 0 8px; overflow: hidden; border-radius: 4px; background: rgb(134 141 147 / 16%); color: #5a6168; font: 12px/18px system-ui, sans-serif; text-align: center; text-decoration: none; vertical-align: middle; }
img[src="${placeholder}"] { background: rgb(134 141 147 / 16%); }
pre { white-space: pre-wrap; }
blockquote { margin: 0; margin-inline-start: 8px; padding-inline-start: 12px; border-inline-start: 2px solid #c4c9ce; }
a { cursor: pointer; }
::highlight(found) { background-color: #fbe6a2; color: #1b1f23; }
::highlight(current) { background-color: #f0a030; color: #1b1f23; }
@media print { html { overflow: visible; } }
`;
/**
 * Mail is written for a white page unless it declares dark colours; for a dark window these are adapted afterwards (page/darken.ts). The pane behind the frame paints the white, so that the body's own background reaches the frame's edges as in
 * a browser.
 */
const whiteSheet = 'html { color: #1b1f23; color-scheme: light; }';
const ownSheet = ':root { color-scheme: light dark; } html { background: transparent; color: CanvasText; }';

/** The frame's srcdoc: policy, our base style, then DOMPurify's output as it is. */
export function mailDocument(mail: SanitizedMail): string {
  const style = commonStyle + (mail.supportsDark ? ownSheet : whiteSheet);
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><style>${style}</style>${mail.html}`;
}
