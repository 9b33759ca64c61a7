// What `import … from 'alphaedit'` gives: the library behind the command.
export * from '@alphaedit/core';
export * from '@alphaedit/core/node';
