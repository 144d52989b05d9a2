import type { SettingsFile } from './settings-file.ts';

/** A settings file in memory, which a test can damage, or make refuse to be written. */
export interface FakeSettingsFile extends SettingsFile {
  text: string | null;
  /** What `write` throws; null: it works. */
  refuse: Error | null;
  readonly aside: { readonly path: string; readonly text: string }[];
  writes: number;
}

/** @param text the content at the start; null: no file */
export function fakeSettingsFile(text: string | null = null): FakeSettingsFile {
  const file: FakeSettingsFile = {
    path: '/profile/settings.json',
    text,
    refuse: null,
    aside: [],
    writes: 0,
    readText: () => file.text,
    write: (value) => {
      if (file.refuse !== null) throw file.refuse;
      file.writes += 1;
      file.text = JSON.stringify(value);
    },
    setAside: (now) => {
      const path = `/profile/settings.damaged-${now.getTime()}.json`;
      file.aside.push({ path, text: file.text ?? '' });
      file.text = null;
      return path;
    },
  };
  return file;
}
