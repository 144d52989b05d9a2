// Run as a process of its own, and killed by its test: saves one draft again and again, and says what is durable.
import { writeSync } from 'node:fs';
import type { AccountId } from '../../shared/mail.ts';
import type { DraftId } from '../../shared/writing.ts';
import { emptyContent } from '../compose/starting-content.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { DraftStore } from './draft-store.ts';

const [path = '', draftId = ''] = process.argv.slice(2);
const id = draftId as string as DraftId;
const { database } = openUserDatabase({ path, now: () => Date.now() });
const drafts = new DraftStore(database, () => Date.now());
const accountId = 'a0000000-0000-4000-8000-000000000001' as string as AccountId;
const content = emptyContent({ name: 'Ada', address: 'ada@contoso.test' });
let revision = drafts.has(id)
  ? drafts.get(id).revision
  : drafts.add({
      id,
      accountId,
      start: 'new',
      content: { ...content, body: '1' },
      origin: null,
      thread: { inReplyTo: null, references: [] },
    }).revision;
for (;;) {
  revision = drafts.save(id, revision, accountId, {
    ...content,
    body: `${revision + 1} ${'words '.repeat(revision % 500)}`,
  });
  writeSync(1, `${revision}\n`);
}
