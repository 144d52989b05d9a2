import type { setupEn } from './setup.en.ts';

export const setupDe: typeof setupEn = {};
