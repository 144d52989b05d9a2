import { ShieldAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SignInId, SignInState } from '../../../shared/mail.ts';
import { call } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { newCode } from '../../stores/sign-in.ts';
import { timeLeft, useSecond } from '../../stores/ui-clock.ts';
import { codeGroups } from './code-groups.ts';

interface DeviceCodeProps {
  readonly signInId: SignInId;
  readonly state: Extract<SignInState, { kind: 'waiting' }>;
}

/** The code, what to do with it, and how long it lasts. */
export function DeviceCode({ signInId, state }: DeviceCodeProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => button.current?.focus(), []);

  const copyAndOpen = async () => {
    const reply = await call('signIn.copyAndOpen', { signInId });
    setOpened(reply.ok);
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        Enter this code on{' '}
        <span data-selectable className="text-text [overflow-wrap:anywhere]">
          {pageName(state.verificationUri)}
        </span>{' '}
        and sign in there.
      </p>
      <div className="flex flex-col items-center gap-4 rounded-lg border border-line bg-sunken px-4 pt-5 pb-4">
        <Code code={state.userCode} />
        <div className="flex items-center gap-3">
          <Button ref={button} variant="primary" onClick={() => void copyAndOpen()}>
            Copy code and open page
          </Button>
          <Countdown expiresAt={state.expiresAt} />
        </div>
      </div>
      <div className="flex items-start gap-3">
        <p role="status" className="min-h-5 flex-1 py-1 text-muted">
          {state.networkTrouble
            ? 'Cannot reach the sign-in server; trying again.'
            : opened
              ? 'The code is copied. Heron goes on by itself when you have signed in.'
              : 'Waiting for you to sign in.'}
        </p>
        <Button variant="quiet" className="-me-[13px]" onClick={() => void newCode()}>
          New code
        </Button>
      </div>
      <p className="flex gap-2 text-small text-muted">
        <Icon icon={ShieldAlert} className="shrink-0 text-turn" />
        <span>
          Never enter a code that somebody sent you: whoever made the code would get into your mailbox. This one was
          made by Heron for you.
        </span>
      </p>
    </div>
  );
}

/** Grouped for the eye by space alone, so that what is copied is the code itself. */
function Code({ code }: { readonly code: string }) {
  return (
    <output
      aria-label="Sign-in code"
      data-selectable
      className="flex flex-wrap justify-center gap-x-4 font-mono text-code font-semibold select-all"
    >
      {codeGroups(code).map((group) => (
        <span key={group.start}>{group.text}</span>
      ))}
    </output>
  );
}

function Countdown({ expiresAt }: { readonly expiresAt: number }) {
  const now = useSecond();
  return (
    <span role="timer" aria-label="Time left" className="min-w-10 text-muted">
      {timeLeft(expiresAt, now)} left
    </span>
  );
}

/** The page without "https://", as people read addresses. */
function pageName(uri: string): string {
  return uri.replace(/^https:\/\//, '').replace(/\/$/, '');
}
