import { expect, it } from "vitest";

import { fromIso, toIso } from "../src/modules/days.js";

it.each([
  ["1/2/2026", "2026-02-01"],
  ["01/02/2026", "2026-02-01"],
  ["01-02-26", "2026-02-01"],
  ["31.12.2026", "2026-12-31"],
  ["29/02/2028", "2028-02-29"],
  ["29/02/2026", ""],
  ["31/04/2026", ""],
  ["12/13/2026", ""],
  ["2026-02-01", ""],
  ["", ""],
  ["hôm nay", ""],
])("reads %s as %s", (text, iso) => expect(toIso(text)).toBe(iso));

it("writes day before month", () => {
  expect(fromIso("2026-02-01")).toBe("01/02/2026");
  expect(fromIso("")).toBe("");
});
