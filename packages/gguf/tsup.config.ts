import { packageBuild } from '@alphaedit/build';

export default packageBuild(['src/index.ts', 'src/node.ts']);
