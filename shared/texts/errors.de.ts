import type { errorsEn } from './errors.en.ts';

export const errorsDe: typeof errorsEn = {};
