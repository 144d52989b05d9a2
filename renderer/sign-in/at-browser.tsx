import { Check, Copy, ExternalLink } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { SignInId, SignInState } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Phrase } from '../components/phrase.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { Countdown } from './countdown.tsx';
import { PageSaysNo } from './page-says-no.tsx';
import { Shown } from './shown.tsx';
import { signInAnew } from './sign-in.ts';

interface AtBrowserProps {
  readonly signInId: SignInId;
  readonly state: Extract<SignInState, { kind: 'at_browser' }>;
  /** The mailbox to sign in for. */
  readonly address: string;
}

/** The provider's page is in the person's browser: what to do there, and the ways on when it is not. */
export function AtBrowser({ signInId, state, address }: AtBrowserProps) {
  const [copied, setCopied] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const words = texts().setup.browser;
  const failed = state.browser === 'failed';

  useLayoutEffect(() => first.current?.focus(), []);

  const copyPage = async () => {
    const reply = await call('signIn.copyPage', { signInId });
    setCopied(reply.ok);
  };
  const copy = (
    <Button variant={failed ? 'primary' : 'plain'} icon={copied ? Check : Copy} onClick={() => void copyPage()}>
      {words.copyPage}
    </Button>
  );
  const open = (
    <Button ref={first} icon={ExternalLink} onClick={() => void call('signIn.openPage', { signInId })}>
      {words.openAgain}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        <Phrase
          text={words.lead}
          parts={{
            host: <Shown text={state.host} />,
            address: <Shown text={address} />,
          }}
        />
      </p>
      <div className="flex flex-col gap-4 rounded-lg border border-line bg-sunken px-4 pt-4 pb-4">
        <div className="flex items-start gap-3">
          <p role="status" className="min-h-10 flex-1">
            {copied ? words.copied : words[state.browser]}
          </p>
          <Countdown expiresAt={state.expiresAt} />
        </div>
        {!failed && <ProgressBar label={words.title} value={0} max={0} />}
        <div className="flex flex-wrap gap-2">
          {failed ? copy : open}
          {failed ? open : copy}
        </div>
      </div>
      <PageSaysNo
        signInId={signInId}
        beside={
          state.hasCode ? (
            <Button variant="quiet" onClick={() => void signInAnew({ way: 'code' })}>
              {words.useCode}
            </Button>
          ) : (
            <span />
          )
        }
      />
    </div>
  );
}
