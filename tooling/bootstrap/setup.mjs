// npm run setup: brings pnpm along if it is missing, installs and builds.
import { build, prepare } from './workspace.mjs';

prepare();
build();
