import { ChevronDown, Image, ImageOff } from 'lucide-react';
import { useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, MessageId, RemoteImages } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import type { SanitizedMail } from './sanitize-mail.ts';

interface BlockedBarProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly mail: Pick<SanitizedMail, 'remote' | 'trackers'>;
  readonly remoteImages: RemoteImages;
  /** Whose images can be allowed for good; null when From is not one plain address. */
  readonly sender: string | null;
  /** Images were allowed: the message has to be asked for again. */
  readonly onAllowed: () => void;
}

/** Says what was kept from loading, and lets the user allow the images (H4). */
export function BlockedBar({ accountId, messageId, mail, remoteImages, sender, onAllowed }: BlockedBarProps) {
  const [state, setState] = useState<{
    readonly busy: boolean;
    readonly allowed: boolean;
    readonly error: AppError | null;
  }>({
    busy: false,
    allowed: false,
    error: null,
  });
  const { images: words } = texts().reader;
  const { remote, trackers } = mail;
  if (remote.images + remote.others === 0) return null;
  if (remoteImages === 'allowed') {
    const sentences = [
      ...(state.allowed ? [words.shown] : []),
      ...(trackers > 0 ? [words.trackers(trackers)] : []),
      ...(remote.others > 0 ? [words.othersStay(remote.others)] : []),
    ];
    if (sentences.length === 0) return null;
    return (
      <Banner tone="quiet" shape="strip" icon={state.allowed ? Image : ImageOff}>
        {sentences.join(' ')}
      </Banner>
    );
  }
  const allow = async (scope: 'message' | 'sender'): Promise<void> => {
    setState({ busy: true, allowed: false, error: null });
    const reply = await call('mail.allowImages', { accountId, messageId, scope });
    setState({ busy: false, allowed: reply.ok, error: reply.ok ? null : reply.error });
    if (reply.ok) onAllowed();
  };
  const canShow = remoteImages === 'ask' && remote.images > trackers;
  return (
    <Banner
      tone="quiet"
      shape="strip"
      icon={ImageOff}
      action={
        canShow && (
          // The button's text is aligned with the sentence when it wraps below it.
          <div className="-ms-3.25 flex items-center gap-0.5">
            <Button variant="quiet" busy={state.busy} onClick={() => void allow('message')}>
              {words.show}
            </Button>
            {sender !== null && (
              <Menu
                align="end"
                trigger={<IconButton icon={ChevronDown} label={words.more} />}
                items={[{ label: words.alwaysFrom(sender), icon: Image, onSelect: () => void allow('sender') }]}
              />
            )}
          </div>
        )
      }
    >
      {state.error === null ? words.blocked(remote.images, remote.others) : errorMessage(state.error)}
    </Banner>
  );
}
