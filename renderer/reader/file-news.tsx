import { Check, LoaderCircle } from 'lucide-react';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { Banner } from '../components/banner.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { dismissFileNews, useFileNews } from './message-files.ts';

interface FileNewsProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** Says that the message is being printed or saved, and what became of it. */
export function FileNews(place: FileNewsProps) {
  const news = useFileNews(place);
  if (news === null) return null;
  if (news.kind === 'failed') return <ErrorNotice shape="strip" error={news.error} onDismiss={dismissFileNews} />;
  return (
    <Banner
      tone="quiet"
      shape="strip"
      icon={news.kind === 'busy' ? LoaderCircle : Check}
      {...(news.kind === 'done' ? { onDismiss: dismissFileNews } : {})}
    >
      <bdi>{news.text}</bdi>
    </Banner>
  );
}
