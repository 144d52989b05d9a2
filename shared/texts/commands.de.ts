import type { commandsEn } from './commands.en.ts';

export const commandsDe: typeof commandsEn = {};
