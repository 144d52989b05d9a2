import { ImageOff } from 'lucide-react';
import { Banner } from '../../components/banner.tsx';
import type { RemoteCount } from './remote-references.ts';

/** Says what was kept from loading, and why that is good. */
export function BlockedBar({ remote }: { readonly remote: RemoteCount }) {
  if (remote.images + remote.others === 0) return null;
  return (
    <Banner tone="quiet" shape="strip" icon={ImageOff}>
      {blockedInWords(remote)} {remote.images + remote.others === 1 ? 'It' : 'They'} could tell the sender that you read
      this.
    </Banner>
  );
}

/** "12 remote images and 1 other remote item blocked." */
export function blockedInWords({ images, others }: RemoteCount): string {
  const imageWords = images === 0 ? [] : [`${images} remote ${images === 1 ? 'image' : 'images'}`];
  const otherWords =
    others === 0 ? [] : [`${others} ${images > 0 ? 'other ' : ''}remote ${others === 1 ? 'item' : 'items'}`];
  return `${[...imageWords, ...otherWords].join(' and ')} blocked.`;
}
