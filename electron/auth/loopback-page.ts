import { language, texts } from '../../shared/texts/texts.ts';

/** What the browser's last page tells. Whether the mailbox opens is shown in Heron, which goes on from here. */
export type LastPage = 'signed_in' | 'not_signed_in';

const style = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f7f8, #15181b); color: light-dark(#1b1f23, #e7eaed); font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
main { width: min(420px, calc(100vw - 48px)); padding-bottom: 12vh; }
svg { display: block; margin-bottom: 20px; color: light-dark(#0b6e83, #4fb6cb); }
h1 { margin: 0 0 8px; font-size: 22px; font-weight: 600; }
p { margin: 0; color: light-dark(#5a636b, #9aa4ad); }
`;

const marks: Readonly<Record<LastPage, string>> = {
  signed_in: 'M2 13l7 7L22 6',
  not_signed_in: 'M3 4l16 16M19 4L3 20',
};

/** The page that the person's browser ends on, in Heron's language: no script, nothing of the provider's answer. */
export function lastPage(page: LastPage): string {
  const words = texts().setup.browser.lastPage[page];
  return `<!doctype html>
<html lang="${language()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(words.title)} · Heron</title><style>${style}</style></head>
<body><main><svg width="40" height="40" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${marks[page]}"/></svg>
<h1>${escaped(words.title)}</h1><p>${escaped(words.text)}</p></main></body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
