/** Statements that bring a database from version i to i + 1 (`user_version`). Never edit one that was released: append. */
export type Migrations = readonly string[];

/**
 * cache.db. A `box` is a folder's contents under one UIDVALIDITY: when UIDVALIDITY changes the folder gets a new box,
 * and the messages of the old one are deleted in small steps (`leftovers`). Folder paths are JSON strings, because a
 * path decoded from modified UTF-7 may hold lone surrogates, which UTF-8 cannot. MODSEQ is text, because its 63 bits
 * exceed a JavaScript number.
 */
export const cacheMigrations: Migrations = [
  `
  CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    box INTEGER NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    delimiter TEXT,
    role TEXT,
    selectable INTEGER NOT NULL,
    remote_total INTEGER,
    remote_unseen INTEGER,
    stored INTEGER NOT NULL DEFAULT 0,
    stored_unseen INTEGER NOT NULL DEFAULT 0,
    uid_validity INTEGER,
    uid_next INTEGER,
    highest_modseq TEXT,
    lowest_uid INTEGER,
    complete INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE leftovers (box INTEGER PRIMARY KEY) STRICT;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    box INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    sent_at INTEGER,
    size INTEGER NOT NULL,
    has_attachments INTEGER NOT NULL,
    from_name TEXT NOT NULL,
    from_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    snippet TEXT NOT NULL DEFAULT '',
    message_id TEXT,
    detail TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX messages_by_uid ON messages (box, uid);
  -- An index ends with the row id, so this one is a box's messages in order of time.
  CREATE INDEX messages_by_time ON messages (box);

  CREATE TABLE bodies (
    id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    html BLOB,
    text BLOB,
    truncated INTEGER NOT NULL,
    attachments TEXT NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE message_text USING fts5 (
    subject, people, body,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  `,
  // A folder that an operation is to create has a row before the server has the folder, so that its id stays the same.
  `
  ALTER TABLE folders ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
  `,
  // The namespace of each folder (RFC 2342); a JSON string, as paths are. LIST's next answer tells it.
  `
  ALTER TABLE folders ADD COLUMN namespace TEXT NOT NULL DEFAULT 'personal';
  ALTER TABLE folders ADD COLUMN namespace_prefix TEXT NOT NULL DEFAULT '""';
  `,
  // `trouble`: why the server refused the folder when it was last asked, as JSON. `unknown`: bits for what the server did
  // not tell of a message, whose column then holds a stand-in. A stub has the row of a message that the server refused.
  `
  ALTER TABLE folders ADD COLUMN trouble TEXT;
  ALTER TABLE messages ADD COLUMN unknown INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE stubs (
    id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    box INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    error TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    retry_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX stubs_by_uid ON stubs (box, uid);
  `,
  // Facts of the account itself, each by its name.
  `
  CREATE TABLE account_facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  `,
  // Whether the server keeps \Seen in the folder. Where it does not, what was read is known here alone.
  `
  ALTER TABLE folders ADD COLUMN keeps_seen INTEGER NOT NULL DEFAULT 1;
  `,
  // The people of the stored messages, for the completion of addresses. Messages wait in `uncounted` until they are counted.
  `
  CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    written INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    heard INTEGER NOT NULL,
    heard_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE people_words (
    written INTEGER NOT NULL,
    word TEXT NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (written, word, person)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX people_words_by_person ON people_words (person);
  CREATE TABLE uncounted (id INTEGER PRIMARY KEY) STRICT;
  INSERT INTO uncounted SELECT id FROM messages;
  CREATE TRIGGER messages_uncounted AFTER INSERT ON messages BEGIN
    INSERT OR IGNORE INTO uncounted VALUES (new.id);
  END;
  `,
  // For beginnings that very many people's words have.
  `
  CREATE INDEX people_by_count ON people (written);
  CREATE INDEX people_by_time ON people (written_at);
  DROP INDEX people_words_by_person;
  CREATE INDEX people_words_by_person ON people_words (person, word);
  `,
  // Messages with \Deleted, which are few, count as unread no more.
  `
  CREATE INDEX messages_marked_deleted ON messages (box, uid) WHERE flags & 16 <> 0;
  UPDATE folders SET
    stored_unseen = (SELECT count(*) FROM messages WHERE messages.box = folders.box AND flags & 17 = 0),
    remote_unseen = CASE WHEN complete THEN
      (SELECT count(*) FROM messages WHERE messages.box = folders.box AND flags & 17 = 0) ELSE remote_unseen END
  WHERE EXISTS (SELECT 1 FROM messages WHERE messages.box = folders.box AND flags & 16 <> 0);
  `,
  // The search index, with texts in the form of `indexedText`. What is stored already waits in `unindexed`. The other indexes
  // are for searches without words: few messages are unread or starred, and their ids are in order of time.
  `
  DROP TABLE message_text;
  CREATE VIRTUAL TABLE message_words USING fts5 (
    subject, sender, recipients, copies, files, body,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
  );
  CREATE TABLE unindexed (id INTEGER PRIMARY KEY) STRICT;
  INSERT INTO unindexed SELECT id FROM messages;
  CREATE INDEX messages_unread ON messages (id) WHERE flags & 17 = 0;
  CREATE INDEX messages_starred ON messages (id) WHERE flags & 2 <> 0;
  CREATE INDEX bodies_by_id ON bodies (id);
  `,
  // Texts of messages that were removed a moment ago, for the folder that they were moved to.
  `
  CREATE TABLE moved_bodies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,
    size INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    html BLOB,
    text BLOB,
    truncated INTEGER NOT NULL,
    attachments TEXT NOT NULL,
    snippet TEXT NOT NULL,
    has_attachments INTEGER NOT NULL,
    kept_at INTEGER NOT NULL DEFAULT (unixepoch()),
    UNIQUE (message_id, size, received_at, subject)
  ) STRICT;
  `,
  // The store fills `uncounted` itself.
  `
  DROP TRIGGER messages_uncounted;
  `,
  // A message is not its place. `messages` has what a message is, once; `placements` has each folder that it lies in: the ids that the
  // window knows, in order of time. A message's id is that of its first placement, so for most mail both are equal, and the index of
  // the others is small. Foreign keys are off while this runs, so that texts outlive the table that they belong to.
  `
  CREATE TABLE placements (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL,
    box INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    received_at INTEGER
  ) STRICT;

  -- Rows of the version before that are one message: the first of them stands for all.
  CREATE TABLE twins (id INTEGER PRIMARY KEY, message INTEGER NOT NULL) STRICT;
  INSERT INTO twins SELECT id, message FROM (
    SELECT id, min(id) OVER (PARTITION BY id / 1048576, received_at, message_id, size, subject, from_address, detail) AS message
    FROM messages WHERE message_id IS NOT NULL AND unknown = 0
  ) WHERE id <> message;

  INSERT INTO placements SELECT id, coalesce((SELECT message FROM twins WHERE twins.id = messages.id), id),
    box, uid, flags, CASE WHEN unknown & 1 THEN NULL ELSE received_at END FROM messages ORDER BY id;
  CREATE UNIQUE INDEX placements_by_uid ON placements (box, uid);
  -- An index ends with the row id, so this one is a box's placements in order of time.
  CREATE INDEX placements_by_time ON placements (box);
  CREATE INDEX placements_by_message ON placements (message) WHERE message <> id;
  CREATE INDEX placements_marked_deleted ON placements (box, uid) WHERE flags & 16 <> 0;
  CREATE INDEX placements_unread ON placements (id) WHERE flags & 17 = 0;
  CREATE INDEX placements_starred ON placements (id) WHERE flags & 2 <> 0;

  UPDATE messages SET snippet = twin.snippet, has_attachments = twin.has_attachments FROM (
    SELECT twins.message, former.snippet, former.has_attachments FROM twins
    JOIN messages former ON former.id = twins.id JOIN bodies ON bodies.id = twins.id
  ) AS twin WHERE messages.id = twin.message AND NOT EXISTS (SELECT 1 FROM bodies WHERE bodies.id = messages.id);
  INSERT OR IGNORE INTO unindexed SELECT message FROM twins JOIN bodies ON bodies.id = twins.id
    WHERE NOT EXISTS (SELECT 1 FROM bodies WHERE bodies.id = twins.message);
  UPDATE OR IGNORE bodies SET id = (SELECT message FROM twins WHERE twins.id = bodies.id)
    WHERE id IN (SELECT id FROM twins);
  DELETE FROM bodies WHERE id IN (SELECT id FROM twins);
  DELETE FROM unindexed WHERE id IN (SELECT id FROM twins);
  DELETE FROM message_words WHERE rowid IN (SELECT id FROM twins);

  CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    sent_at INTEGER,
    size INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    has_attachments INTEGER NOT NULL,
    from_name TEXT NOT NULL,
    from_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    snippet TEXT NOT NULL DEFAULT '',
    message_id TEXT,
    object_id TEXT,
    detail TEXT NOT NULL
  ) STRICT;
  INSERT INTO contents SELECT id, sent_at, size, unknown, has_attachments, from_name, from_address, to_name, to_address,
    subject, snippet, message_id, NULL, detail FROM messages WHERE id NOT IN (SELECT id FROM twins) ORDER BY id;
  DROP TABLE twins;
  DROP TABLE messages;
  ALTER TABLE contents RENAME TO messages;
  -- EMAILID (RFC 8474) or X-GM-MSGID, where the server has one of them.
  CREATE INDEX messages_by_object ON messages (object_id) WHERE object_id IS NOT NULL;

  CREATE TABLE placed_stubs (
    id INTEGER PRIMARY KEY REFERENCES placements (id) ON DELETE CASCADE,
    box INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    error TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    retry_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO placed_stubs SELECT * FROM stubs;
  DROP TABLE stubs;
  ALTER TABLE placed_stubs RENAME TO stubs;
  CREATE UNIQUE INDEX stubs_by_uid ON stubs (box, uid);

  -- Messages whose last place is gone, for the folder that they were moved to.
  DROP TABLE moved_bodies;
  CREATE TABLE unplaced (
    turn INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
    kept_at INTEGER NOT NULL DEFAULT (unixepoch())
  ) STRICT;
  `,
  // Threads. `thread` is null where a message's own id names its thread, as most messages' does, and in another thread's name else.
  // `thread_keys` has the Message-IDs of which a thread is known; `merged_threads` the other names of threads that became one.
  // Messages wait in `unthreaded` until their thread was looked for, in `lacking_references` until their References came.
  `
  ALTER TABLE messages ADD COLUMN thread INTEGER;
  CREATE INDEX messages_by_thread ON messages (thread) WHERE thread IS NOT NULL;
  CREATE TABLE thread_keys (key INTEGER PRIMARY KEY, thread INTEGER NOT NULL, stored INTEGER NOT NULL) STRICT;
  CREATE TABLE merged_threads (former INTEGER PRIMARY KEY, thread INTEGER NOT NULL) STRICT;
  CREATE INDEX merged_threads_by_thread ON merged_threads (thread);
  CREATE TABLE unthreaded (id INTEGER PRIMARY KEY, server_thread TEXT) STRICT;
  CREATE TABLE lacking_references (id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE) STRICT;
  INSERT INTO unthreaded SELECT id, NULL FROM messages;
  `,
  // Beginnings of words of three letters have an index of their own: without it all words that begin so are gone through before the first
  // result. The other indexes are for searches without words.
  `
  DROP TABLE message_words;
  CREATE VIRTUAL TABLE message_words USING fts5 (
    subject, sender, recipients, copies, files, body,
    content = '', contentless_delete = 1, prefix = '3', tokenize = 'unicode61 remove_diacritics 0'
  );
  INSERT OR IGNORE INTO unindexed SELECT id FROM messages;
  CREATE INDEX messages_with_files ON messages (id) WHERE has_attachments <> 0;
  CREATE INDEX messages_large ON messages (id) WHERE size >= 1000000;
  `,
  // What the server told last of each folder, when that agreed with what is stored, and by how many messages its count differed after all
  // were compared. `verified_at`: when all of it was compared last.
  `
  ALTER TABLE folders ADD COLUMN told_total INTEGER;
  ALTER TABLE folders ADD COLUMN told_uid_next INTEGER;
  ALTER TABLE folders ADD COLUMN told_modseq TEXT;
  ALTER TABLE folders ADD COLUMN proved_at INTEGER;
  ALTER TABLE folders ADD COLUMN gap INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE folders ADD COLUMN verified_at INTEGER;
  `,
  // Which messages stand for their conversations in a folder's list: see thread-rows.ts.
  `
  CREATE TABLE threaded (id INTEGER PRIMARY KEY, box INTEGER NOT NULL, thread INTEGER NOT NULL, behind INTEGER NOT NULL) STRICT;
  INSERT INTO threaded
    SELECT p.id, p.box, coalesce(g.thread, m.thread, m.id), 1 FROM messages m
    LEFT JOIN merged_threads g ON g.former = coalesce(m.thread, m.id)
    CROSS JOIN placements p ON p.id = m.id OR (p.message = m.id AND p.message <> p.id)
    WHERE p.message = m.id AND (m.thread IS NOT NULL
      OR m.id IN (SELECT thread FROM messages WHERE thread IS NOT NULL)
      OR m.id IN (SELECT former FROM merged_threads UNION ALL SELECT thread FROM merged_threads));
  UPDATE threaded SET behind = 0 WHERE id IN (SELECT max(id) FROM threaded GROUP BY thread, box);
  -- An index ends with the row id, so this one is a conversation's messages in one folder in order of time.
  CREATE INDEX threaded_by_thread ON threaded (thread, box, behind);
  ALTER TABLE folders ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;
  UPDATE folders SET behind = (SELECT count(*) FROM threaded WHERE threaded.box = folders.box AND threaded.behind = 1);
  `,
  // Mailing lists (List-Id). `list` is empty while it is not known to which one a message was sent, and 0 where it was sent to none.
  `
  CREATE TABLE lists (id INTEGER PRIMARY KEY, list_id TEXT NOT NULL UNIQUE, folded TEXT NOT NULL) STRICT;
  ALTER TABLE messages ADD COLUMN list INTEGER;
  CREATE INDEX messages_listed ON messages (id, list) WHERE list > 0;
  `,
  // How large each text is and when it was used last, in seconds since the epoch: when its message came or was read. Beside `bodies`, since
  // a row there is as long as its text. `text_totals` has the sums.
  `
  CREATE TABLE text_uses (
    id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    octets INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO text_uses SELECT id, coalesce(length(html), 0) + coalesce(length(text), 0), id >> 20 FROM bodies;
  -- An index ends with the row id, so this one tells the texts that were used longest ago.
  CREATE INDEX text_uses_by_time ON text_uses (used_at);
  CREATE TABLE text_totals (texts INTEGER NOT NULL, octets INTEGER NOT NULL) STRICT;
  INSERT INTO text_totals SELECT count(*), coalesce(sum(octets), 0) FROM text_uses;
  CREATE TRIGGER text_uses_added AFTER INSERT ON text_uses BEGIN
    UPDATE text_totals SET texts = texts + 1, octets = octets + new.octets;
  END;
  CREATE TRIGGER text_uses_changed AFTER UPDATE OF octets ON text_uses BEGIN
    UPDATE text_totals SET octets = octets + new.octets - old.octets;
  END;
  CREATE TRIGGER text_uses_removed AFTER DELETE ON text_uses BEGIN
    UPDATE text_totals SET texts = texts - 1, octets = octets - old.octets;
  END;
  `,
  // A folder's unread and flagged messages are compared with what its server finds, without looking at those of other folders.
  `
  CREATE INDEX placements_unread_of ON placements (box, uid) WHERE flags & 17 = 0;
  CREATE INDEX placements_starred_of ON placements (box, uid) WHERE flags & 2 <> 0;
  `,
  // The distinct words of the search index and their trigrams, for parts of words: see word-table.ts. `indexed_words` reads FTS5's own list.
  `
  CREATE TABLE new_words (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;
  CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
  CREATE VIRTUAL TABLE word_trigrams USING fts5 (
    word, content = 'words', content_rowid = 'id', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
  );
  CREATE VIRTUAL TABLE indexed_words USING fts5vocab (message_words, row);
  CREATE TABLE word_state (words INTEGER NOT NULL, gone INTEGER NOT NULL, compared TEXT) STRICT;
  INSERT INTO word_state SELECT 0, 0, CASE WHEN EXISTS (SELECT 1 FROM messages) THEN '' END;
  `,
  // What attachments say: `words` in the form of `indexedText`, empty where one could not be read. An FTS5 table takes no further column, so
  // the index is made anew.
  `
  CREATE TABLE file_texts (
    message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    words BLOB
  ) STRICT;
  CREATE UNIQUE INDEX file_texts_by_part ON file_texts (message, part);
  CREATE INDEX file_texts_read ON file_texts (message) WHERE words IS NOT NULL;
  DROP TABLE indexed_words;
  DROP TABLE message_words;
  CREATE VIRTUAL TABLE message_words USING fts5 (
    subject, sender, recipients, copies, files, body, attached,
    content = '', contentless_delete = 1, prefix = '3', tokenize = 'unicode61 remove_diacritics 0'
  );
  CREATE VIRTUAL TABLE indexed_words USING fts5vocab (message_words, row);
  INSERT OR IGNORE INTO unindexed SELECT id FROM messages;
  `,
  // The labels of messages that were opened, where folders are labels (labels.ts): folders by path, also those of which nothing is stored.
  `
  CREATE TABLE message_labels (id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE, paths TEXT NOT NULL) STRICT;
  `,
  // Whether the table of words has all words of the index, which is not known where an older Heron filled that.
  `
  ALTER TABLE word_state ADD COLUMN complete INTEGER NOT NULL DEFAULT 0;
  UPDATE word_state SET complete = NOT EXISTS (SELECT 1 FROM message_words_docsize);
  `,
  // Tags: see tag-table.ts. The index is for searches by tag, and for tags that no message has any more.
  `
  CREATE TABLE tags (bit INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;
  ALTER TABLE placements ADD COLUMN tags INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX placements_tagged ON placements (id, tags) WHERE tags <> 0;
  `,
  // The only tags that the server keeps in the folder, as JSON; null where it keeps any, as far as is known.
  `
  ALTER TABLE folders ADD COLUMN kept_tags TEXT;
  `,
];

