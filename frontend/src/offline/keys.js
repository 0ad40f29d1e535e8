// Keys by which the server knows a second delivery. crypto.randomUUID needs HTTPS; a closed network may have none.

/** A new key of 32 hexadecimal digits. */
export function newKey(random = (bytes) => crypto.getRandomValues(bytes)) {
  return [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
