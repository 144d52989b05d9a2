import type { AppFailure } from '../../shared/reply.ts';
import type { FakeRefusal } from './fake-server.ts';
import { type FaultContext, imapFailure, passingByCode } from './imap-errors.ts';
import type { Outcome, Refusal } from './session.ts';

/** A command of the fake server that was not carried out as asked. */
export type NoEffect =
  | ({ readonly kind: 'refused' } & Refusal)
  | ({ readonly kind: 'copied' } & Refusal)
  | { readonly kind: 'unknown' };

const context: FaultContext = {
  endpoint: { host: 'fake', port: 993, security: 'tls' },
  phase: 'command',
  auth: 'password',
};

/** The outcome of a change that has no first half. */
export function plain(effect: NoEffect): Outcome {
  return effect.kind === 'copied' ? { ...effect, kind: 'refused' } : effect;
}

/** What the session throws where a command that only looks is refused. */
export function refusedFailure({ code, text }: Pick<FakeRefusal, 'code' | 'text'>): AppFailure {
  return imapFailure(faultOf(code, text), context);
}

/** What a refused change answers. */
export function refusalOf({ code, text, copied }: FakeRefusal): NoEffect {
  const passing = passingByCode(faultOf(code, text));
  return {
    kind: copied ? 'copied' : 'refused',
    text,
    ...(code !== undefined && { code }),
    ...(passing !== null && { passing }),
  };
}

/** A NO as imapflow tells it. */
function faultOf(code: string | undefined, text: string) {
  return { responseStatus: 'NO', responseText: text, ...(code !== undefined && { serverResponseCode: code }) };
}
