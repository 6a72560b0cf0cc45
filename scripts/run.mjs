/**
 * What every npm script goes through: brings Node 24 where the machine's is too old to run TypeScript, installs the
 * packages when the lock has changed, and runs scripts/<command>.ts. Plain JavaScript without dependencies, so that
 * it runs on a fresh clone. Says what it does on stderr: stdout belongs to the command.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools', `node-${NODE_VERSION}`);
const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
const stampFile = join(modules, '.manbiao-lock');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

/** Runs npm with its output on stderr; the last lines are shown only when it fails. */
function npm(args) {
  const ownNpm = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined;
  const [command, first] = ownNpm ? [process.execPath, [ownNpm]] : ['npm', []];
  return new Promise((done, refuse) => {
    const child = spawn(command, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !ownNpm && process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-4000);
      });
    child.once('error', refuse);
    child.once('exit', (code) =>
      code === 0 ? done() : refuse(new Error(`npm ${args[0]} ended with ${code}:\n${output.trim()}`)),
    );
  });
}

async function step(name, work) {
  say(`· ${name} …`);
  const started = performance.now();
  await work();
  say(`✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/** The Node to run TypeScript with, or undefined while it has not been brought yet. */
function capableNode() {
  if (major > 24 || (major === 24 && minor >= 3) || (major === 22 && minor >= 18)) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(tools, 'node_modules', platformPackage(), 'bin', name);
  return existsSync(path) ? path : undefined;
}

/** The npm package that holds nothing but Node's own binary for this machine: no install script has to run. */
function platformPackage() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

/** Renamed into place when complete: a download cut short must not be taken for a Node. */
async function bringNode() {
  const half = `${tools}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'package.json'), '{ "private": true }\n');
  try {
    await npm(['install', '--prefix', half, '--ignore-scripts', '--no-save', `${platformPackage()}@${NODE_VERSION}`]);
    renameSync(half, tools);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

/** Whether what npm has installed is what the lock names: then a missing stamp needs no second install. */
function installedAsLocked(lockText) {
  try {
    const locked = JSON.parse(lockText).packages;
    const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(locked).every(
      ([path, entry]) =>
        path === '' || (installed[path] ? installed[path].version === entry.version : entry.optional || entry.link),
    );
  } catch {
    return false;
  }
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex');
const stamped = () => (existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined);

async function install() {
  const lockText = readFileSync(lockFile, 'utf8');
  if (!installedAsLocked(lockText)) await step('packages', () => npm(['ci', '--include=dev', '--include=optional']));
  writeFileSync(stampFile, hashOf(lockText));
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two commands started at once on a fresh clone: the second waits for the first one's install. */
async function oneAtATime(work) {
  mkdirSync(join(root, '.tools'), { recursive: true });
  const path = join(root, '.tools', 'install.lock');
  for (let waited = false; ; waited = true) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
      if (holder > 0 && !alive(holder)) rmSync(path, { force: true });
      else if (!waited) say('· another command is installing, waiting …');
      await new Promise((done) => setTimeout(done, 200));
    }
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function prepare() {
  const isReady = () => capableNode() !== undefined && stamped() === hashOf(readFileSync(lockFile, 'utf8'));
  if (isReady()) return;
  await oneAtATime(async () => {
    const missing = capableNode() === undefined;
    await Promise.all([missing ? step(`Node ${NODE_VERSION}`, bringNode) : undefined, install()]);
    if (!capableNode()) throw new Error(`npm brought no Node for ${process.platform}-${process.arch}`);
  });
}

/** Becomes the command: same arguments, same stdio, its signals and its exit code. */
function become(node, flags, script, args) {
  const env = {
    ...process.env,
    // Every process compiles the same files: what one has compiled the next one reads.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.tools', 'compiled'),
    PATH: [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter),
  };
  const child = spawn(node, [...flags, script, ...args], { cwd: root, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`cannot run ${node}: ${error.message}`));
  child.once('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
    process.exitCode = code ?? 1;
  });
}

async function main() {
  const [command = '', ...args] = process.argv.slice(2);
  const script = join(root, 'scripts', `${command}.ts`);
  if (major < 20 || (major === 20 && minor < 9))
    fail(`Manbiao needs Node 20.9 or newer; this is ${process.versions.node}. Install a newer one from nodejs.org.`);
  if (!/^[a-z-]+$/.test(command) || !existsSync(script)) fail(`There is no command "${command}".`);
  try {
    await prepare();
  } catch (error) {
    fail(`The installation failed: ${error.message}\nCheck the network and npm's registry, then try again.`);
  }
  // The bank streams and keeps little: a small young generation halves its memory. As in scripts/world/world.ts.
  become(capableNode(), command === 'bank' ? ['--max-semi-space-size=4'] : [], script, args);
}

main();
