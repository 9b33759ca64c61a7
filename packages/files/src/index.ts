export { type Downloaded, type DownloadOptions, download } from './download/download.js';
export { type HttpGetOptions, httpGet } from './download/http-get.js';
export { printableAddress } from './download/printable-address.js';
export type { ReceiveOptions } from './download/receive.js';
export { receiveText } from './download/receive-text.js';
export { type RetryingOptions, type RetryOptions, retrying } from './download/retrying.js';
export { TransientError } from './download/transient-error.js';
export { UnusableAnswer } from './download/unusable-answer.js';
export { fileSize } from './file-size.js';
export {
  acquireLock,
  assertUnlocked,
  type Lock,
  type LockHolder,
  type LockOptions,
  withLock,
} from './lock/lock.js';
export { makeFolder } from './make-folder.js';
export { parseJson, readJson } from './read-json.js';
export { removeFile, removeTree } from './remove-file.js';
export { syncFolders } from './sync.js';
export { removeStaleTemporaries } from './temporary-name.js';
export { writableFolder } from './writable-folder.js';
export { writeError } from './write-error.js';
export { writeFileAtomically } from './write-file-atomically.js';
export { type FolderContents, writeFolder } from './write-folder.js';
