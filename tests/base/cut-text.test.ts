import { expect, test } from "vitest";
import { cutText } from "#app/base/words/cut-text.ts";

test.each([
	["Short enough", 12, "Short enough"],
	["Your estimate is ready", 15, "Your estimate…"],
	["Your estimate is ready", 13, "Your estimate…"],
	["Hello Ann,\n\nyour estimate", 12, "Hello Ann…"],
	["https://example.test/long", 8, "https://…"],
	["ab😀cd", 3, "ab…"],
	["", 5, ""],
])("LEAD-5 %j in %i letters is %j", (text, most, cut) => expect(cutText(text, most)).toBe(cut));
