import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of dictionaries for spelling, as Chromium's own; counts who asks. */
export interface DictionaryServer {
  /** What Heron gets as HERON_TEST_DICTIONARIES. */
  readonly url: string;
  /** The files that were asked for, for example "/en-us-10-1.bdic". */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** Starts it on 127.0.0.1. @param words at most 15, each with another first letter: that is all that every dictionary knows */
export async function startDictionaryServer(words: readonly string[]): Promise<DictionaryServer> {
  const requests: string[] = [];
  const file = dictionary(words);
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end(file);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    stop: () => new Promise((closed) => server.close(() => closed())),
  };
}

const headerSize = 32;
const affixHeaderSize = 16;

/**
 * A dictionary as Chromium reads it (BDICT 2.0, chromium's third_party/hunspell/google/bdict.h): a header with the MD5 of the rest, the
 * affix section, here without any affix, and the words as a trie, here a list of first letters with the rest of one word each.
 */
function dictionary(words: readonly string[]): Buffer {
  // No groups, no rules, no replacements; TRY has the letters that suggestions are made of.
  const sections = ['\0', '\0', '\0', 'TRY esianrtolcdugmphbyfvkwz\0\0'].map((section) => Buffer.from(section));
  const affixHeader = Buffer.alloc(affixHeaderSize);
  let offset = headerSize + affixHeaderSize;
  for (const [index, section] of sections.entries()) {
    affixHeader.writeUInt32LE(offset, index * 4);
    offset += section.length;
  }
  const wordsOffset = offset;

  // 0xF0: a list whose offsets have 16 bits; below it the count. 0x40: a leaf with more letters, which end with NUL.
  const list = Buffer.alloc(1 + 3 * words.length);
  list.writeUInt8(0xf0 | words.length, 0);
  const leaves: Buffer[] = [];
  let leafOffset = 0;
  for (const [index, word] of words.entries()) {
    const letters = Buffer.from(word, 'latin1');
    const leaf = Buffer.concat([Buffer.from([0x40, 0]), letters.subarray(1), Buffer.from([0])]);
    list.set(letters.subarray(0, 1), 1 + index * 3);
    list.writeUInt16LE(leafOffset, 2 + index * 3);
    leaves.push(leaf);
    leafOffset += leaf.length;
  }

  const content = Buffer.concat([affixHeader, ...sections, list, ...leaves]);
  const header = Buffer.alloc(headerSize);
  header.write('BDic', 0, 'latin1');
  header.writeUInt16LE(2, 4);
  header.writeUInt32LE(headerSize, 8);
  header.writeUInt32LE(wordsOffset, 12);
  createHash('md5').update(content).digest().copy(header, 16);
  return Buffer.concat([header, content]);
}
