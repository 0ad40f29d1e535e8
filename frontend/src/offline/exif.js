// The part of a photograph that says where and when it was taken (EXIF, the APP1 segment of JPEG), to be carried over or left out.
const SOI = 0xffd8;
const APP1 = 0xffe1;
const ORIENTATION = 0x0112;
const NAME = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif" and two zeros

/** The EXIF segment of a JPEG, marker and length included, its picture turned upright; null where there is none. */
export function exifOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== SOI) return null;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = at + 2 + view.getUint16(at + 2);
    if (view.getUint16(at) === APP1 && end <= bytes.length && NAME.every((byte, place) => bytes[at + 4 + place] === byte)) {
      return upright(bytes.slice(at, end));
    }
    at = end;
  }
  return null;
}

/** A JPEG with the segment put in right behind its first marker, where readers look for it. */
export function withExif(bytes, segment) {
  const joined = new Uint8Array(bytes.length + segment.length);
  joined.set(bytes.subarray(0, 2));
  joined.set(segment, 2);
  joined.set(bytes.subarray(2), 2 + segment.length);
  return joined;
}

/** The browser has turned the picture already: a reader that turned it again would lay it on its side. */
function upright(segment) {
  const tiff = 10;
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  if (segment.length < tiff + 10) return segment;
  const little = view.getUint16(tiff) === 0x4949;
  const first = tiff + view.getUint32(tiff + 4, little);
  if (first + 2 > segment.length) return segment;
  const count = view.getUint16(first, little);
  for (let place = first + 2; place < first + 2 + count * 12 && place + 12 <= segment.length; place += 12) {
    if (view.getUint16(place, little) === ORIENTATION) view.setUint16(place + 8, 1, little);
  }
  return segment;
}

/** Whether a PNG or WebP file carries such data. The names stand in the file as they are. */
export function mayTell(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  return /eXIf|EXIF|XMP|Raw profile/.test(text);
}
