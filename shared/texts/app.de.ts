import type { appEn } from './app.en.ts';

export const appDe: typeof appEn = {};
