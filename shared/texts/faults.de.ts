import type { faultsEn } from './faults.en.ts';

export const faultsDe: typeof faultsEn = {};
