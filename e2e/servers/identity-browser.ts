/** What a person's browser does at the provider: the page for the code, and the browser flow's /authorize. */
import { randomBytes } from 'node:crypto';
import { type Context, decide } from './identity-endpoints.ts';
import { errorAnswer, type Failure, type HttpAnswer } from './identity-errors.ts';
import { addressKey, codeKey } from './identity-grants.ts';
import { accountPage, codePage, outcomePage, problemPage, refusalPage } from './identity-page.ts';

const html = (body: string, status = 200): HttpAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  },
  body,
});
const redirect = (location: string): HttpAnswer => ({ status: 302, headers: { location }, body: '' });

/** A refusal as Microsoft words it, for the page and for the redirect. */
function refusal(context: Context, failure: Failure): { error: string; error_description: string } {
  const { error = '', error_description = '' }: Record<string, string> = JSON.parse(
    errorAnswer(failure, new Date(context.now())).body,
  );
  return { error, error_description };
}

/** The dead end that a policy makes: the page says why, and the application hears nothing. */
function refusedOnPage(context: Context): HttpAnswer | undefined {
  const failure = context.takeFailure('sign-in-page');
  return failure && html(refusalPage(refusal(context, failure).error_description), 403);
}

/** GET and POST `/device`: type the code, then choose. */
export function devicePage(context: Context, parameters: URLSearchParams, typed: boolean): HttpAnswer {
  const shown = parameters.get('code') ?? parameters.get('otc') ?? '';
  const code = context.grants.deviceCodes.get(codeKey(shown));
  if (!typed) {
    return html(codePage(shown));
  }
  if (code?.state !== 'pending') {
    return html(codePage(shown, 'That code is not right. Check it in Heron and try again.'), 400);
  }
  if (context.now() >= code.expiresAtMs) {
    return html(codePage('', 'That code has expired. Ask Heron for a new one.'), 400);
  }
  const users = [...context.grants.users.values()];
  return html(accountPage({ action: '/device/decision', hidden: { code: code.userCode }, scopes: code.scopes, users }));
}

/** POST `/device/decision`. */
export function deviceDecision(context: Context, parameters: URLSearchParams): HttpAnswer {
  const approve = parameters.get('decision') === 'approve';
  const user = context.grants.users.get(addressKey(parameters.get('address') ?? ''));
  if (approve && !user) {
    return html(problemPage('Choose an account.'), 400);
  }
  const refused = refusedOnPage(context);
  if (refused) {
    return refused;
  }
  try {
    decide(context, parameters.get('code') ?? '', approve ? user : undefined);
  } catch {
    return html(problemPage('That code was used already. Ask Heron for a new one.'), 400);
  }
  return html(outcomePage(approve));
}

/** Only a loopback address of this machine may receive a code (RFC 8252 7.3). */
function isLoopback(uri: string): boolean {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

function back(parameters: URLSearchParams, answer: Record<string, string>): HttpAnswer {
  const url = new URL(parameters.get('redirect_uri') ?? '');
  const state = parameters.get('state');
  for (const [name, value] of Object.entries(state === null ? answer : { ...answer, state })) {
    url.searchParams.set(name, value);
  }
  return redirect(url.href);
}

function issueCode(context: Context, parameters: URLSearchParams, address: string): HttpAnswer {
  const refused = refusedOnPage(context);
  if (refused) {
    return refused;
  }
  const failure = context.takeFailure('sign-in-redirect');
  if (failure) {
    return back(parameters, refusal(context, failure));
  }
  const code = `M.${randomBytes(60).toString('base64url')}`;
  context.grants.browserCodes.set(code, {
    code,
    clientId: parameters.get('client_id') ?? '',
    redirectUri: parameters.get('redirect_uri') ?? '',
    challenge: parameters.get('code_challenge') ?? '',
    nonce: parameters.get('nonce') ?? undefined,
    scopes: (parameters.get('scope') ?? '').split(/\s+/).filter(Boolean),
    claims: parameters.get('claims') ?? undefined,
    address,
    expiresAtMs: context.now() + 600_000,
  });
  return back(parameters, { code });
}

/** GET `/authorize`: straight back when someone is signed in already, else the choice of account. */
export function authorize(context: Context, parameters: URLSearchParams, signedIn: string | undefined): HttpAnswer {
  const clientId = parameters.get('client_id');
  if (!clientId || (context.clientIds && !context.clientIds.includes(clientId))) {
    return html(problemPage('AADSTS700016: Application was not found in the directory.'), 400);
  }
  if (!isLoopback(parameters.get('redirect_uri') ?? '')) {
    return html(problemPage('AADSTS50011: The redirect URI does not match those of the application.'), 400);
  }
  if (parameters.get('response_type') !== 'code' || parameters.get('code_challenge_method') !== 'S256') {
    return back(parameters, { error: 'invalid_request', error_description: 'AADSTS9002325: PKCE is required.' });
  }
  if (signedIn !== undefined) {
    return issueCode(context, parameters, signedIn);
  }
  return html(
    accountPage({
      action: '/authorize/decision',
      hidden: Object.fromEntries(parameters),
      scopes: (parameters.get('scope') ?? '').split(/\s+/),
      users: [...context.grants.users.values()],
      preferred: parameters.get('login_hint') ?? undefined,
    }),
  );
}

/** POST `/authorize/decision`. */
export function authorizeDecision(context: Context, parameters: URLSearchParams): HttpAnswer {
  if (!isLoopback(parameters.get('redirect_uri') ?? '')) {
    return html(problemPage('AADSTS50011: The redirect URI does not match those of the application.'), 400);
  }
  const user = context.grants.users.get(addressKey(parameters.get('address') ?? ''));
  return parameters.get('decision') === 'approve' && user
    ? issueCode(context, parameters, user.address)
    : back(parameters, { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent.' });
}
