/** The settings pages and dialogs. */
export const settingsEn = {};
