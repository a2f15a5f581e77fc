import type { Random } from '../traffic/random.ts';

/** Makes one line of a build, without the newline at its end. */
type LineKind = (random: Random) => string;

const packages = [
  'react-dom',
  '@babel/core',
  'left-pad',
  'express',
  'webpack',
  'typescript',
  'lodash.merge',
  'esbuild',
];
const words = [
  'compile',
  'resolve',
  'assemble',
  'bundle',
  'verify',
  'publish',
  'process',
  'update',
  'export',
  'checkout',
];
const green = '\u001b[32m';
const dim = '\u001b[2m';
const plain = '\u001b[0m';

function one<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.integer(0, values.length - 1)] as Value;
}

function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += random.integer(0, 0xffff).toString(16).padStart(4, '0');
  return text.slice(0, digits);
}

const npm: LineKind = (random) =>
  one(random, [
    `npm http fetch GET 200 https://registry.npmjs.org/${one(random, packages)} ${random.integer(0, 900)}ms (cache miss)`,
    `npm warn deprecated ${one(random, packages)}@${random.integer(0, 9)}.${random.integer(0, 20)}.0: this version is no longer supported`,
    `added ${random.integer(0, 2000)} packages, and audited ${random.integer(0, 3000)} packages in ${random.integer(0, 60)}s`,
    `  ${green}✓${plain} ${one(random, words)}s the ${one(random, packages)} module ${dim}(${random.integer(0, 900)} ms)${plain}`,
  ]);

const docker: LineKind = (random) =>
  one(random, [
    `${hex(random, 12)}: Pulling fs layer`,
    `${hex(random, 12)}: Download complete`,
    `#${random.integer(0, 40)} ${random.integer(0, 90)}.${random.integer(0, 10)} sha256:${hex(random, 64)} ${random.integer(0, 90)}.${random.integer(0, 99)}MB / 98.11MB`,
    `Step ${random.integer(0, 30)}/30 : RUN apt-get install -y --no-install-recommends ca-certificates`,
    `Digest: sha256:${hex(random, 64)}`,
  ]);

const goTest: LineKind = (random) =>
  one(random, [
    `ok  \tgithub.com/example/service/internal/${one(random, words)}\t${random.integer(0, 9)}.${random.integer(0, 999)}s`,
    `=== RUN   Test${one(random, words)}/case_${random.integer(0, 99)}`,
    `--- PASS: Test${one(random, words)} (0.${random.integer(0, 99)}s)`,
    `    handler_test.go:${random.integer(0, 400)}: got status 200 after ${random.integer(0, 90)} tries`,
  ]);

const gradle: LineKind = (random) =>
  one(random, [
    `> Task :${one(random, words)}:${one(random, words)}Java UP-TO-DATE`,
    `[INFO] Downloaded from central: https://repo.maven.apache.org/maven2/org/example/${one(random, words)}/1.${random.integer(0, 9)}/a.jar (${random.integer(0, 900)} kB at ${random.integer(0, 9)}.1 MB/s)`,
    `w: file:///build/src/main/kotlin/${one(random, words)}.kt:${random.integer(0, 900)}:17 Parameter 'context' is never used`,
    `${random.integer(0, 12)} actionable tasks: ${random.integer(0, 12)} executed`,
  ]);

/** Drawn over and over on one line of a terminal. */
const progress: LineKind = (random) => {
  const steps = Array.from({ length: 12 }, (_, step) => `  ${step * 9}% |${'█'.repeat(step)}${' '.repeat(12 - step)}|`);
  return `${steps.join('\r')}\r100% ${random.integer(0, 999)} kB`;
};

const kubernetes: LineKind = (random) =>
  `{"level":"info","ts":"2026-03-01T10:${10 + random.integer(0, 49)}:00.${100 + random.integer(0, 899)}Z","logger":"${one(random, words)}","msg":"reconciled","generation":${random.integer(0, 99)},"durationMs":${random.integer(0, 999)}}`;

/** What builds print, in about the mixture in which they do. */
export const lineKinds: readonly LineKind[] = [
  npm,
  npm,
  npm,
  docker,
  docker,
  goTest,
  goTest,
  gradle,
  gradle,
  progress,
  kubernetes,
];
