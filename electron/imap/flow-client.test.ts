import { describe, expect, it } from 'vitest';
import { FlowClient } from './flow-client.ts';

const answer = (line: string) => ({ payload: Buffer.from(line), literals: [] });

/** A client that nobody connects, with what imapflow's own reading of FETCH was given. */
function newClient() {
  const client = new FlowClient({ host: 'localhost', port: 993, auth: { user: 'a', pass: 'b' }, logger: false });
  const byImapflow: unknown[] = [];
  const take = async ({ command }: { command: string }) => byImapflow.push(command);
  Reflect.set(client, 'currentRequest', {
    options: { untagged: { FETCH: take } },
  });
  return { client, byImapflow };
}

describe('FlowClient', () => {
  it('is where imapflow reads its answers', () => {
    const { reader } = FlowClient.prototype as unknown as { reader: () => Promise<void> };
    expect(`${reader}`).toContain('this.handleResponse(');
  });

  it('hands plain FETCH answers to the command that asked for them, and the others to imapflow', async () => {
    const { client, byImapflow } = newClient();
    const taken: unknown[] = [];
    client.onFetchAnswer = async (attributes) => void taken.push(attributes);
    expect(await client.handleResponse(answer('* 3 FETCH (UID 7)'))).toBe(true);
    expect(await client.handleResponse(answer('* 4 FETCH (FLAGS (a/b))'))).toBe(true);
    const word = (value: string) => ({ type: 'ATOM', value });
    expect(taken).toEqual([[word('FETCH'), [word('UID'), word('7')]]]);
    expect(byImapflow).toEqual(['4']);
    client.onFetchAnswer = null;
    await client.handleResponse(answer('* 5 FETCH (UID 9)'));
    expect(byImapflow).toEqual(['4', '5']);
  });

  it('lets imapflow tell of an answer that could not be taken', async () => {
    const { client, byImapflow } = newClient();
    client.onFetchAnswer = async () => {
      throw new Error('No such message');
    };
    expect(await client.handleResponse(answer('* 3 FETCH (UID 7)'))).toBe(true);
    expect(byImapflow).toEqual(['3']);
  });
});
