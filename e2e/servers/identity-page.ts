/** The pages a person sees: the code, the choice of account, the outcome. Plain forms without script. */
import type { TestUser } from './identity-grants.ts';

const style = `
:root { color-scheme: light dark; --back: #f6f7f8; --pane: #ffffff; --text: #1b1f23; --muted: #5a636b; --line: #d8dde1; --accent: #0b6e83; --on-accent: #ffffff; --note: #fff6df; --note-text: #5c4300; }
@media (prefers-color-scheme: dark) { :root { --back: #15181b; --pane: #1d2125; --text: #e7eaed; --muted: #9aa4ad; --line: #343b42; --accent: #4fb6cb; --on-accent: #06262d; --note: #3a300f; --note-text: #f3dfa6; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
.note { margin: 0; padding: 8px 16px; background: var(--note); color: var(--note-text); text-align: center; font-size: 13px; font-weight: 600; }
main { width: min(420px, calc(100vw - 32px)); margin: 10vh auto auto; padding: 32px; background: var(--pane); border: 1px solid var(--line); border-radius: 10px; }
h1 { margin: 0 0 8px; font-size: 20px; font-weight: 600; }
p { margin: 0 0 16px; color: var(--muted); }
label.field { display: block; margin-bottom: 4px; font-size: 13px; font-weight: 600; }
input[type=text] { width: 100%; padding: 10px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: var(--text); font: 20px ui-monospace, "Cascadia Mono", monospace; letter-spacing: 2px; text-transform: uppercase; }
fieldset { margin: 0 0 16px; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 8px; font-size: 13px; font-weight: 600; }
.account { display: flex; gap: 12px; align-items: center; padding: 10px 12px; border: 1px solid var(--line); border-radius: 6px; margin-bottom: 8px; cursor: pointer; }
.account:has(:checked) { border-color: var(--accent); }
.account b { display: block; font-weight: 600; } .account span span { color: var(--muted); font-size: 13px; }
input[type=radio] { accent-color: var(--accent); }
ul { margin: 0 0 24px; padding-left: 20px; color: var(--muted); }
.actions { display: flex; gap: 8px; margin-top: 16px; }
button { padding: 9px 16px; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: var(--text); font: inherit; font-weight: 600; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.error { color: light-dark(#a3261b, #ff9d90); }
`;

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · demo sign-in</title><style>${style}</style></head>
<body><p class="note">Demo sign-in page, not Microsoft. Never type a real password here.</p>
<main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`;
}

/** The first page: type the code that the application shows. */
export function codePage(prefilled: string, error?: string): string {
  const message = error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : '';
  return page(
    'Enter code',
    `<p>Type the code that Heron shows. Never enter a code that someone sent you.</p>${message}
<form method="post" action="/device"><label class="field" for="code">Code</label>
<input type="text" id="code" name="code" value="${escapeHtml(prefilled)}" autocomplete="off" autofocus required maxlength="16" spellcheck="false">
<div class="actions"><button class="main">Next</button></div></form>`,
  );
}

const meaning: Record<string, string> = {
  'IMAP.AccessAsUser.All': 'Read and manage your mail (IMAP)',
  'SMTP.Send': 'Send mail as you (SMTP)',
  offline_access: 'Keep that access until you take it back',
};

function explained(scopes: string[]): string {
  const known = scopes.map((scope) => meaning[scope.replace(/^.*\//, '')]).filter((text) => text !== undefined);
  return `<ul>${known.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

/** The second page: who signs in, and to which application. `hidden` is sent back with the decision. */
export function accountPage(request: {
  action: string;
  hidden: Record<string, string>;
  scopes: string[];
  users: TestUser[];
  preferred?: string;
}): string {
  const hidden = Object.entries(request.hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const chosen = request.users.findIndex((user) => user.address === request.preferred);
  const accounts = request.users.map(
    (user, index) =>
      `<label class="account"><input type="radio" name="address" value="${escapeHtml(user.address)}"${
        index === Math.max(0, chosen) ? ' checked' : ''
      }><span><b>${escapeHtml(user.name)}</b><span>${escapeHtml(user.address)}</span></span></label>`,
  );
  return page(
    'Sign in to Heron',
    `<form method="post" action="${escapeHtml(request.action)}">${hidden.join('')}
<fieldset><legend>Account</legend>${accounts.join('')}</fieldset>
<p>Heron asks to:</p>${explained(request.scopes)}
<div class="actions"><button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="decline">Decline</button></div></form>`,
  );
}

/** The last page. */
export function outcomePage(approved: boolean): string {
  return approved
    ? page('You have signed in', '<p>You can close this page and go back to Heron.</p>')
    : page('Sign-in declined', '<p>Nothing was shared. You can close this page and go back to Heron.</p>');
}

/** What Microsoft shows instead of going back to the application: its own error text with code, correlation ID and time. */
export function refusalPage(description: string): string {
  return page(
    'You cannot access this right now',
    `<p>Your sign-in was successful but does not meet the criteria to access this resource. Ask your administrator.</p>
<p class="error" role="alert">${escapeHtml(description)}</p>`,
  );
}

/** What a browser shows when a request to sign in makes no sense. */
export function problemPage(problem: string): string {
  return page('This sign-in does not work', `<p class="error" role="alert">${escapeHtml(problem)}</p>`);
}
