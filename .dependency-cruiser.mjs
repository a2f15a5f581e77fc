// The boundaries of the house. `npm run boundaries` checks them (tools/check-boundaries.ts adds what this tool can't see), and
// test/boundaries.test.ts proves of each rule that it fires. To draw the graph:
//   npx depcruise packages --output-type mermaid
//
//   evidence <- capture <- connections <- diagnosis <- report <- fivewhys <- cli
//   evidence <- host <- diagnosis
//   connections <- vantages <- diagnosis
//   evidence <- throttle <- usage <- cli, report <- usage
//   evidence <- workers <- fivewhys

/** What a package's sources may import among the packages. Each package has a rule below; check-boundaries.ts refuses a package without one. */
function importsOnly(name, packages, comment) {
  const allowed = [name, ...packages].join('|');
  return {
    name: `${name}-imports-only-${packages.join('-and-') || 'itself'}`,
    comment,
    severity: 'error',
    from: { path: `^packages/${name}/src/` },
    to: { path: '^packages/', pathNot: `^packages/(${allowed})/` },
  };
}

/** Siblings of one shape in one folder. A sibling is a file, a folder, or a file and a folder of the same name. */
function siblingsApart(name, folder, shared, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^${folder}/([^/.]+)`, pathNot: `^${folder}/(${shared})[.]ts$` },
    to: { path: `^${folder}/`, pathNot: `^${folder}/($1[/.]|(${shared})[.]ts$)` },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    importsOnly(
      'evidence',
      [],
      'The shared words come before everything. If they knew of captures, a service that installs only the throttle would install a capture decoder.',
    ),
    importsOnly(
      'capture',
      ['evidence'],
      'Decoding turns bytes into packets and holds no opinion; it must be usable and testable without anything that judges.',
    ),
    importsOnly(
      'connections',
      ['capture', 'evidence'],
      'Following a connection is the same work whatever is concluded from it; with causes in here, each new cause would touch the hot path.',
    ),
    importsOnly(
      'vantages',
      ['capture', 'connections', 'evidence'],
      'What several captures show together is fact, whatever is concluded from it; with causes in here, a comparison would say what it was told to find.',
    ),
    importsOnly(
      'diagnosis',
      ['capture', 'connections', 'evidence', 'host', 'vantages'],
      'A finding is data. Whoever decides must not know how it is written down, or every change of wording would be a change of judgement.',
    ),
    importsOnly(
      'host',
      ['evidence'],
      'What a host says of itself is evidence of its own, useful without a capture; a reader of counters that knew of packets could not be used where there are none.',
    ),
    importsOnly(
      'throttle',
      ['evidence'],
      "It is installed alone into somebody's service, with almost nothing beside it. A capture decoder does not belong there, nor does a framework that the service doesn't use.",
    ),
    importsOnly(
      'usage',
      ['capture', 'evidence', 'report', 'throttle'],
      "It reads what the throttle wrote, on an operator's machine: of captures only the sources of bytes (files, gzip, Zstandard), of reports only the writers. What it says of a log must not hang on what is said of packets.",
    ),
    {
      name: 'only-the-command-imports-usage',
      comment:
        'Usage brings a native database of tens of megabytes. A service with the throttle, or a program that explains captures, must not get it with them.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/(usage|cli)/' },
      to: { path: '^packages/usage/' },
    },
    importsOnly(
      'workers',
      ['evidence'],
      "A supervisor is installed into somebody else's service and runs for months: it must bring next to nothing, and nothing that reads captures.",
    ),
    importsOnly(
      'report',
      ['diagnosis', 'evidence', 'vantages'],
      'A renderer shows results. If it reached into packets or connections it would start to conclude things of its own, unseen by the JSON contract.',
    ),
    importsOnly(
      'fivewhys',
      ['capture', 'diagnosis', 'evidence', 'report', 'throttle', 'vantages', 'workers'],
      'The call is for programs, which have no terminal and want no arguments parsed. What it needs of the command would be a decision that only the command takes.',
    ),
    {
      name: 'nobody-imports-the-command',
      comment:
        'The command is the rim: it reads arguments, files and terminals. What someone else needs from it belongs in the package it came from.',
      severity: 'error',
      from: { pathNot: '^packages/cli/' },
      to: { path: '^packages/cli/' },
    },
    {
      name: 'packages-are-imported-by-name',
      comment:
        "A relative path into another package's sources goes round its index, so the index no longer says what others rely on, and the import breaks once published. Loops in assembly/ are compiled, not published, and their compiler knows no packages.",
      severity: 'error',
      from: { path: '^packages/([^/]+)/', pathNot: '^packages/[^/]+/assembly/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'packages-know-no-bench-and-no-lab',
      comment:
        'Benchmarks and reproductions are not published: a package that needed them would work here and nowhere else.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(bench|lab)/' },
    },
    {
      name: 'nobody-imports-the-lab',
      comment:
        'The lab makes what others are tried on: it is run, and what it leaves is read. Only its own tests look inside.',
      severity: 'error',
      from: { pathNot: '^lab/' },
      to: { path: '^lab/' },
    },
    {
      name: 'the-lab-knows-no-package',
      comment:
        'What is held against the truth must not help to find it: the lab reads its captures through tcpdump. Its tests and its score compare, and import both.',
      severity: 'error',
      from: { path: '^lab/', pathNot: '^lab/(test/|score)' },
      to: { path: '^packages/' },
    },
    {
      name: 'sources-import-no-tests',
      comment:
        'Tests and the things made for them (captures, tools) are not published, and code that knows its test can behave for it.',
      severity: 'error',
      from: { path: '^((packages/[^/]+|bench)/src|lab/(?!test/))' },
      to: { path: ['(^|/)test/', '[.]test[.]ts$', '^(tools|captures|examples)/'] },
    },
    siblingsApart(
      'a-cause-knows-no-other-cause',
      'packages/diagnosis/src/causes',
      'cause|causes|index',
      'A cause can be added, changed or removed alone. What two of them need is evidence, and lives outside the folder.',
    ),
    siblingsApart(
      'a-program-knows-no-other-program',
      'packages/diagnosis/src/symptoms',
      'index',
      'The words of a program can be added, changed or removed alone. What two programs say alike is in symptom-words/.',
    ),
    siblingsApart(
      'a-format-knows-no-other-format',
      'packages/capture/src/formats',
      'format|formats|index',
      'A format can be added, changed or removed alone. What two of them need lives outside the folder.',
    ),
    siblingsApart(
      'a-host-format-knows-no-other-format',
      'packages/host/src/formats',
      'format|index',
      'A format can be added, changed or removed alone. What two of them need lives outside the folder.',
    ),
    siblingsApart(
      'a-worker-cause-knows-no-other-cause',
      'packages/workers/src/whys/causes',
      'index',
      'The same for the causes of deaths: what two of them need lives outside the folder.',
    ),
    {
      name: 'whys-do-no-io',
      comment:
        'What events mean is computed from what is handed over, as in the pure packages: the same file is explained alike on any machine, also where nothing can be supervised.',
      severity: 'error',
      from: { path: '^packages/workers/src/whys' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|string_decoder|util)$' },
    },
    {
      name: 'pure-packages-do-no-io',
      comment:
        'These packages compute over data that is handed to them: the same input gives the same finding, on any machine and at any time. Files, sockets, processes and clocks are for the rim. (Globals such as process and fetch: see noRestrictedGlobals in biome.json.)',
      severity: 'error',
      from: { path: '^packages/(evidence|connections|vantages|diagnosis|host|report)/src/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(assert|assert/strict|buffer|string_decoder|util)$' },
    },
    {
      name: 'no-circles',
      comment:
        'In a circle no file can be understood, tested or moved without all the others; also when only types go round. (The service of examples/workers-incident has one: it is what the incident comes from.)',
      severity: 'error',
      from: { pathNot: '^examples/workers-incident/service/' },
      to: { circular: true },
    },
    {
      name: 'every-import-resolves',
      comment:
        'An import that leads nowhere is a file that was renamed or a package that is not installed, and no rule can see past it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'dependencies-are-declared',
      comment:
        "What a package imports has to be in that package's own dependencies: here the workspace's node_modules hides a missing one, at the user's it is a crash. A peer is the user's own, and looked for.",
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '^packages/cli/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'dependencies-of-the-command-are-declared',
      comment:
        'The same for the command; but the packages of this repository go into its bundle, so its users need not install them.',
      severity: 'error',
      from: { path: '^packages/cli/src/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        pathNot: '^node_modules/(@fivewhys/|fivewhys$|fivewhys/)',
      },
    },
    {
      name: 'no-module-that-nobody-reaches',
      comment:
        "Code that no entry point (index.ts, main.ts, the other exports load.ts, command.ts, logging.ts, flags.ts, layers.ts, whys.ts and writers.ts, and reader-thread.ts, which is started as a thread) leads to is dead, and a test of its own doesn't make it alive.",
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/(index|main|load|command|logging|flags|layers|whys|writers|reader-thread/reader-thread)[.]ts$',
      },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot:
          '^packages/[^/]+/src/(index|main|load|command|logging|flags|layers|whys|writers|reader-thread/reader-thread)[.]ts$',
        reachable: false,
      },
    },
  ],
  options: {
    // TypeScript 7 has no interface that this tool can use: with its default parser it reads no TypeScript, finds 0 modules, and passes.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    // Our own builds; what others have in their dist is what we import.
    exclude: { path: '^packages/[^/]+/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@fivewhys/source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.d.ts', '.json'],
      mainFields: ['main', 'types'],
    },
  },
};
