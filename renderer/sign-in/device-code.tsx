import { ShieldAlert } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { SignInId, SignInState } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Phrase } from '../components/phrase.tsx';
import { codeGroups } from './code-groups.ts';
import { Countdown } from './countdown.tsx';
import { PageSaysNo } from './page-says-no.tsx';
import { Shown } from './shown.tsx';
import { newCode, signInAnew } from './sign-in.ts';

interface DeviceCodeProps {
  readonly signInId: SignInId;
  readonly state: Extract<SignInState, { kind: 'waiting' }>;
}

/** The code, what to do with it, and how long it lasts. */
export function DeviceCode({ signInId, state }: DeviceCodeProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => button.current?.focus(), []);

  const words = texts().setup.code;
  const copyAndOpen = async () => {
    const reply = await call('signIn.copyAndOpen', { signInId });
    setOpened(reply.ok);
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        <Phrase
          text={words.lead}
          parts={{
            page: <Shown text={pageName(state.verificationUri)} />,
          }}
        />
      </p>
      <div className="flex flex-col items-center gap-4 rounded-lg border border-line bg-sunken px-4 pt-5 pb-4">
        <Code code={state.userCode} />
        <div className="flex flex-wrap items-center justify-center gap-3">
          <Button ref={button} variant="primary" onClick={() => void copyAndOpen()}>
            {words.copyAndOpen}
          </Button>
          <Countdown expiresAt={state.expiresAt} />
        </div>
      </div>
      <div className="flex items-start gap-3">
        <p role="status" className="min-h-5 flex-1 py-1 text-muted">
          {state.networkTrouble ? words.trouble : opened ? words.copied : words.waiting}
        </p>
        <Button variant="quiet" className="-me-3.25" onClick={() => void newCode()}>
          {texts().setup.signIn.newCode}
        </Button>
      </div>
      <PageSaysNo
        signInId={signInId}
        beside={
          <Button variant="quiet" onClick={() => void signInAnew({ way: 'browser' })}>
            {texts().setup.browser.instead}
          </Button>
        }
      />
      <p className="flex gap-2 text-small text-muted">
        <Icon icon={ShieldAlert} className="shrink-0 text-turn" />
        <span>{words.warning}</span>
      </p>
    </div>
  );
}

/** Grouped visually by space only, so that the copied text is the code itself. */
function Code({ code }: { readonly code: string }) {
  return (
    <output
      aria-label={texts().setup.code.label}
      dir="ltr"
      data-selectable
      className="flex flex-wrap justify-center gap-x-4 font-mono text-code font-semibold select-all"
    >
      {codeGroups(code).map((group) => (
        <span key={group.start}>{group.text}</span>
      ))}
    </output>
  );
}

/** The page without "https://", as people read addresses. */
function pageName(uri: string): string {
  return uri.replace(/^https:\/\//, '').replace(/\/$/, '');
}
