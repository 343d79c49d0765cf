import { beforeAll, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { loader, action as settings } from "#app/routes/crm/imports/import.tsx";
import { action as act } from "#app/routes/crm/imports/import-acts.ts";
import { action as upload } from "#app/routes/crm/imports/import-new.tsx";
import { loader as refusedRows } from "#app/routes/crm/imports/refused-rows.ts";
import { loader as sampleFile } from "#app/routes/crm/imports/sample-file.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let cookie: string;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
});

/** What a browser without a script sends. */
function chosen(text: string | Uint8Array<ArrayBuffer>, asked = cookie, type = "contact") {
	const fields = new FormData();
	fields.append("file", new File([text], "march.csv", { type: "text/csv" }));
	const request = new Request(`http://localhost:3000/imports/new?type=${type}`, {
		method: "POST",
		body: fields,
		headers: { cookie: asked },
	});
	return { request, params: {}, context: { requestId: "r", nonce: "", ip: undefined } } as never;
}

test("CRM-3 a clerk without a script uploads, maps, previews, begins, downloads what was refused and undoes", async () => {
	const sent = (await upload(chosen("Mail;Ort\nann@example.test;Reno\n=bad;Elko\n"))) as Response;
	const path = sent.headers.get("Location")!;
	const id = path.split("/").at(-1)!;
	const args = (more = {}) => argsFor({ cookie, path, params: { id }, ...more });
	const drawn = await loader(args());
	expect(drawn.import).toMatchObject({
		title: "march.csv",
		state: "draft",
		params: { mapping: ["email", "city"], delimiter: "semicolon" },
	});
	const fields = {
		encoding: "utf-8",
		delimiter: "semicolon",
		match: "email",
		duplicates: "fill",
		country: "US",
		"mapping[0]": "email",
		"mapping[1]": "none",
	};
	const refused = (await settings(args({ fields: { ...fields, "mapping[0]": "none" } }))) as {
		init: { status: number };
	};
	expect(refused.init.status).toBe(422);
	expect(((await settings(args({ fields }))) as Response).headers.get("Location")).toBe(`${path}#preview`);
	await runJobs(new Date(Date.now() + 60_000));
	const press = async (name: string) =>
		((await act(args({ fields: { act: name } }))) as Response).headers.get("Location");
	expect(await press("begin")).toBe(path);
	await runJobs(new Date(Date.now() + 60_000));
	const file = await (await refusedRows(args())).text();
	expect(file).toBe("Mail,Ort,Row,Reason\r\n'=bad,Elko,3,“=bad” is no email address.\r\n");
	await press("undo");
	await runJobs(new Date(Date.now() + 60_000));
	expect((await as(org, "user", (ctx) => getImport(ctx, id))).state).toBe("undone");
});

test("CRM-3 a file that cannot be taken is refused on the page it was chosen on, with words", async () => {
	const answer = async (text: string | Uint8Array<ArrayBuffer>) =>
		(await upload(chosen(text))) as { data: { message: string }; init: { status: number } };
	expect(await answer("")).toMatchObject({
		init: { status: 422 },
		data: { message: expect.stringContaining("empty") },
	});
	expect(await answer("PK\u0003\u0004")).toMatchObject({
		init: { status: 415 },
		data: { message: expect.stringContaining("Excel") },
	});
	await expect(upload(chosen("a\nb\n", await cookieOf(org, "viewer")))).rejects.toMatchObject({ status: 403 });
});

