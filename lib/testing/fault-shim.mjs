// Loaded before a program: counts its calls of the file system and of the database once it is armed, and lets one of them
// fail or be the last. `TRINITAS_FAULT` is JSON: { at, how, trace }.
import { Buffer } from 'node:buffer'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'

const FILE_CALLS = [
  'openSync',
  'closeSync',
  'readSync',
  'writeSync',
  'readFileSync',
  'writeFileSync',
  'renameSync',
  'linkSync',
  'unlinkSync',
  'mkdirSync',
  'rmdirSync',
  'rmSync',
  'fsyncSync',
  'fchmodSync',
  'chmodSync',
  'futimesSync',
  'lstatSync',
  'statSync',
  'fstatSync',
  'readdirSync',
  'statfsSync',
]
const SQLITE_CODES = { EIO: 10, ENOSPC: 13, EACCES: 8 }
const { at = 0, how = 'none', trace = null } = JSON.parse(process.env.TRINITAS_FAULT ?? '{}')
const made = []
let armed = false
let count = 0

globalThis[Symbol.for('trinitas.faults')] = () => {
  armed = true
}

process.on('exit', () => {
  armed = false
  if (trace !== null) fs.writeFileSync(trace, made.join('\n'))
})

/** How many processes there are, and how much they have open, differs from run to run. */
const isOfOthers = (path) => typeof path === 'string' && /^\/proc(?!\/self\/)/.test(path)

const die = () => process.kill(process.pid, 'SIGKILL')

function systemError(code, call) {
  return Object.assign(new Error(`${code}: made to fail, ${call}`), { code, syscall: call })
}

function sqliteError(code) {
  return Object.assign(new Error(`made to fail with ${code}`), {
    code: 'ERR_SQLITE_ERROR',
    errcode: SQLITE_CODES[code],
  })
}

/** What a call does by others of them is no call of its own. */
function unarmed(work) {
  armed = false
  try {
    return work()
  } finally {
    armed = true
  }
}

function wrap(holder, name, call, fail, shorten) {
  const original = holder[name]
  holder[name] = function (...args) {
    if (!armed) return original.apply(this, args)
    if (isOfOthers(args[0])) return unarmed(() => original.apply(this, args))
    count += 1
    if (trace !== null) made.push(call)
    if (count !== at) return original.apply(this, args)
    switch (how) {
      case 'kill-before':
        return die()
      case 'kill-after':
        try {
          return original.apply(this, args)
        } finally {
          die()
        }
      case 'short':
        return shorten(original, args)
      default:
        // A file that cannot be closed is closed nevertheless.
        if (call === 'closeSync') original.apply(this, args)
        throw fail(how, call)
    }
  }
}

/** Half is written, and then there is no room. */
function writeHalf(original, [target, content, ...rest]) {
  const bytes = Buffer.from(content)
  original(target, bytes.subarray(0, bytes.length >> 1), ...rest)
  throw systemError('ENOSPC', 'write')
}

function writeShort(original, [target, content]) {
  return original(target, Buffer.from(content).subarray(0, Buffer.from(content).length >> 1))
}

for (const name of FILE_CALLS)
  wrap(fs, name, name, systemError, name === 'writeSync' ? writeShort : writeHalf)
wrap(DatabaseSync.prototype, 'exec', 'sqlite exec', sqliteError)
for (const name of ['run', 'get', 'all']) wrap(StatementSync.prototype, name, `sqlite ${name}`, sqliteError)
syncBuiltinESMExports()
