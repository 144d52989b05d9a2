import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Licence } from '../../shared/mail.ts';
import { failure, type Reply, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';

/** What build/scripts/licences.mjs wrote. */
const built = z.object({
  /** The words of Electron's own licence. */
  electron: z.string(),
  packages: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() })),
});

interface RuntimeVersions {
  readonly electron: string;
  readonly chrome: string;
}

/**
 * Reads the licences of what Heron is made of, once: Electron and what it contains first, then the packages by name. The reply's error:
 * storage_failed, when the build's file is missing or not as it was written.
 * @param file the path of out/licences.json
 */
export function licencesFrom(file: string, versions: RuntimeVersions): () => Promise<Reply<readonly Licence[]>> {
  let known: z.infer<typeof built> | null = null;
  return async () => {
    const words = texts().app.licences;
    try {
      known ??= built.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return failure({ code: 'storage_failed', params: { reason: 'no_licences' }, retryable: false });
    }
    const electron: Licence = { name: 'Electron', version: versions.electron, licence: 'MIT', text: known.electron };
    const chromium: Licence = {
      name: 'Chromium',
      version: versions.chrome,
      licence: 'BSD-3-Clause',
      text: words.chromium(versions.electron),
    };
    return success([electron, chromium, ...known.packages]);
  };
}
