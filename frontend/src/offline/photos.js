// Photographs are made small on the phone before they are kept or sent: the longest side 1600 px, JPEG, and without what the
// camera noted (place, time, serial number) unless the person keeps it.
import { exifOf, mayTell, withExif } from "./exif.js";

export const LONGEST = 1600;
const QUALITY = 0.85;
const SMALL = 500_000; // bytes
const PICTURE = /^image\/(jpeg|png|webp|heic|heif)$/;
const ENDINGS = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp", heic: "image/heic", heif: "image/heif" };

/** A photograph whose place cannot be taken out here. */
export class PlaceStays extends Error {}

/** Width and height with the longest side at most `longest`. */
export function fitted(width, height, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The kind of a file; phones leave it out for some. */
export const kindOf = (file) => file.type || ENDINGS[file.name.split(".").pop().toLowerCase()] || "";

const draw = {
  read: (file) => createImageBitmap(file, { imageOrientation: "from-image" }),
  async write(bitmap, { width, height }) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff"; // JPEG knows no transparency
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  },
};

/**
 * The file as it is kept and sent. Anything but a photograph stays as it is; a picture that the browser cannot read stays only
 * where its place may be told. Throws PlaceStays.
 */
export async function reduced(file, { keepPlace = false, pictures = draw } = {}) {
  const kind = kindOf(file);
  if (!PICTURE.test(kind)) return file;
  let bitmap;
  try {
    bitmap = await pictures.read(file);
  } catch {
    if (keepPlace) return file;
    throw new PlaceStays(file.name);
  }
  const size = fitted(bitmap.width, bitmap.height);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isSmall = size.width === bitmap.width && size.height === bitmap.height && file.size <= SMALL;
  const tells = kind === "image/jpeg" ? exifOf(bytes) !== null : mayTell(bytes);
  if (isSmall && (keepPlace || !tells)) return file;
  const blob = await pictures.write(bitmap, size);
  bitmap.close?.();
  const exif = keepPlace && kind === "image/jpeg" ? exifOf(bytes) : null;
  const content = exif ? withExif(new Uint8Array(await blob.arrayBuffer()), exif) : blob;
  const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
  return new File([content], name, { type: "image/jpeg", lastModified: file.lastModified });
}
