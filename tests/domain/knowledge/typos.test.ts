import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeDocument } from "./library.ts";

let org: TestOrg;
beforeAll(async () => void (await openTestHouse()));
beforeEach(async () => {
	org = await makeOrg();
});

const found = async (q: string, of = org) =>
	(await as(of, "viewer", (ctx) => searchKnowledge(ctx, { q, vector: null, limit: 9 }))).passages
		.filter(({ byWords }) => byWords !== null)
		.map(({ title }) => title);
const meant = (q: string) =>
	as(org, "viewer", async ({ db }) => {
		const { rows } = await sql<{ word: string }>`select word from weigh_words(${q}) order by weight desc, word`.execute(
			db,
		);
		return rows.map(({ word }) => word);
	});

describe("misspelt questions", () => {
	test("KB-3: words of a new document bear slips as soon as it can be found, whatever else is like them", async () => {
		for (let at = 0; at < 3; at++) {
			await makeDocument(org, `Rules ${at}`, "The longer lane. Lone owners complain, and compliant ones do not.");
			await makeDocument(org, `More ${at}`, "The lonely stay longer on the corner of the owner.");
		}
		await makeDocument(org, "Loaner cars", "A loaner car is lent for a day. A complaint goes to the office.");
		expect(await found("loner")).toContain("Loaner cars");
		// As near to "compliant", which is more common here.
		expect(await found("complant")).toContain("Loaner cars");
		const other = await makeOrg();
		expect(await found("complant", other)).toEqual([]);
	});

	test("KB-3: an uploaded document bears slips once it is read, before anything else has run", async () => {
		await makeDocument(org, "Rules", "The longer lane has lonely corners.");
		const bytes = (async function* () {
			yield Buffer.from("Our loaner cars are blue. Bring them back by six.");
		})();
		await addDocument((fn) => as(org, "user", fn), { name: "fleet.txt", mediaType: "", bytes }, {});
		await runJobs(new Date(Date.now() + 60_000));
		expect((await found("loner cars"))[0]).toBe("fleet");
	});

	test("KB-3: two slips in two words find the document that has both", async () => {
		const handbook = "Employees get a bicycle allowance of forty dollars a month for riding to work.";
		await makeDocument(org, "Handbook", handbook);
		await makeDocument(
			org,
			"Window tint rules",
			"The front window may allow seventy percent. Tint rules allow more at the back.",
		);
		await makeDocument(org, "Visitors", "We allow visitors. We allow dogs. We allow children.");
		expect((await found("bycicle alowance"))[0]).toBe("Handbook");
		expect(await meant("bycicle")).toEqual(["bicycl"]);
	});

	test("KB-3: a word that is known stays as it stands, and one that is like nothing finds nothing", async () => {
		await makeDocument(org, "Lanes", "The longer lane. The loaner car.");
		expect(await meant("longer")).toEqual(["longer"]);
		expect(await meant("xylophone")).toEqual([]);
		expect(await meant("r2d2c3")).toEqual([]);
		expect(await meant("loanre")).toContain("loaner");
	});
});
