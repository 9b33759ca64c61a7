import { statfs } from 'node:fs/promises';

/** Magic numbers of file systems that one machine alone mounts for writing (Linux: statfs(2)). */
const LOCAL = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0xca451a4e, // bcachefs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
]);

/** Whether no other machine can write to the file system that holds `folder`; `false` where that is not sure. */
export async function isOnLocalFileSystem(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return statfs(folder).then(
    ({ type }) => LOCAL.has(type),
    () => false,
  );
}
