import type { foldersEn } from './folders.en.ts';

export const foldersDe: typeof foldersEn = {};
