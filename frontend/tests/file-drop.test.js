import { expect, it } from "vitest";

import { refused, writtenSize } from "../src/modules/file-drop.js";

const file = (name, size) => ({ name, size });

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [3_400_000, "3,4 MB"],
  [52_000_000, "52 MB"],
  [2_150_000_000, "2,2 GB"],
])("writes %d bytes as %s", (bytes, text) => expect(writtenSize(bytes)).toBe(text));

it("refuses a file above the limit and takes one exactly on it", () => {
  const limit = 2 * 1024 * 1024;
  expect(refused([file("a.pdf", limit), file("b.pdf", limit + 1)], 2)).toEqual([{ file: file("b.pdf", limit + 1), reason: "large" }]);
});

it("refuses an ending that was not asked for, whatever its case", () => {
  const files = [file("KẾ HOẠCH.DOCX", 1), file("ke-hoach.pdf.exe", 1), file("khong-duoi", 1)];
  expect(refused(files, 50, ".docx, .pdf").map(({ file: { name }, reason }) => [name, reason])).toEqual([
    ["ke-hoach.pdf.exe", "kind"],
    ["khong-duoi", "kind"],
  ]);
});

it("takes every kind where none is named", () => {
  expect(refused([file("x.odt", 1)], 50, "")).toEqual([]);
});
