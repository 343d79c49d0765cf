import { describe, expect, test } from "vitest";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { shortWords, sortWords } from "#app/routes/crm/lists/list-words.ts";

const asked = (address: string) => readListQuery(new URLSearchParams(address), columnsOf("contact"));

describe("CRM-2: the words of a list", () => {
	test("CRM-2: every order is told in its column's words, never by a machine's name", () => {
		expect(sortWords({ by: "createdAt", down: true }, columnsOf("contact"))).toBe("Sorted by created, newest first");
		expect(sortWords({ by: "name", down: false }, columnsOf("deal"))).toBe("Sorted by name, from A to Z");
		expect(sortWords({ by: "value", down: true }, columnsOf("deal"))).toBe("Sorted by value, largest first");
		for (const type of RECORD_TYPES) {
			for (const { id, label } of columnsOf(type).filter(({ sorts }) => sorts)) {
				const words = sortWords({ by: id, down: false }, columnsOf(type));
				expect(words.toLowerCase(), id).toContain(label.toLowerCase());
				expect(words, id).not.toMatch(/[a-z][A-Z]/);
			}
		}
	});

	test("CRM-2: words of one or two letters are said to be looked for at the beginning of words", () => {
		expect(shortWords(asked("q=an"))).toMatch(/“an” is looked for at the beginning of words only. Write three letters/);
		expect(shortWords(asked("q=an be ortiz"))).toMatch(/“an” and “be” are/);
		expect(shortWords(asked("f=city.contains.li"))).toMatch(/“li”/);
		for (const fine of ["", "q=ann", "f=city.is.li", "q=%2B1 414 555"])
			expect(shortWords(asked(fine)), fine).toBeUndefined();
	});
});
