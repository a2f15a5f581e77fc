/** What runtimes say when a stack is full: Node.js, Python, Ruby, Java, Go. */
const words =
  /Maximum call stack size exceeded|maximum recursion depth exceeded|stack level too deep|StackOverflowError|goroutine stack exceeds/;

/** A call in a stack, such as `at log (/srv/logger.js:4:18)`, `1: log (…)`, `log (…)`, `at /srv/logger.js:4:18`, `File "logger.py", line 4, in log`. */
interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Code that called itself without end, as far as a stack shows it. */
export interface Recursion {
  /** The runtime's own words; undefined where only the stack shows it. */
  readonly word: string | undefined;
  /** The files that the calls go through, in the order of calls; the first stands at the end again where a whole lap is seen. */
  readonly path: readonly string[];
  readonly isWholeLap: boolean;
  /** The calls of a lap, in the order of calls: `log (logger.js:4)`. */
  readonly calls: readonly string[];
  /** The folder of the code that goes round, without packages; undefined where there is none. */
  readonly folder: string | undefined;
}

/** Node.js leaves laps out where it prints an error, and says so. */
const collapse = /collapsed \d+ duplicate lines matching above (\d+) lines \d+ times/;
/** So many laps say it without words. */
const leastLaps = 3;
const mostCalls = 12;
const mostLeaf = 12;

/** Looks for a recursion without end in the last lines of a program. */
export function recursionIn(output: readonly string[]): Recursion | undefined {
  // Loggers write a stack into one line of JSON.
  const lines = output.flatMap((line) => (line.includes('\\n    at ') ? line.split('\\n') : [line]));
  const at = lines.findLastIndex((line) => words.test(line));
  const word = lines[at]?.trim();
  const python = word !== undefined && /^RecursionError/.test(word);
  // Python writes the stack before the words, the outermost call first; the others after them, the innermost first.
  const frames = python ? framesUpTo(lines, at) : at >= 0 ? framesFrom(lines, at + 1).reverse() : longestRun(lines);
  const { own, lap } = roundIn(frames.filter(({ file }) => !file.startsWith('node:')));
  if (word === undefined && (lap === undefined || own.length < lap * leastLaps)) return undefined;
  const round = lap === undefined ? own : own.slice(-lap);
  const turned = lap === undefined ? round : turn(round);
  const path = collapsed(turned.map(({ file }) => moduleOf(file)));
  const first = path[0];
  return {
    word,
    path: lap !== undefined && first !== undefined ? collapsed([...path, first]) : path,
    isWholeLap: lap !== undefined,
    calls: turned.slice(0, mostCalls).map(({ name, file, line }) => `${name} (${baseOf(file)}:${line})`),
    folder: folderOf(round),
  };
}

/** The calls that go round: the stack may have become full in a call that a lap passes without going round in it. */
function roundIn(frames: readonly Frame[]): { readonly own: readonly Frame[]; readonly lap: number | undefined } {
  for (let leaf = 0; leaf <= mostLeaf; leaf += 1) {
    const own = frames.slice(0, frames.length - leaf);
    const lap = lapOf(own);
    if (lap !== undefined) return { own, lap };
  }
  return { own: frames, lap: undefined };
}

/** How many calls a lap has: the shortest distance at which all calls repeat. */
function lapOf(frames: readonly Frame[]): number | undefined {
  const keys = frames.map(({ name, file, line }) => `${name} ${file}:${line}`);
  for (let lap = 1; lap < keys.length; lap += 1) {
    if (keys.every((key, index) => index + lap >= keys.length || key === keys[index + lap])) return lap;
  }
  return undefined;
}

/** A lap has no beginning: it is told from the logger on, if one is part of it. */
function turn(lap: readonly Frame[]): readonly Frame[] {
  const isLog = ({ file }: Frame) => !file.includes('node_modules') && /log/i.test(baseOf(file));
  const start = lap.findIndex((frame, index) => isLog(frame) && !isLog(lap.at(index - 1) ?? frame));
  return start <= 0 ? lap : [...lap.slice(start), ...lap.slice(0, start)];
}

function framesFrom(lines: readonly string[], start: number): Frame[] {
  const frames: Frame[] = [];
  for (const line of lines.slice(start)) {
    const frame = frameOf(line);
    const left = collapse.exec(line)?.[1];
    if (frame !== undefined) frames.push(frame);
    else if (left !== undefined) frames.push(...frames.slice(-Number(left)));
    else if (frames.length > 0) break;
  }
  return frames;
}

function framesUpTo(lines: readonly string[], end: number): Frame[] {
  return lines
    .slice(0, end)
    .map(frameOf)
    .filter((frame) => frame !== undefined);
}

/** Without words only an unbroken stack counts. */
function longestRun(lines: readonly string[]): Frame[] {
  let longest: Frame[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    if (frameOf(lines[index] ?? '') === undefined) continue;
    const run = framesFrom(lines, index);
    if (run.length > longest.length) longest = run;
    index += run.length;
  }
  return longest.reverse();
}

function frameOf(line: string): Frame | undefined {
  const python = /^\s*File "([^"]+)", line (\d+), in (\S+)/.exec(line);
  if (python !== null) return { name: python[3] ?? '', file: python[1] ?? '', line: Number(python[2]) };
  const named = /^\s*(?:at |\d+: )?(?:async )?([^\s(][^()]*?) \((?:file:\/\/)?([^()\s]+?):(\d+)(?::\d+)?\)\s*$/.exec(
    line,
  );
  if (named !== null) return { name: named[1] ?? '', file: named[2] ?? '', line: Number(named[3]) };
  const bare = /^\s*at (?:async )?(?:file:\/\/)?(\S+?):(\d+):\d+\s*$/.exec(line);
  return bare === null ? undefined : { name: 'a function', file: bare[1] ?? '', line: Number(bare[2]) };
}

/** What people call a file: its package, or its name without ending; of an `index`, its folder. */
function moduleOf(file: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  if (inPackage !== undefined) return inPackage;
  const name = baseOf(file).replace(/\.\w+$/, '');
  return name === 'index' ? baseOf(file.slice(0, file.lastIndexOf('/'))) : name;
}

function folderOf(frames: readonly Frame[]): string | undefined {
  const folders = frames
    .map(({ file }) => file)
    .filter((file) => file.startsWith('/') && !file.includes('/node_modules/'))
    .map((file) => file.split('/').slice(0, -1));
  const [first] = folders;
  if (first === undefined) return undefined;
  const common = first.filter((part, index) => folders.every((folder) => folder[index] === part));
  return common.join('/') || '/';
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `a a b b a` is `a b a`. */
function collapsed(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => name !== names[index - 1]);
}
