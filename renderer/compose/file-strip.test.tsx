import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { DraftFile, DraftFileId } from '../../shared/writing.ts';
import { closeAll, installBridge, settle, show } from '../testing/test-window.tsx';
import { FileStrip } from './file-strip.tsx';
import { learnSizeLimit, sizeWhenSent, useSizeLimits } from './size-limits.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const file = (size: number): DraftFile => ({
  id: `22222222-2222-4222-8222-${String(size).padStart(12, '0')}` as DraftFileId,
  filename: 'film.bin',
  mimeType: 'video/mp4',
  size,
  contentId: null,
});

beforeEach(() => {
  useSizeLimits.setState({ limits: new Map() });
  installBridge({ 'drafts.sizeLimit': success({ server: 'smtp.contoso.test:465', octets: 25_000_000 }) });
});
afterEach(() => closeAll());

it('a message that is too large for its server is said to be before it is sent, with both sizes', async () => {
  await settle(() => void learnSizeLimit(accountId));
  const limit = useSizeLimits.getState().limits.get(accountId);
  expect(limit).toEqual({ server: 'smtp.contoso.test:465', octets: 25_000_000 });
  const excess = { size: sizeWhenSent({ body: '', quote: null }, [file(20_000_000)]), limit: 25_000_000 };
  await show(
    <FileStrip
      files={[file(20_000_000)]}
      excess={{ ...excess, server: limit?.server ?? '' }}
      onRemove={() => undefined}
    />,
  );
  expect(document.body.textContent).toMatch(
    /About 27\.4 MB as it is sent, and smtp\.contoso\.test:465 takes at most 25 MB\. Remove a file/,
  );
});

it('nothing is said of one that fits', async () => {
  await show(<FileStrip files={[file(1)]} excess={null} onRemove={() => undefined} />);
  expect(document.querySelector('[role=status]')?.textContent).toBe('');
});

it.each([0, 56, 57, 58, 1_000_000, 18_000_000])('%d octets in a file are estimated as they are sent', (size) => {
  const base64 = 4 * Math.ceil(size / 3);
  const lines = Math.ceil(base64 / 76);
  const estimate = sizeWhenSent({ body: '<p>Hello</p>', quote: null }, [file(size)]);
  expect(estimate).toBeGreaterThanOrEqual(base64 + 2 * lines);
  expect(estimate).toBeLessThan((base64 + 2 * lines) * 1.02 + 2_000);
});
