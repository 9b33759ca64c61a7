/** How many facts a pack or an export holds, and of how many it is a part. */
export const factsOfPack = ({
  factCount,
  partOf,
}: {
  readonly factCount: number;
  readonly partOf?: number;
}): string =>
  partOf === undefined ? `${factCount} facts` : `${factCount} of the ${partOf} facts of its run`;
