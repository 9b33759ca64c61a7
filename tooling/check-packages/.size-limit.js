// What a browser loads for the main entry of each package: minified, brotli, with everything it brings along except
// the peer @tensorflow/tfjs-core. Beside each limit the size on the day it was set; a limit leaves about a fifth.
const budget = (name, limit) => ({
  name: `@alphaedit/${name}`,
  path: `../../packages/${name}/dist/index.js`,
  limit,
  ignore: ['@tensorflow/tfjs-core'],
});

export default [
  budget('spec', '2 kB'), // 1.6 kB: error classes and their codes, the rest is types
  budget('linalg', '10.5 kB'), // 8.6 kB
  budget('safetensors', '4 kB'), // 3.2 kB
  budget('engine', '42 kB'), // 34.6 kB, of which 21 kB are the WebAssembly backend's script
  budget('model', '34 kB'), // 27.8 kB
  budget('covariance', '9 kB'), // 7.3 kB
  budget('locate', '8.5 kB'), // 7.0 kB
  budget('editors', '26 kB'), // 21.5 kB
  budget('eval', '60 kB'), // 49 kB, of which half are the parsers of JSON streams, CSV and fields
  budget('artifacts', '34 kB'), // 28 kB, nearly all of it the validation of packs from outside
  budget('report', '295 kB'), // 245 kB, nearly all of it Vega, which a page loads when it draws its first plot
  budget('conformance', '55 kB'), // 45 kB
];
