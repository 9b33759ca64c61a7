export { diagonalMemit } from './diagonal-memit.js';