test("CRM-3 a clerk without a script imports deals: chooses what becomes of unknown accounts, and how days and amounts are written", async () => {
	const text = 'Opportunity,Company,Amount,Close date\nRenewal,New Ltd,"1.250,50",03.04.2027\n';
	const path = ((await upload(chosen(text, cookie, "deal"))) as Response).headers.get("Location")!;
	const id = path.split("/").at(-1)!;
	const args = (more = {}) => argsFor({ cookie, path, params: { id }, ...more });
	const drawn = await loader(args());
	expect(drawn.import).toMatchObject({
		type: "deal",
		params: { mapping: ["name", "account", "value", "closes"], accounts: "refuse", match: "name-and-account" },
	});
	expect(drawn.choices.asks).toEqual(["dates", "numbers", "money", "accounts"]);
	expect(drawn.choices.targets).toContainEqual({ value: "closes", label: "Close date" });
	const fields = {
		...{ encoding: "utf-8", delimiter: "comma", match: "name-and-account", duplicates: "fill" },
		...{ accounts: "create", dates: "dmy", decimals: "comma", currency: "eur" },
		...Object.fromEntries(["name", "account", "value", "closes"].map((target, at) => [`mapping[${at}]`, target])),
	};
	const wrong = (await settings(args({ fields: { ...fields, currency: "XYZ" } }))) as { init: { status: number } };
	expect(wrong.init.status).toBe(422);
	expect(((await settings(args({ fields }))) as Response).headers.get("Location")).toBe(`${path}#preview`);
	await runJobs(new Date(Date.now() + 60_000));
	await act(args({ fields: { act: "begin" } }));
	await runJobs(new Date(Date.now() + 60_000));
	const deals = await as(org, "user", (ctx) =>
		ctx.db.selectFrom("deals").select(["name", "value_cents", "currency", "closes_on", "sort_account"]).execute(),
	);
	expect(deals).toEqual([
		{ name: "Renewal", value_cents: 125_050, currency: "EUR", closes_on: "2027-04-03", sort_account: "new ltd" },
	]);
});

test("SUCCESS-1 a clerk without a script imports the sample files of contracts and stakeholders, and undoes them", async () => {
	const ask = async (type: string) =>
		(await sampleFile(argsFor({ cookie, path: `/imports/samples/${type}`, params: { type } }))).text();
	for (const name of ["Orchard Ltd", "Mill & Sons"])
		await as(org, "user", (ctx) => createAccount(ctx, { name, lifecycle: "customer" }));
	for (const [type, shown] of [
		["contract", "Platform subscription"],
		["stakeholder", "Ann Lee"],
	] as const) {
		const sent = (await upload(chosen(await ask(type), cookie, type))) as Response;
		const path = sent.headers.get("Location")!;
		const id = path.split("/").at(-1)!;
		const args = (more = {}) => argsFor({ cookie, path, params: { id }, ...more });
		const { import: draft, choices } = await loader(args());
		expect(draft).toMatchObject({ rows: type, type: "account" });
		expect(draft.params.mapping).not.toContain("");
		expect(choices.asks).toEqual(type === "contract" ? ["dates", "numbers", "money"] : []);
		expect(choices.acts).toEqual(["fill", "overwrite", "skip"]);
		const { encoding, match, duplicates, mapping, dates, decimals, currency } = draft.params;
		const columns = Object.fromEntries(mapping.map((target, at) => [`mapping[${at}]`, target]));
		const fields = { encoding, delimiter: "comma", match, duplicates, dates, decimals, currency, ...columns };
		await settings(args({ fields }));
		await runJobs(new Date(Date.now() + 60_000));
		for (const name of ["begin", "undo"]) {
			await act(args({ fields: { act: name } }));
			await runJobs(new Date(Date.now() + 60_000));
			const { counts, state } = await as(org, "user", (ctx) => getImport(ctx, id));
			expect({ counts, state }).toEqual({
				counts: { created: 2, updated: 0, skipped: 0, refused: 0 },
				state: name === "begin" ? "done" : "undone",
			});
		}
		expect(JSON.stringify(draft.params.samples)).toContain(shown);
	}
});

test("CRM-3 there is a sample file for each kind of record, for who may import", async () => {
	const ask = (type: string, asked = cookie) =>
		sampleFile(argsFor({ cookie: asked, path: `/imports/samples/${type}`, params: { type } }));
	const answer = await ask("deal");
	expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="deals-sample.csv"');
	expect((await answer.text()).split("\r\n")[0]).toContain("Name,Account (company),Contact (email or full name)");
	await expect(ask("invoice")).rejects.toMatchObject({ status: 404 });
	await expect(ask("deal", await cookieOf(org, "viewer"))).rejects.toMatchObject({ status: 403 });
});
