/** A drawing as it can stand in Markdown: a blank line would end the HTML block. */
export const asOneImage = (svg: string): string => svg.replace(/\n\s*\n/g, '\n');
