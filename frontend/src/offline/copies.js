// Kept pages: under which address they stand, how old they may be, and how a page knows that it is one.
const FRESH_MS = 30 * 60 * 1000;

/** The address under which a page is kept: with the share that it is about, nothing else; null for other forms of it. */
export function keptAddress(address) {
  const asked = [...address.searchParams.keys()].filter((name) => name !== "sent");
  if (asked.some((name) => name !== "share")) return null;
  const share = address.searchParams.get("share");
  return `${address.origin}${address.pathname}${share ? `?share=${share}` : ""}`;
}

/** Whether a kept page is recent enough not to be fetched again just for keeping. */
export function isFresh(kept, now = Date.now()) {
  return now - Date.parse(kept.headers.get("X-Kept-At") ?? "") < FRESH_MS;
}

/** The kept page, marked so that its script shows from when it is. */
export async function savedCopy(kept) {
  const html = (await kept.text()).replace("<html ", `<html data-saved-copy="${kept.headers.get("X-Kept-At") ?? ""}" `);
  return new Response(html, { status: 200, headers: copyOf(kept.headers) });
}

function copyOf(headers) {
  const copied = new Headers(headers);
  for (const name of ["Content-Length", "Content-Encoding"]) copied.delete(name);
  return copied;
}
