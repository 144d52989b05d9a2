import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import trayDark from '../../../build/icons/tray-dark.png?asset';
import trayDarkTurn from '../../../build/icons/tray-dark-turn.png?asset';
import trayLight from '../../../build/icons/tray-light.png?asset';
import trayLightTurn from '../../../build/icons/tray-light-turn.png?asset';
import template2x from '../../../build/icons/trayTemplate@2x.png?asset';
import template from '../../../build/icons/trayTemplate.png?asset';
import turnTemplate2x from '../../../build/icons/trayTurnTemplate@2x.png?asset';
import turnTemplate from '../../../build/icons/trayTurnTemplate.png?asset';
import { type TrayCommand, type TrayItem, type TrayModel, trayGlyph } from './tray-model.ts';

/** The icon in the system's tray. */
export interface TrayIcon {
  /** Shows the model; asks the system only for what differs, since statuses move many times a second during a sync. */
  update(model: TrayModel): void;
  dispose(): void;
}

/** Puts Heron's icon into the tray. */
export function createTray(run: (command: TrayCommand) => void): TrayIcon {
  let turn = false;
  const tray = new Tray(glyph(turn));
  // On macOS a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', () => run({ kind: 'open' }));
  const redraw = () => tray.setImage(glyph(turn));
  nativeTheme.on('updated', redraw);
  let tooltip = '';
  let menu = '';
  return {
    update: (model) => {
      if (model.turn !== turn) {
        turn = model.turn;
        redraw();
      }
      if (model.tooltip !== tooltip) {
        tooltip = model.tooltip;
        tray.setToolTip(tooltip);
      }
      const items = JSON.stringify(model.items);
      if (items === menu) return;
      menu = items;
      tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => menuItem(item, run))));
    },
    dispose: () => {
      nativeTheme.off('updated', redraw);
      tray.destroy();
    },
  };
}

function menuItem(item: TrayItem, run: (command: TrayCommand) => void): MenuItemConstructorOptions {
  if (item.kind === 'separator') return { type: 'separator' };
  // "&" marks an access key on Windows and Linux; doubled, it is itself.
  const label = process.platform === 'darwin' ? item.label : item.label.replaceAll('&', '&&');
  return { label, enabled: item.enabled, click: () => run(item.command) };
}

function glyph(turn: boolean): Electron.NativeImage {
  // Heron's own theme does not change the panel's. Absent before Electron 35.
  const panelIsDark: boolean | undefined = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
  const kind = trayGlyph({
    platform: process.platform,
    desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
    systemIsDark: panelIsDark ?? nativeTheme.shouldUseDarkColors,
  });
  if (kind === 'light') return nativeImage.createFromPath(turn ? trayLightTurn : trayLight);
  if (kind === 'dark') return nativeImage.createFromPath(turn ? trayDarkTurn : trayDark);
  const image = nativeImage.createFromPath(turn ? turnTemplate : template);
  // The bundler renames files, so Electron does not find the "@2x" beside it.
  const sharp = nativeImage.createFromPath(turn ? turnTemplate2x : template2x);
  image.addRepresentation({ scaleFactor: 2, buffer: sharp.toPNG() });
  image.setTemplateImage(true);
  return image;
}
