import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isCi } from './system-packages.mjs';

/**
 * What Chromium's sandbox needs on this Linux before Electron starts. Where ordinary users may make user namespaces:
 * nothing. Ubuntu 23.10 and later restrict them (AppArmor), and then `chrome-sandbox` must belong to root with the setuid bit.
 * @returns {{ kind: 'nothing' } | { kind: 'print', text: string } | { kind: 'run', commands: string[][] }}
 */
export function planSandbox({ platform, uid, ci, restricted, helper, helperReady }) {
  // Root starts Electron with --no-sandbox: see electronFlags in environment.mjs.
  if (platform !== 'linux' || uid === 0 || !restricted || helperReady) return { kind: 'nothing' };
  const commands = [
    ['chown', 'root:root', helper],
    ['chmod', '4755', helper],
  ];
  if (ci) return { kind: 'run', commands: commands.map((command) => ['sudo', '-n', ...command]) };
  const text = commands
    .map(([command, ...args]) => `sudo ${command} ${args.slice(0, -1).join(' ')} '${helper}'`)
    .join(' && ');
  return {
    kind: 'print',
    text: `This system does not let programs make their own sandbox, so Electron's helper needs root's setuid bit. Once:\n\n  ${text}\n`,
  };
}

/** Prepares the sandbox of the Electron in this folder (in CI), or throws with the exact command. */
export function ensureSandbox(distFolder, env = process.env) {
  const helper = path.join(distFolder, 'chrome-sandbox');
  const status = statSync(helper, { throwIfNoEntry: false });
  const plan = planSandbox({
    platform: process.platform,
    uid: process.getuid?.(),
    ci: isCi(env),
    restricted: namespacesRestricted(),
    helper,
    helperReady: status !== undefined && status.uid === 0 && (status.mode & 0o4000) !== 0,
  });
  if (plan.kind === 'print') throw new Error(plan.text);
  if (plan.kind === 'nothing') return;
  for (const [command, ...args] of plan.commands) {
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0)
      throw new Error(`This failed: ${[command, ...args].join(' ')}`);
  }
}

function namespacesRestricted() {
  return reads('kernel/apparmor_restrict_unprivileged_userns', '1') || reads('kernel/unprivileged_userns_clone', '0');
}

function reads(setting, value) {
  const file = path.join('/proc/sys', setting);
  return existsSync(file) && readFileSync(file, 'utf8').trim() === value;
}
