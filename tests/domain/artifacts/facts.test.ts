import { beforeAll, describe, expect, it } from "vitest";
import { dueDay } from "#app/domain/artifacts/recommending/due-day.ts";
import { factsOf } from "#app/domain/artifacts/recommending/facts.ts";
import { lineReader } from "#app/domain/artifacts/recommending/model-lines.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { getKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeAccount } from "./contract-house.ts";

let org: TestOrg;
let accountId: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	accountId = await makeAccount(org, "Quarry");
});

describe("what recommendations stand on", () => {
	it("SUCCESS-7 names people whole, those with most influence first, and says how many more there are", async () => {
		const { id: contactId } = await as(org, "user", (ctx) =>
			createContact(ctx, { firstName: "Zoë", lastName: "Last", phone: "+15035550123", email: "zoe@quarry.example" }),
		);
		const people = Array.from({ length: 12 }, (_, index) => ({
			...{ key: `p${index}`, name: `Jörg Müller ${index}`, sentiment: 50, influence: index * 8 },
			...(index === 11 ? { name: "Zoë Last", influence: 100, contactId } : {}),
		}));
		await as(org, "user", (ctx) => createArtifact(ctx, { kind: "stakeholder_map", accountId, content: { people } }));
		const known = await as(org, "viewer", (ctx) => getKnown(ctx, accountId));
		expect(known.stakeholders.map(({ name }) => name).slice(0, 3)).toEqual([
			"Zoë Last",
			"Jörg Müller 10",
			"Jörg Müller 9",
		]);
		expect(known.reach).toEqual([{ contactId, phone: "+15035550123", email: "zoe@quarry.example" }]);
		const { people: fact } = factsOf(known);
		expect(fact!.length).toBeLessThanOrEqual(300);
		expect(fact).toMatch(/^Stakeholders: Zoë Last \(influence high, neutral\); .*\); and \d+ more\.$/);
		const named = fact!.split("; ").length - 1;
		expect(fact).toContain(`and ${12 - named} more`);
		const long = factsOf({ ...known, stakeholders: [{ ...known.stakeholders[0]!, name: "Anna ".repeat(90).trim() }] });
		expect(long.people).toMatch(/ Anna…$/);
	});

	it("SUCCESS-7 a day is a working one and before the renewal, by rules and by a model", () => {
		// Fri 27 Nov 2026, renewed on Sat 28: nothing but today is left.
		const friday = "2026-11-27";
		expect(dueDay({ today: friday, days: 3, renewalOn: "2026-11-28" })).toBe(friday);
		expect(dueDay({ today: friday, days: 1, renewalOn: null })).toBe("2026-11-30");
		expect(dueDay({ today: friday, days: 14, renewalOn: "2026-12-07" })).toBe("2026-12-04");
		expect(dueDay({ today: friday, days: 3, renewalOn: "2026-12-31" })).toBe("2026-11-30");
		// Overdue: the next working day.
		expect(dueDay({ today: friday, days: 1, renewalOn: "2026-11-20" })).toBe("2026-11-30");
		expect(dueDay({ today: "2026-11-28", days: 3, renewalOn: "2026-11-29" })).toBe("2026-11-28");
		const reader = lineReader({ facts: { renewal: "Soon." }, today: friday, renewalOn: "2026-12-07" });
		const line = { title: "Call them", reason: "They renew.", facts: ["renewal"], dueInDays: 30 };
		expect(reader.take(`${JSON.stringify(line)}\n`)).toMatchObject([{ dueOn: "2026-12-04" }]);
	});
});
