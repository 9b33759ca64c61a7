import ts from 'typescript';

/** A program of one source text, as if it lay at `path`; no library is loaded. */
export function sourceProgramOf(path: string, text: string): ts.Program {
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options) =>
    name === path ? ts.createSourceFile(path, text, options, true) : read(name, options);
  return ts.createProgram([path], { noLib: true, types: [] }, host);
}
