// What a browser loads for the main entry of each package: minified, brotli, with everything it brings along except
// the peer @tensorflow/tfjs-core. Beside each limit the size on the day it was set; a limit leaves about a fifth.
const budget = (name, limit) => ({
  name: `@alphaedit/${name}`,
  path: `../../packages/${name}/dist/index.js`,
  limit,
  ignore: ['@tensorflow/tfjs-core'],
});

export default [
  budget('spec', '9 kB'), // 7.5 kB: error classes, their codes, and the checks of facts that all packages share
  budget('linalg', '12.5 kB'), // 10.6 kB: leading eigenpairs and factors that grow and shrink too
  budget('safetensors', '5 kB'), // 4.1 kB
  budget('engine', '42 kB'), // 34.6 kB, of which 21 kB are the WebAssembly backend's script
  budget('model', '62 kB'), // 52.5 kB, of which 11 kB render chat templates
  budget('covariance', '12 kB'), // 10 kB
  budget('gguf', '6.5 kB'), // 5.4 kB
  budget('locate', '12 kB'), // 10 kB
  budget('editors', '34 kB'), // 28.2 kB
  budget('eval', '60 kB'), // 49 kB, of which half are the parsers of JSON streams, CSV and fields
  budget('artifacts', '44 kB'), // 38.2 kB: the validation of packs from outside, and packs compared and merged
  budget('report', '295 kB'), // 245 kB, nearly all of it Vega, which a page loads when it draws its first plot
  budget('conformance', '86 kB'), // 72.9 kB
];
