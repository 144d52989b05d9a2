/** Microsoft's error answers: which OAuth word and status goes with which AADSTS code, and the body's shape. */
import { randomUUID } from 'node:crypto';

/** How the next request is to fail; see README.md. */
export interface Failure {
  aadsts?: number;
  status?: number;
  error?: string;
  description?: string;
  suberror?: string;
  claims?: string;
  retryAfterSeconds?: number;
  body?: string | object;
  hang?: true;
  drop?: true;
  times?: number;
}

/** An answer ready to be sent. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Not sent at all: the connection is left hanging, or reset. */
  fault?: 'hang' | 'drop';
}

interface KnownError {
  error: string;
  text: string;
  status?: number;
  suberror?: string;
}

const grant = (text: string, suberror?: string): KnownError => ({ error: 'invalid_grant', text, suberror });
const client = (text: string, status?: number): KnownError => ({ error: 'invalid_client', text, status });

const knownErrors: Record<number, KnownError> = {
  16000: { error: 'interaction_required', text: 'User account does not exist in the tenant.' },
  50020: grant('User account from identity provider does not exist in tenant and cannot access the application.'),
  50034: grant('The user account does not exist in the directory.'),
  50057: grant('The user account is disabled.'),
  50076: { error: 'interaction_required', text: 'You must use multi-factor authentication.', suberror: 'basic_action' },
  50078: { error: 'interaction_required', text: 'Presented multi-factor authentication has expired.' },
  50079: { error: 'interaction_required', text: 'The user is required to use multi-factor authentication.' },
  50097: { error: 'interaction_required', text: 'Device authentication is required.' },
  50105: grant('The signed in user is not assigned to a role for the application.'),
  50173: grant('The provided grant has expired due to it being revoked, a fresh auth token is needed.', 'bad_token'),
  50194: { error: 'invalid_request', text: 'Application is not configured as a multi-tenant application.' },
  50196: grant('The server terminated an operation because it encountered a loop while processing a request.'),
  50199: {
    error: 'interaction_required',
    text: 'For security reasons, user confirmation is required for this request.',
  },
  53000: { error: 'interaction_required', text: 'Your device is required to be managed to access this resource.' },
  53001: {
    error: 'interaction_required',
    text: 'Your device is required to be domain joined to access this resource.',
  },
  53003: {
    error: 'interaction_required',
    text: 'Access has been blocked by Conditional Access policies.',
    suberror: 'message_only',
  },
  65001: grant('The user or administrator has not consented to use the application.', 'consent_required'),
  65004: grant('The user declined to consent to access the app.', 'consent_required'),
  70000: grant('The provided grant is invalid or malformed. The refresh token has already been redeemed.', 'bad_token'),
  70011: { error: 'invalid_scope', text: 'The provided value for the input parameter scope is not valid.' },
  70016: {
    error: 'authorization_pending',
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  70018: {
    error: 'bad_verification_code',
    text: 'Invalid verification code due to user typing in wrong user code for device code flow.',
  },
  70019: { error: 'expired_token', text: 'Verification code expired. Have the user retry the sign-in.' },
  70043: grant(
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
    'bad_token',
  ),
  90014: { error: 'invalid_request', text: 'The required field is missing from the credential.' },
  90033: { error: 'temporarily_unavailable', text: 'A transient error has occurred. Please try again.', status: 503 },
  90038: { error: 'invalid_request', text: 'The tenant is not found in this national cloud.' },
  90055: { error: 'temporarily_unavailable', text: 'Temporarily unavailable: too many requests.', status: 503 },
  90094: {
    error: 'access_denied',
    text: 'Admin consent is required for the permissions requested by this application.',
  },
  90095: { error: 'access_denied', text: 'Admin consent is required; an approval can be requested.' },
  501481: grant('The code verifier does not match the code challenge supplied in the authorization request.'),
  530032: {
    error: 'interaction_required',
    text: 'Blocked by security policy: tenant security policy does not allow this sign-in.',
  },
  530035: { error: 'interaction_required', text: 'Access has been blocked by security defaults.' },
  700016: { error: 'unauthorized_client', text: 'Application was not found in the directory.' },
  700022: { error: 'invalid_request', text: 'The request asks for the scopes of more than one resource.' },
  700025: client('Client is public so neither client_assertion nor client_secret should be presented.'),
  700082: grant('The refresh token has expired due to inactivity.', 'token_expired'),
  7000112: { error: 'unauthorized_client', text: 'Application is disabled.' },
  7000218: client("The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", 401),
};

/** The answer that Microsoft would give for `failure`; `body` wins over everything else. */
export function errorAnswer(failure: Failure, now: Date): HttpAnswer {
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  if (failure.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(failure.retryAfterSeconds);
  }
  const fault = failure.hang ? 'hang' : failure.drop ? 'drop' : undefined;
  if (failure.body !== undefined) {
    const body = typeof failure.body === 'string' ? failure.body : JSON.stringify(failure.body);
    return { status: failure.status ?? 200, headers, body, fault };
  }
  const known = failure.aadsts === undefined ? undefined : knownErrors[failure.aadsts];
  const status = failure.status ?? known?.status ?? 400;
  const error = failure.error ?? known?.error ?? (status >= 429 ? 'temporarily_unavailable' : 'invalid_request');
  const text = failure.description ?? known?.text ?? 'The request failed.';
  const suberror = failure.suberror ?? known?.suberror;
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = now
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const code = failure.aadsts === undefined ? '' : `AADSTS${failure.aadsts}: `;
  const body = {
    error,
    error_description: `${code}${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: failure.aadsts === undefined ? [] : [failure.aadsts],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    ...(suberror === undefined ? {} : { suberror }),
    ...(failure.claims === undefined ? {} : { claims: failure.claims }),
  };
  return { status, headers, body: JSON.stringify(body), fault };
}

/** The OAuth error word in an answer, for counting and events; 'token' if there is none. */
export function answerWord(answer: HttpAnswer): string {
  try {
    const body: unknown = JSON.parse(answer.body);
    if (typeof body === 'object' && body !== null && 'error' in body) {
      return String(body.error);
    }
    return typeof body === 'object' && body !== null && 'access_token' in body ? 'token' : 'malformed';
  } catch {
    return 'malformed';
  }
}
