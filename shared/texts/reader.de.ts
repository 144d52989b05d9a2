import type { readerEn } from './reader.en.ts';

export const readerDe: typeof readerEn = {};
