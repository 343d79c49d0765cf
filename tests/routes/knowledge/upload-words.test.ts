import { expect, test } from "vitest";
import { said } from "#app/routes/knowledge/upload-words.ts";

test("KB-1: the message names the file that was left out and the document that it equals", () => {
	const added = { title: "FAQ", isSame: false, file: "faq-same.md" };
	const same = { title: "FAQ", isSame: true, file: "faq.md" };
	expect(said([added])).toBe("One file was uploaded: see its state.");
	expect(said([same])).toBe("Left out, because it is here already: “faq.md” is the same file as “FAQ”.");
	expect(said([added, added, same])).toBe(
		"2 files were uploaded: see their state. Left out, because it is here already: “faq.md” is the same file as “FAQ”.",
	);
	expect(said(Array.from({ length: 7 }, () => same))).toMatch(
		/^Left out, because they are here already: .*; and 2 more\.$/,
	);
	expect(said([{ ...same, file: "x".repeat(300) }]).length).toBeLessThan(200);
});
