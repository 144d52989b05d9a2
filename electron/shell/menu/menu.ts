import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '../../../shared/commands.ts';
import { assertNever } from '../../../shared/reply.ts';
import { isRunByMain } from './menu-commands.ts';
import { type MenuColumn, type MenuEntry, type MenuState, menuModel } from './menu-model.ts';

/**
 * The native menus. Called again whenever accounts, pause or language may have changed; they are built anew only when that shows.
 * @param run does what an item says
 */
export function createMenu(run: (command: CommandId) => void): { update(state: MenuState): void } {
  let shown = '';
  return {
    update: (state) => {
      const model = menuModel(state);
      const words = JSON.stringify(model);
      if (words === shown) return;
      shown = words;
      Menu.setApplicationMenu(Menu.buildFromTemplate(model.map((column) => columnTemplate(column, run))));
    },
  };
}

function columnTemplate(column: MenuColumn, run: (command: CommandId) => void): MenuItemConstructorOptions {
  return {
    label: column.label,
    ...(column.role === null ? {} : { role: column.role }),
    submenu: column.entries.map((entry) => entryTemplate(entry, run)),
  };
}

function entryTemplate(entry: MenuEntry, run: (command: CommandId) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      return {
        role: entry.role,
        label: entry.label,
        ...(entry.accelerator === null ? {} : { accelerator: entry.accelerator }),
        ...(entry.hidden ? { visible: false, acceleratorWorksWhenHidden: true } : {}),
      };
    case 'command':
      return {
        label: entry.label.replaceAll('&', '&&'),
        enabled: entry.enabled,
        click: () => run(entry.command),
        ...(entry.accelerator === null ? {} : { accelerator: entry.accelerator }),
        // The window hears its keys first and knows when they are not meant, as in a dialog: on Windows and Linux what is the window's
        // is left to it. macOS always asks the menu for what the window did not take.
        registerAccelerator: isRunByMain(entry.command),
      };
    default:
      return assertNever(entry);
  }
}
