import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import trayLight from '../build/icons/tray-light.png?asset';
import trayDark2x from '../build/icons/trayTemplate@2x.png?asset';
import trayTemplate from '../build/icons/trayTemplate.png?asset';
import type { AccountView } from '../shared/mail.ts';
import { trayModel } from './tray-model.ts';

interface TrayActions {
  readonly open: () => void;
  readonly syncNow: () => void;
  readonly quit: () => void;
}

/** The icon in the system's tray: shows each account's state, syncs on demand. */
export function createTray(actions: TrayActions): { update(accounts: readonly AccountView[]): void; dispose(): void } {
  const tray = new Tray(glyph());
  tray.on('click', actions.open);
  let shown = '';
  return {
    update: (accounts) => {
      const model = trayModel(accounts);
      // Statuses move many times a second during a sync; the native menu is rebuilt only when its words change.
      const words = JSON.stringify(model);
      if (words === shown) return;
      shown = words;
      tray.setToolTip(model.tooltip);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          ...model.accounts.map((label) => ({ label, enabled: false })),
          ...(model.accounts.length > 0 ? [{ type: 'separator' as const }] : []),
          { label: 'Open Heron', click: actions.open },
          { label: 'Sync now', enabled: model.canSync, click: actions.syncNow },
          { type: 'separator' },
          { label: 'Quit', click: actions.quit },
        ]),
      );
    },
    dispose: () => tray.destroy(),
  };
}

function glyph(): Electron.NativeImage {
  if (process.platform === 'darwin') {
    const image = nativeImage.createFromPath(trayTemplate);
    image.setTemplateImage(true);
    return image;
  }
  return nativeImage.createFromPath(nativeTheme.shouldUseDarkColors ? trayLight : trayDark2x);
}
