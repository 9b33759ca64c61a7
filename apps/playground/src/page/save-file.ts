/** Hands bytes to the visitor as a download. */
export function saveFile(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun when the click returns; the bytes are let go a little later all the same.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
