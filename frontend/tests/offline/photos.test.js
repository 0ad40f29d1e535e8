import { describe, expect, it } from "vitest";

import { exifOf, mayTell, withExif } from "../../src/offline/exif.js";
import { fitted, kindOf, PlaceStays, reduced } from "../../src/offline/photos.js";

const START = [0xff, 0xd8];
const JFIF = [0xff, 0xe0, 0x00, 0x04, 0x4a, 0x46];
const SCAN = [0xff, 0xda, 0x00, 0x02, 0x01, 0xff, 0xd9];

/** An EXIF segment with one entry, the orientation, in either order of bytes. */
function exif(orientation, little) {
  const two = (value) => (little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const four = (value) => (little ? [...two(value), 0, 0] : [0, 0, ...two(value)]);
  const order = little ? [0x49, 0x49] : [0x4d, 0x4d];
  const tiff = [...order, ...two(42), ...four(8), ...two(1), ...two(0x0112), ...two(3), ...four(1), ...two(orientation), 0, 0, ...four(0)];
  return [0xff, 0xe1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
}

const photo = (bytes, name = "cau.jpg", type = "image/jpeg") => new File([new Uint8Array(bytes)], name, { type });
const drawn = (width, height) => ({
  read: async () => ({ width, height }),
  write: async (_bitmap, size) => new Blob([new Uint8Array([...START, ...JFIF, size.width & 255])]),
});

describe("what the camera noted", () => {
  it.each([true, false])("is found, with the picture upright (little-endian: %s)", (little) => {
    const segment = exifOf(new Uint8Array([...START, ...JFIF, ...exif(6, little), ...SCAN]));
    expect([...segment]).toEqual(exif(1, little));
  });

  it("is not found where there is none, and no broken file is an error", () => {
    expect(exifOf(new Uint8Array([...START, ...JFIF, ...SCAN]))).toBeNull();
    expect(exifOf(new Uint8Array([...START, 0xff, 0xe1, 0xff, 0xff, 0x45]))).toBeNull();
    expect(exifOf(new Uint8Array([1, 2, 3]))).toBeNull();
  });

  it("comes back right behind the first marker", () => {
    const joined = withExif(new Uint8Array([...START, ...JFIF]), new Uint8Array([0xff, 0xe1]));
    expect([...joined]).toEqual([...START, 0xff, 0xe1, ...JFIF]);
  });

  it("is known in other formats by its name", () => {
    expect(mayTell(new TextEncoder().encode("\u0089PNG....eXIf"))).toBe(true);
    expect(mayTell(new TextEncoder().encode("\u0089PNG....IDAT"))).toBe(false);
  });
});

describe("a photograph", () => {
  it.each([[4000, 3000, 1600, 1200], [3000, 4000, 1200, 1600], [1600, 900, 1600, 900], [9000, 2, 1600, 1]])(
    "of %i × %i becomes %i × %i", (width, height, ...size) => {
      expect(Object.values(fitted(width, height))).toEqual(size);
    },
  );

  it("loses place and time, keeps its name, and becomes JPEG", async () => {
    const file = await reduced(photo([...START, ...exif(6, true), ...SCAN], "cau.JPEG"), { pictures: drawn(4000, 3000) });
    expect([file.name, file.type]).toEqual(["cau.jpg", "image/jpeg"]);
    expect(exifOf(new Uint8Array(await file.arrayBuffer()))).toBeNull();
  });

  it("loses them also where it is small already", async () => {
    const file = await reduced(photo([...START, ...exif(1, true), ...SCAN]), { pictures: drawn(100, 80) });
    expect(exifOf(new Uint8Array(await file.arrayBuffer()))).toBeNull();
  });

  it("keeps them where the person says so", async () => {
    const file = await reduced(photo([...START, ...exif(6, true), ...SCAN]), { keepPlace: true, pictures: drawn(4000, 3000) });
    expect([...exifOf(new Uint8Array(await file.arrayBuffer()))]).toEqual(exif(1, true));
  });

  it("that is small and tells nothing stays as it is", async () => {
    const file = photo([0x89, 0x50], "hinh.png", "image/png");
    expect(await reduced(file, { pictures: drawn(8, 6) })).toBe(file);
  });

  it("that this browser cannot read is sent only where its place may be told", async () => {
    const file = photo([0], "cau.heic", "");
    const pictures = { read: () => Promise.reject(new Error("no decoder")) };
    await expect(reduced(file, { pictures })).rejects.toBeInstanceOf(PlaceStays);
    expect(await reduced(file, { keepPlace: true, pictures })).toBe(file);
  });

  it("is told from a document by its kind", async () => {
    const file = new File(["%PDF"], "bien-ban.pdf", { type: "application/pdf" });
    expect(await reduced(file)).toBe(file);
    expect(kindOf(new File([], "a.JPG"))).toBe("image/jpeg");
  });
});
