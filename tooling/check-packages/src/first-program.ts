/** The first TypeScript example of a page, if it has one. */
export const firstProgram = (markdown: string): string | undefined =>
  /^```ts\n(.*?)^```$/ms.exec(markdown)?.[1];
