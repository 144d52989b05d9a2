import { useState } from 'react';
import type { AccountView, SendingWay } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { RadioCards } from '../components/radio-cards.tsx';
import { canSendByGraph, chooseSending, sendingWay } from '../stores/sending-way.ts';
import { Section } from './section.tsx';

/** How an account's messages are sent; only where there is more than one way. */
export function SendingSection({ view }: { readonly view: AccountView }) {
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().settings.sending;
  const { host, port } = view.account.smtp;
  if (!canSendByGraph(view)) return null;
  const choose = async (sending: SendingWay) => {
    setError(null);
    setError(await chooseSending(view, sending));
  };
  return (
    <Section title={words.title}>
      <RadioCards
        label={words.title}
        value={sendingWay(view)}
        options={[
          { value: 'smtp', label: words.smtp, detail: words.smtpDetail(`${host}:${port}`) },
          { value: 'graph', label: words.graph, detail: words.graphDetail },
        ]}
        onChange={(sending) => void choose(sending)}
      />
      {error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={() => setError(null)} />}
    </Section>
  );
}
