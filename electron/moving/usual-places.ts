import { join } from 'node:path';

/** Where other programs keep their accounts on a computer. */
export interface UsualPlaces {
  /** Folders with a profiles.ini. */
  readonly thunderbird: readonly string[];
  /** Files. */
  readonly rustyMail: readonly string[];
}

/**
 * The places by system. Thunderbird: its own folder, and on Linux those of its snap and flatpak. RustyMail has no fixed place: it reads
 * config/accounts.json where it was started, so its usual folder in the home is looked at, and others are chosen by hand.
 * @param appData `%APPDATA%` of Windows
 */
export function usualPlaces(platform: NodeJS.Platform, home: string, appData: string | undefined): UsualPlaces {
  const rustyMail = ['RustyMail', 'rustymail'].map((folder) => join(home, folder, 'config', 'accounts.json'));
  if (platform === 'win32') {
    return { thunderbird: [join(appData ?? join(home, 'AppData', 'Roaming'), 'Thunderbird')], rustyMail };
  }
  if (platform === 'darwin') return { thunderbird: [join(home, 'Library', 'Thunderbird')], rustyMail };
  const thunderbird = [
    join(home, '.thunderbird'),
    join(home, 'snap', 'thunderbird', 'common', '.thunderbird'),
    join(home, '.var', 'app', 'org.mozilla.Thunderbird', '.thunderbird'),
    join(home, '.var', 'app', 'net.thunderbird.Thunderbird', '.thunderbird'),
  ];
  return { thunderbird, rustyMail };
}
