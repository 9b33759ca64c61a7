import { plural } from '@alphaedit/spec';

/** How many facts a pack or an export holds, and of how many it is a part. */
export const factsOfPack = ({
  factCount,
  partOf,
}: {
  readonly factCount: number;
  readonly partOf?: number;
}): string =>
  partOf === undefined ? plural(factCount, 'fact') : `${factCount} of ${plural(partOf, 'fact')} of its run`;
