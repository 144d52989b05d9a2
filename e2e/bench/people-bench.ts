import { performance } from 'node:perf_hooks';
import { likeliest } from '../../electron/engine/complete-address.ts';
import type { RemoteEnvelope } from '../../electron/mail/remote-mail.ts';
import { syllables, withBenchStore } from './bench-store.ts';
import type { Figure } from './figures.ts';

const people = 100_000;
const at = 1_790_000_000_000;
const flags = { seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
const nameOf = (index: number): string =>
  [index % 16, (index >> 4) % 16, (index >> 8) % 16, (index >> 12) % 16].map((each) => syllables[each] ?? '').join('');

function letter(uid: number): RemoteEnvelope {
  const name = nameOf(uid * 7919);
  const them = { name: `${name} ${nameOf(uid)}`, address: `${name}.${uid}@example.org` };
  const ada = { name: 'Ada', address: 'ada@contoso.test' };
  // One in ten was written to.
  const [from, to] = uid % 10 === 0 ? [ada, them] : [them, ada];
  return {
    uid,
    flags,
    internalDate: at,
    sentAt: at,
    size: 1,
    subject: '',
    from: [from],
    to: [to],
    cc: [],
    replyTo: [],
    messageIdHeader: null,
    inReplyTo: null,
    parts: [],
  };
}

/** Completes addresses in an account with 100,000 people, for beginnings of one letter and more. */
export function peopleFigure(): Figure {
  return withBenchStore(({ store, inbox }) => {
    for (let uid = 1; uid <= people; uid += 1_000) {
      const letters = Array.from({ length: 1_000 }, (_each, index) => letter(uid + index));
      store.saveWindow(inbox, letters, {
        uidValidity: 1,
        uidNext: people + 1,
        highestModseq: null,
        lowestUid: uid,
        complete: false,
      });
    }
    while (store.countPeople(new Set(['ada@contoso.test']), 1_000));
    const queries = ['k', 'm', 'ka', 'lomi', 'ra to', 'example', 'berg', 'j', 'wendra', 'shi ne'];
    const times = queries.flatMap((query) => {
      const started = performance.now();
      likeliest(store.findPeople(query), Date.now(), 10);
      return [performance.now() - started];
    });
    return {
      name: 'Completion over 100,000 addresses, the slowest of 10',
      value: Math.max(...times),
      unit: 'ms',
      target: 20,
    };
  });
}
