/** The reader. */
export const readerEn = {};
