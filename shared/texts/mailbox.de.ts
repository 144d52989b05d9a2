import type { mailboxEn } from './mailbox.en.ts';

export const mailboxDe: typeof mailboxEn = {};
