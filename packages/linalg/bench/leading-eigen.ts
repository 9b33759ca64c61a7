// What the projector of one layer takes: the eigenpairs from the threshold on, beside a whole decomposition.
//
//   npm run pnpm -- --filter @alphaedit/linalg bench 6400 328 [3072 40 …]
//
// For each size d and number k of preserved directions: a matrix with eigenvalues 50 · i^-1.2, as second moments have
// them, a threshold that k of them reach, and the floor: 2 d² · 5k operations in products and d³ / 3 for the proof, at the
// rate of a product of this machine measured in the same run.
import { createPortableLinearAlgebra, leadingEigen } from '../src/index.js';
import { createLapackLinearAlgebra, loadBlas } from '../src/node.js';
import { withEigenvalues } from '../test/random.js';

const WHOLE_UP_TO = 7000;

const blas = loadBlas();
const linalg = blas?.hasLapack ? createLapackLinearAlgebra(blas) : createPortableLinearAlgebra();
console.log(blas?.hasLapack ? blas.description : 'portable');

async function seconds<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
}

async function rate(): Promise<number> {
  const n = 1024;
  const a = { rows: n, cols: n, data: new Float64Array(n * n).fill(1) };
  const b = { ...a, data: a.data.slice() };
  await linalg.matmul(a, b);
  const [, took] = await seconds(() => linalg.matmul(a, b));
  return (2 * n ** 3) / took;
}

const sizes = process.argv.slice(2).map(Number);
for (let i = 0; i + 1 < sizes.length; i += 2) {
  const [d, k] = [sizes[i]!, sizes[i + 1]!];
  const values = Array.from({ length: d }, (_, j) => 50 * (j + 1) ** -1.2);
  const c = withEigenvalues(values, 1);
  const perSecond = await rate();
  const [found, took] = await seconds(() => leadingEigen(linalg, c, (values[k - 1]! + values[k]!) / 2));
  const floor = (10 * d * d * k + d ** 3 / 3) / perSecond;
  const whole = d <= WHOLE_UP_TO ? (await seconds(() => linalg.eigh(c)))[1] : undefined;
  console.log(
    JSON.stringify({
      d,
      k: found?.values.length ?? 'not thin',
      seconds: took,
      floor,
      whole,
      times: whole && whole / took,
      gflops: perSecond / 1e9,
    }),
  );
}
