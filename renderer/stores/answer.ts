import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput, CallName, CallOutputs } from '../../shared/ipc.ts';
import type { AppError } from '../../shared/reply.ts';
import { call } from '../bridge.ts';

/** Main's answer to a question that a view asks when it opens. */
type Answer<T> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: AppError };

type QuestionName = { [K in CallName]: undefined extends CallInput<K> ? K : never }[CallName];

/**
 * Asks main when the view opens, and again when `ask` is called. The last answer stays visible until the next one
 * arrives.
 */
export function useAnswer<K extends QuestionName>(
  name: K,
): { readonly answer: Answer<CallOutputs[K]>; readonly ask: () => Promise<void> } {
  const [answer, setAnswer] = useState<Answer<CallOutputs[K]>>({ kind: 'asking' });
  const here = useRef(true);
  const ask = useCallback(async () => {
    const reply = await call(name, undefined as CallInput<K>);
    if (!here.current) return;
    setAnswer(reply.ok ? { kind: 'answered', value: reply.value } : { kind: 'failed', error: reply.error });
  }, [name]);
  useEffect(() => {
    here.current = true;
    void ask();
    return () => {
      here.current = false;
    };
  }, [ask]);
  return { answer, ask };
}