/** user.db. AUTOINCREMENT: the id of a finished operation is never given to another one. */
export const userMigrations: Migrations = [
  `
  CREATE TABLE operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    folder_path TEXT NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    message_id TEXT,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT
  ) STRICT;
  CREATE INDEX operations_by_account ON operations (account_id);
  CREATE INDEX operations_by_message ON operations (account_id, folder_path, uid_validity, uid);
  `,
  // In rows of the version before, every move was one to the trash.
  `
  ALTER TABLE operations ADD COLUMN held_until INTEGER;
  ALTER TABLE operations ADD COLUMN undo_id TEXT;
  CREATE INDEX operations_by_undo ON operations (undo_id) WHERE undo_id IS NOT NULL;
  UPDATE operations SET action = json_set(action, '$.role', 'trash') WHERE kind = 'move';
  `,
  // In rows of the version before, an error has a sentence in place of params. The reason `former` shows that sentence.
  `
  UPDATE operations SET error = json_object(
    'code', CASE WHEN error ->> 'code' IN ('server_refused', 'trash_missing') THEN error ->> 'code' ELSE 'operation_parked' END,
    'params', json_object('reason', 'former', 'text', coalesce(error ->> 'message', '')),
    'retryable', json(CASE WHEN error ->> 'retryable' THEN 'true' ELSE 'false' END)
  ) WHERE error IS NOT NULL;
  `,
  // Drafts, and messages on their way. `content` is JSON without the quoted original, which seldom changes and is kept once (draft_quotes).
  `
  CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    start TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    origin TEXT,
    thread TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    sending TEXT
  ) STRICT;
  CREATE TABLE draft_revisions (
    draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (draft_id, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE draft_quotes (
    draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (draft_id, digest)
  ) STRICT;
  CREATE TABLE draft_files (
    id TEXT PRIMARY KEY,
    draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    filename TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content_id TEXT
  ) STRICT;
  CREATE INDEX draft_files_by_draft ON draft_files (draft_id);
  -- What is left to do on the server once a message was sent: its copy in Sent, and the flag of the message that it answers.
  CREATE TABLE sent_copies (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE TABLE size_limits (
    server TEXT PRIMARY KEY,
    octets INTEGER NOT NULL
  ) STRICT;
  `,
  // The drafts whose composer is shown, so that it comes back after a crash.
  `
  CREATE TABLE open_drafts (draft_id TEXT PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE) STRICT;
  `,
  // A composer is shown in the main window's pane, or in a window of its own.
  `
  ALTER TABLE open_drafts ADD COLUMN place TEXT NOT NULL DEFAULT 'pane';
  `,
  // The messages in the server's Drafts that hold a draft, as JSON. They stay known when the draft is gone, until they are removed.
  `
  CREATE TABLE draft_copies (draft_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, state TEXT NOT NULL) STRICT;
  `,
  // What the user answered to invitations.
  `
  CREATE TABLE invitation_answers (
    account_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    recurrence_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    answer TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    PRIMARY KEY (account_id, uid, recurrence_id)
  ) STRICT;
  `,
];
