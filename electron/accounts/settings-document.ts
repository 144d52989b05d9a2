import { z } from 'zod';
import { defaultPreferences } from '../../shared/preferences.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { SettingsFile } from '../platform/settings-file.ts';
import { errorCodeOf, storageError } from '../platform/storage-errors.ts';
import {
  type Migration,
  mendPreferences,
  migrations as realMigrations,
  type Settings,
  schemaVersion,
  settingsSchema,
} from './settings-schema.ts';

interface LoadedSettings {
  readonly settings: Settings;
  /** What the user is to be told: the file was damaged and set aside. */
  readonly notice: AppError | null;
}

/** The migrations up to `version`; a parameter, so that a test can use its own. */
export interface SchemaChain {
  readonly version: number;
  readonly migrations: readonly Migration[];
  readonly parse: (content: unknown) => Settings | null;
}

const currentChain: SchemaChain = {
  version: schemaVersion,
  migrations: realMigrations,
  parse: (content) => {
    const known = envelope.safeParse(content);
    if (!known.success) return null;
    const parsed = settingsSchema.safeParse(mendPreferences(known.data));
    if (!parsed.success) return null;
    const { accounts, identities, preferences, imageSenders } = parsed.data;
    return { accounts, identities, preferences, imageSenders };
  },
};

const envelope = z.looseObject({ schemaVersion: z.number().int().positive() });
const nothing: Settings = { accounts: [], identities: [], preferences: defaultPreferences, imageSenders: [] };

/**
 * Reads, migrates and checks the settings. A damaged file is set aside with a notice, and Heron starts empty. Errors, with the file
 * left as it is: settings_damaged (written by a newer Heron), storage_failed (cannot be read or set aside).
 */
export function loadSettings(file: SettingsFile, now: Date, chain: SchemaChain = currentChain): Reply<LoadedSettings> {
  let text: string | null;
  try {
    text = file.readText();
  } catch (cause) {
    return failure({
      code: 'storage_failed',
      params: { reason: 'settings_unreadable', systemCode: errorCodeOf(cause), path: file.path },
      retryable: true,
    });
  }
  if (text === null) return success({ settings: nothing, notice: null });
  const content = envelope.safeParse(parseJson(text));
  if (!content.success) return setAside(file, now);
  const { schemaVersion } = content.data;
  if (schemaVersion > chain.version) {
    const params = { reason: 'newer', path: file.path } as const;
    return failure({ code: 'settings_damaged', params, retryable: false });
  }
  const settings = chain.parse(migrate(content.data, schemaVersion, chain));
  return settings === null ? setAside(file, now) : success({ settings, notice: null });
}

/**
 * Replaces the file's content. Errors: invalid_input (the next start would take it for damaged), disk_full, storage_failed; the file is
 * as it was.
 */
export function saveSettings(file: SettingsFile, settings: Settings): Reply<null> {
  const content = { schemaVersion: schemaVersion, ...settings };
  const checked = settingsSchema.safeParse(content);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const place = issue?.path.join('.') ?? '';
    return failure({ code: 'invalid_input', params: { reason: 'settings', place }, retryable: false });
  }
  try {
    file.write(content);
    return success(null);
  } catch (cause) {
    return failure(storageError('settings', cause));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function migrate(content: Record<string, unknown>, from: number, chain: SchemaChain): unknown {
  try {
    return chain.migrations
      .slice(from - 1)
      .reduce((old, step, index) => ({ ...step(old), schemaVersion: from + index + 1 }), content);
  } catch {
    // If a migration throws, the content is damaged.
    return undefined;
  }
}

function setAside(file: SettingsFile, now: Date): Reply<LoadedSettings> {
  try {
    const aside = file.setAside(now);
    const params = { reason: 'set_aside', path: aside } as const;
    return success({ settings: nothing, notice: { code: 'settings_damaged', params, retryable: false } });
  } catch (cause) {
    const params = { reason: 'settings_not_set_aside', systemCode: errorCodeOf(cause), path: file.path } as const;
    return failure({ code: 'storage_failed', params, retryable: true });
  }
}
