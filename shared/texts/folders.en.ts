/** Names of special folders, and folder dialogs. */
export const foldersEn = {};
