/** What the list of drafts says of one that is on this computer only. */
export const noCopy = { copy: { kind: 'none' }, inFolder: false, conflict: false } as const;
