// Loads modules four at a time.
const AT_ONCE = 4;
let loading = 0;
const waiting = [];

export async function load(url, context, nextLoad) {
  if (loading >= AT_ONCE) await new Promise((resolve) => waiting.push(resolve));
  else loading++;
  try {
    return await nextLoad(url, context);
  } finally {
    // Hands its turn on.
    const next = waiting.shift();
    if (next) next();
    else loading--;
  }
}
