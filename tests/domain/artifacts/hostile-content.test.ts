import { expect, test } from "vitest";
import { AnyContent } from "#app/domain/artifacts/schema.ts";

test("SUCCESS-7 content that is made to be wide or deep is refused in words, and exhausts no stack", () => {
	const wide = AnyContent.safeParse({ a: Array.from({ length: 400_000 }, () => 0) });
	expect(wide.error?.issues[0]?.message).toMatch(/larger than the 256 kB/);
	let deep: unknown = 1;
	for (let level = 0; level < 100_000; level++) deep = [deep];
	expect(AnyContent.safeParse({ deep }).error?.issues[0]?.message).toBe("Nest 20 levels at most.");
	expect(AnyContent.safeParse({ a: [1, { b: "c" }] }).success).toBe(true);
});
