import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Files that are opened with other programs or dragged out of Heron: copies in a private folder that goes when Heron quits. Those that are opened
 * can be read and not written, since changes to them would be lost.
 */
export class OpenedFiles {
  readonly #parent: string;
  #folder: Promise<string> | null = null;

  /** @param parent the system's folder for temporary files */
  constructor(parent: string) {
    this.#parent = parent;
  }

  /**
   * Has a file written under its own name, in a folder of its own.
   * @param filename a safe name (P2)
   * @param write creates the file
   * @returns its path; null where `write` says that it failed
   */
  async keep(filename: string, write: (path: string) => Promise<boolean>): Promise<string | null> {
    this.#folder ??= mkdtemp(join(this.#parent, 'heron-files-'));
    const folder = await mkdtemp(join(await this.#folder, 'file-'));
    const path = join(folder, basename(filename));
    if (!(await write(path))) return null;
    await chmod(path, 0o400);
    return path;
  }

  /** Removes all of them. Never throws: what another program holds open stays until the system clears it away. */
  async clear(): Promise<void> {
    const folder = await this.#folder?.catch(() => null);
    this.#folder = null;
    if (folder) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * A name that no file of the folder has: "figures (2).pdf" where "figures.pdf" is taken.
 * @param isTaken whether a file of that name is there
 */
export async function unusedName(filename: string, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  const dot = filename.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [filename.slice(0, dot), filename.slice(dot)] : [filename, ''];
  for (let number = 1; number < 10_000; number++) {
    const name = number === 1 ? filename : `${stem} (${number})${extension}`;
    if (!(await isTaken(name))) return name;
  }
  return `${stem} (${Date.now()})${extension}`;
}
