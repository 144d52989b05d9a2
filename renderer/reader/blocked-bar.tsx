import { ChevronDown, Image, ImageOff, type LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import { type AccountId, loadsImages, type MessageId, type RemoteImages } from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
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
  /** Images were allowed or hidden: the message has to be asked for again. */
  readonly onChanged: () => void;
}

interface BarState {
  readonly busy: boolean;
  /** The user allowed images here, which is answered with a word. */
  readonly allowed: boolean;
  readonly error: AppError | null;
}

/** Says what was kept from loading, lets the user allow the images (H4), and hide them again. */
export function BlockedBar({ accountId, messageId, mail, remoteImages, sender, onChanged }: BlockedBarProps) {
  const [state, setState] = useState<BarState>({ busy: false, allowed: false, error: null });
  const { images: words } = texts().reader;
  const { remote, trackers } = mail;
  if (remote.images + remote.others === 0) return null;
  const change = async (asked: Promise<Reply<null>>, allowed: boolean): Promise<void> => {
    setState({ ...state, busy: true, error: null });
    const reply = await asked;
    setState({ busy: false, allowed: reply.ok ? allowed : state.allowed, error: reply.ok ? null : reply.error });
    if (reply.ok) onChanged();
  };
  const allow = (scope: 'message' | 'sender'): void =>
    void change(call('mail.allowImages', { accountId, messageId, scope }), true);
  const hide = (): void => void change(call('mail.blockImages', { accountId, messageId }), false);
  const hasImages = remote.images > trackers;
  if (loadsImages(remoteImages)) {
    // Of a sender who is always allowed it goes without saying.
    const isSaid = hasImages && (remoteImages === 'allowed' || state.allowed);
    const sentences = [
      ...(isSaid ? [words.shown] : []),
      ...(trackers > 0 ? [words.trackers(trackers)] : []),
      ...(remote.others > 0 ? [words.othersStay(remote.others)] : []),
    ];
    if (sentences.length === 0) return null;
    return (
      <Bar
        icon={isSaid ? Image : ImageOff}
        actions={
          hasImages && (
            <>
              <Button variant="quiet" busy={state.busy} onClick={hide}>
                {words.hide}
              </Button>
              {sender !== null && remoteImages === 'allowed' && (
                <Button variant="quiet" busy={state.busy} onClick={() => allow('sender')}>
                  {words.always}
                </Button>
              )}
            </>
          )
        }
      >
        {state.error === null ? sentences.join(' ') : errorMessage(state.error)}
      </Bar>
    );
  }
  return (
    <Bar
      icon={ImageOff}
      actions={
        remoteImages === 'ask' &&
        hasImages && (
          <>
            <Button variant="quiet" busy={state.busy} onClick={() => allow('message')}>
              {words.show}
            </Button>
            {sender !== null && (
              <Menu
                align="end"
                trigger={<IconButton icon={ChevronDown} label={words.more} />}
                items={[{ label: words.alwaysFrom(sender), icon: Image, onSelect: () => allow('sender') }]}
              />
            )}
          </>
        )
      }
    >
      {state.error === null ? words.blocked(remote.images, remote.others) : errorMessage(state.error)}
    </Bar>
  );
}

interface BarProps {
  readonly icon: LucideIcon;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

function Bar({ icon, actions, children }: BarProps) {
  return (
    <Banner
      tone="quiet"
      shape="strip"
      icon={icon}
      // The button's text is aligned with the sentence when it wraps below it.
      action={actions && <div className="-ms-3.25 flex flex-wrap items-center gap-0.5">{actions}</div>}
    >
      {children}
    </Banner>
  );
}
