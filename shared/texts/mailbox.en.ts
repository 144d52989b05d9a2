/** Sidebar, message list and what can be done there. */
export const mailboxEn = {};
