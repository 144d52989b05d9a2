/** Gmail's own folders are within one of these, whatever the language. */
export function isWithinGmail(path: string): boolean {
  return /^\[(Gmail|Google Mail)\]\//i.test(path);
}
