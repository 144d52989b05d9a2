import { describe, expect, it } from 'vitest';
import type { AccountProof, FolderProof } from '../../shared/mail.ts';
import { accountProof, folderProof, type ProofFacts } from './folder-proof.ts';

const proved: ProofFacts = {
  syncState: 'complete',
  isRefused: false,
  unfetched: 0,
  stored: { messages: 10, uidNext: 11, highestModseq: 5n },
  told: { messages: 10, uidNext: 11, highestModseq: 5n },
  gap: 0,
  provedAt: 7,
};
const silent = { uidNext: null, highestModseq: null };

describe('the proof of a folder', () => {
  it.each<[string, Partial<ProofFacts>, FolderProof]>([
    ['everything agrees', {}, { kind: 'reconciled', at: 7 }],
    ['everything that the server tells agrees', { told: { messages: 10, ...silent } }, { kind: 'reconciled', at: 7 }],
    ['it agrees, and no pass has ended yet', { provedAt: null }, { kind: 'unknown' }],
    ['it was never opened', { syncState: 'never', stored: { messages: 0, ...silent } }, { kind: 'unknown' }],
    ['the server was not asked yet', { told: { messages: null, ...silent } }, { kind: 'unknown' }],
    ['the server refuses it', { isRefused: true }, { kind: 'behind', why: 'refused' }],
    [
      'the server refuses it, and it was never opened',
      { isRefused: true, syncState: 'never' },
      { kind: 'behind', why: 'refused' },
    ],
    [
      'older messages are to come',
      { syncState: 'partial', stored: { ...proved.stored, messages: 4 } },
      { kind: 'behind', why: 'filling', missing: 6 },
    ],
    [
      'new mail is to come',
      { told: { messages: 12, uidNext: 13, highestModseq: 5n } },
      { kind: 'behind', why: 'changed', missing: 2 },
    ],
    ['messages are to go', { told: { ...proved.told, messages: 9 } }, { kind: 'behind', why: 'changed', missing: -1 }],
    [
      'one came and one went',
      { told: { ...proved.told, uidNext: 12 } },
      { kind: 'behind', why: 'changed', missing: 0 },
    ],
    ['flags changed', { told: { ...proved.told, highestModseq: 6n } }, { kind: 'behind', why: 'changed', missing: 0 }],
    [
      'a MODSEQ was never stored',
      { stored: { ...proved.stored, highestModseq: null } },
      { kind: 'behind', why: 'changed', missing: 0 },
    ],
    ['some are refused', { unfetched: 3 }, { kind: 'behind', why: 'unfetched', messages: 3 }],
    [
      'all was compared, and the count differs',
      { gap: 2, told: { ...proved.told, messages: 12 } },
      { kind: 'behind', why: 'disagrees', told: 12, stored: 10 },
    ],
    [
      'the count differs otherwise than when all was compared',
      { gap: 2, told: { ...proved.told, messages: 13 } },
      { kind: 'behind', why: 'changed', missing: 3 },
    ],
  ])('%s', (_name, facts, proof) => {
    expect(folderProof({ ...proved, ...facts })).toEqual(proof);
  });

  it.each<[string, FolderProof[], AccountProof]>([
    ['no folder', [], { kind: 'unknown' }],
    [
      'the one that was proved the longest ago counts',
      [
        { kind: 'reconciled', at: 9 },
        { kind: 'reconciled', at: 4 },
      ],
      { kind: 'reconciled', at: 4 },
    ],
    ['one that is not known', [{ kind: 'reconciled', at: 9 }, { kind: 'unknown' }], { kind: 'unknown' }],
    ['one that is behind', [{ kind: 'unknown' }, { kind: 'behind', why: 'refused' }], { kind: 'behind', folders: 1 }],
  ])('of an account: %s', (_name, folders, proof) => {
    expect(accountProof(folders)).toEqual(proof);
  });
});
