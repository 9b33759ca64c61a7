/** For which machines wheels are: system and processor, and whether it has the C library they are built for. */
export function wheelPlatform(): { readonly platform: string; readonly hasGlibc: boolean } {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return {
    platform: `${process.platform}-${process.arch}`,
    hasGlibc: process.platform !== 'linux' || report.header?.glibcVersionRuntime !== undefined,
  };
}
