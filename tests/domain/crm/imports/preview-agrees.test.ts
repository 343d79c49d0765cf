import { beforeAll, expect, test } from "vitest";
import { IMPORT_KINDS } from "#app/domain/crm/imports/kinds/kinds.ts";
import { DUPLICATE_ACTS } from "#app/domain/crm/imports/schema.ts";
import { makeOrg, openTestHouse } from "#tests/support/house.ts";
import { contactsOf, importText } from "./files.ts";

beforeAll(async () => {
	await openTestHouse();
});

/** The same numbers in every run (a linear congruential generator, Numerical Recipes' constants). */
function drawFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const HEAD = "first name,email,phone,city,company,customer no.\n";
const MAPPING = ["first_name", "email", "phone", "city", "account", "id"];

/** Rows that speak of the same few people again and again, in part, and by other addresses. */
function rowsOf(count: number, seed: number): string {
	const draw = drawFrom(seed);
	let text = "";
	for (let at = 0; at < count; at++) {
		const who = draw(count / 3);
		const email = draw(4) > 0 ? `p${who}@example.test` : draw(2) > 0 ? `p${draw(count / 3)}@example.test` : "";
		const phone = draw(3) > 0 ? `+1206555${String(who).padStart(4, "0")}` : "";
		const city = ["", "Reno", "Elko"][draw(3)];
		const company = ["", "", "Orchard", "Mill"][draw(4)];
		text += `Ann${draw(2)},${email},${phone},${city},${company},K-${who}\n`;
	}
	return text;
}

const CASES = DUPLICATE_ACTS.flatMap((duplicates) =>
	Object.keys(IMPORT_KINDS.contact.matches).map((match, at) => [duplicates, match, at] as const),
);

test.each(CASES)(
	"CRM-3 a file that repeats itself: preview and import agree (%s, by %s)",
	async (duplicates, match, at) => {
		const org = await makeOrg();
		await importText(org, HEAD + rowsOf(60, 7 + at), { mapping: MAPPING, match, duplicates: "create" });
		const before = (await contactsOf(org)).length;
		const text = HEAD + rowsOf(1_300, 70 + at);
		const { preview, done } = await importText(org, text, { mapping: MAPPING, match, duplicates });
		expect(preview.counts).toEqual(done.counts);
		expect(Object.values(done.counts).reduce((sum, one) => sum + one, 0)).toBe(1_300);
		expect((await contactsOf(org)).length - before).toBe(done.counts.created);
	},
);
