const { builtinModules } = require('node:module');

/**
 * Which file may import which, for dependency-cruiser, over the sources of all packages (tests included).
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */

const STAGES = 'covariance|locate|editors|eval';
/**
 * The ways into a package that have to work in a browser: every entry but `/node` and the test runner's. `lab` and
 * `files` are for Node as a whole.
 */
const BROWSER_ENTRY = '^packages/(?!(lab|files)/)[^/]+/src/index[.]ts$';
const TESTS = '[.]test[.]ts$|^packages/[^/]+/(test|bench)/';
/** Node's own modules, as they are resolved (`fs` for `node:fs`). */
const NODE_MODULES = `^(node:)?(${builtinModules.map((name) => name.replace(/^node:/, '')).join('|')})$`;
/** Packages that need Node: native addons and what unpacks files. */
const NODE_ONLY = '(^|/node_modules/)(@tensorflow/tfjs-node(-gpu)?|koffi|yauzl)(/|$)';

module.exports = {
  forbidden: [
    {
      name: 'main-entries-run-in-a-browser',
      comment: 'What needs Node belongs behind the /node entry of its package, or is passed in.',
      severity: 'error',
      from: { path: BROWSER_ENTRY },
      to: { path: [NODE_MODULES, NODE_ONLY], reachable: true },
    },
    {
      name: 'main-entries-run-in-a-browser',
      comment: 'Nothing a main entry reaches may lie behind a /node entry or in files, types included.',
      severity: 'error',
      from: { path: BROWSER_ENTRY },
      to: { path: ['^packages/[^/]+/src/node([.]ts$|/)', '^packages/files/'], reachable: true },
    },
    {
      name: 'stages-meet-in-spec',
      comment: 'covariance, locate, editors and eval know nothing of one another; core wires them.',
      severity: 'error',
      from: { path: `^packages/(${STAGES})/src/`, pathNot: TESTS },
      to: { path: `^packages/(${STAGES})/`, pathNot: '^packages/$1/' },
    },
    {
      name: 'packages-do-not-know-the-stages',
      comment: 'core wires the stages and lab measures them; conformance runs the suites on them.',
      severity: 'error',
      from: {
        path: '^packages/([^/]+)/src/',
        pathNot: `${TESTS}|^packages/(${STAGES}|conformance|core|lab)/`,
      },
      to: { path: `^packages/(${STAGES})/` },
    },
    {
      name: 'core-and-lab-are-the-top',
      comment:
        'Packages below know nothing of the library that wires them; lab stands on core, not the other way round.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/', pathNot: `${TESTS}|^packages/lab/` },
      to: { path: '^packages/lab/' },
    },
    {
      name: 'core-and-lab-are-the-top',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/', pathNot: `${TESTS}|^packages/(core|lab)/` },
      to: { path: '^packages/core/' },
    },
    {
      name: 'spec-is-the-bottom',
      severity: 'error',
      from: { path: '^packages/spec/src/', pathNot: TESTS },
      to: { path: '^packages/', pathNot: '^packages/spec/' },
    },
    {
      name: 'packages-do-not-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-path-into-another-package',
      comment: 'Import a package by its name: only what it exports is there when it is installed.',
      severity: 'error',
      from: { path: '^((packages|apps|tooling)/[^/]+|examples)/' },
      to: { dependencyTypes: ['local'], path: '^(packages|apps|tooling)/|^examples/', pathNot: '^$1/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other, if only for a type, are one file, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'The native engine is taken by tests from where it is installed, if it is.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@tensorflow/tfjs-node(-gpu)?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The package outside the workspace has an installation of its own.
    exclude: { path: '(^|/)dist/|^examples/outside-editor/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['alphaedit-source', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
