import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import type { FoundAccount, MovingSource } from '../../shared/moving.ts';
import { failure, success } from '../../shared/reply.ts';
import { installBridge } from '../testing/test-window.tsx';
import { accountTicked, initialMoveIn, sourcesFound, takeTicked, tickKey, useMoveIn } from './move-in.ts';

const server = { host: 'imap.example.org', port: 993, security: 'tls' } as const;
const account = (key: string, isThere = false): FoundAccount => ({
  key,
  address: key,
  displayName: '',
  imap: server,
  smtp: server,
  method: 'password',
  brings: null,
  isThere,
  notes: [],
});
const source = (sourceId: string, path: string, ...accounts: FoundAccount[]): MovingSource => ({
  sourceId,
  kind: 'thunderbird',
  name: '',
  path,
  accounts,
  leftOut: [],
  error: null,
});

describe('sourcesFound', () => {
  it('ticks each address once, and none that is in Heron', () => {
    const state = sourcesFound(initialMoveIn, [
      source('one', '/one', account('ada@x'), account('eve@x', true)),
      source('two', '/two', account('ada@x'), account('bob@x')),
    ]);
    expect([...state.ticked]).toEqual([tickKey('one', 'ada@x'), tickKey('two', 'bob@x')]);
  });

  it('keeps what the user unticked when a file is chosen, and shows a place once', () => {
    const first = sourcesFound(initialMoveIn, [source('one', '/one', account('ada@x')), source('two', '/two')]);
    const unticked = accountTicked(first, tickKey('one', 'ada@x'), false);
    const state = sourcesFound(unticked, [source('again', '/two', account('bob@x'))]);
    expect(state.sources?.map(({ sourceId }) => sourceId)).toEqual(['one', 'again']);
    expect([...state.ticked]).toEqual([tickKey('again', 'bob@x')]);
  });
});

describe('takeTicked', () => {
  it('says of each account of a source that failed why it did not come in', async () => {
    const error = { code: 'internal', params: { reason: 'unforeseen' }, retryable: false } as const;
    const came = { key: 'bob@x', address: 'bob@x', accountId: 'bob' as AccountId, needs: null, error: null };
    installBridge({
      'moving.take': ({ sourceId }) => (sourceId === 'one' ? failure(error) : success([came])),
    });
    const sources = [source('one', '/one', account('ada@x')), source('two', '/two', account('bob@x'))];
    useMoveIn.setState(sourcesFound(initialMoveIn, sources), true);
    await takeTicked();
    expect(useMoveIn.getState().moved).toEqual([
      came,
      { key: 'ada@x', address: 'ada@x', accountId: null, needs: null, error },
    ]);
  });
});
