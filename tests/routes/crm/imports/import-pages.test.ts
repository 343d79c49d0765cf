import { beforeAll, expect, test } from "vitest";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { loader, action as settings } from "#app/routes/crm/imports/import.tsx";
import { action as act } from "#app/routes/crm/imports/import-acts.ts";
import { action as upload } from "#app/routes/crm/imports/import-new.tsx";
import { loader as refusedRows } from "#app/routes/crm/imports/refused-rows.ts";
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
function chosen(text: string | Uint8Array<ArrayBuffer>, asked = cookie) {
	const fields = new FormData();
	fields.append("file", new File([text], "march.csv", { type: "text/csv" }));
	const request = new Request("http://localhost:3000/imports/new", {
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
