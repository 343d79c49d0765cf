import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { getContract } from "#app/domain/artifacts/contract/reading/contract-queries.ts";
import { readValue, valueWords } from "#app/domain/artifacts/contract/value-words.ts";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { Recommendations } from "#app/domain/artifacts/rules/recommendations.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { readContractForm, writeContract } from "#app/routes/success/artifacts/kinds/contract/contract-form.ts";
import { recommendationsView } from "#app/routes/success/artifacts/kinds/recommendations.tsx";
import type { Posted } from "#app/routes/success/artifacts/kinds/view.ts";
import * as contract from "#app/routes/success/contracts/contract.tsx";
import * as application from "#app/routes/success/contracts/contract-application.tsx";
import * as upload from "#app/routes/success/contracts/contract-new.tsx";
import * as original from "#app/routes/success/contracts/contract-original.ts";
import * as suggestions from "#app/routes/success/recommendations/recommendations-new.tsx";
import * as stream from "#app/routes/success/recommendations/recommendations-stream.ts";
import { makeAccount, pdfOf } from "#tests/domain/artifacts/contract-house.ts";
import { SAMPLES } from "#tests/domain/artifacts/contract-samples.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let accountId: string;
let cookie: string;
let key: string;
const later = () => new Date(Date.now() + 60_000);
const formOf = (bytes: Buffer, name = "order.pdf", fields: Record<string, string> = { accountId }) => {
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) form.append(field, value);
	form.append("file", new Blob([new Uint8Array(bytes)]), name);
	return form;
};
const post = (raw: FormData, path = "/api/workflows/contracts/upload") => callApi(key, path, { method: "POST", raw });
const thrown = (work: unknown) =>
	Promise.resolve(work).then(
		() => undefined,
		(error: Response) => error,
	);

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	accountId = await makeAccount(org, "Bluebird Clinics");
	cookie = await cookieOf(org, "user");
	key = await makeKey(org, "user");
});

describe("SUCCESS-7 a contract by the API", () => {
	it("SUCCESS-7 is uploaded once however often it is sent, by either address, and shown with its terms", async () => {
		const bytes = await pdfOf(SAMPLES.orderForm);
		const first = await post(formOf(bytes));
		const again = await post(formOf(bytes), "/api/workflows/contracts");
		expect([first.status, again.status]).toEqual([201, 201]);
		expect(again.body).toEqual({ ...first.body, isSame: true });
		const path = `/api/workflows/contracts/${first.body.id}`;
		expect((await callApi(key, path)).body).toMatchObject({ state: "waiting", analysis: null });
		await runJobs(later());
		const { body } = await callApi(key, path);
		expect(body).toMatchObject({ state: "done", kind: "pdf", pages: 1, analysis: { isContract: true, by: "rules" } });
		expect(body.analysis.findings[0]).toMatchObject({
			page: 1,
			quote: expect.any(String),
			sureness: expect.any(String),
		});
	});

	it("SUCCESS-7 refuses what has no account or no file, with words", async () => {
		const bytes = await pdfOf(SAMPLES.short);
		expect(await post(formOf(bytes, "a.pdf", {}))).toMatchObject({
			status: 422,
			body: { error: { message: expect.stringContaining("accountId before the file") } },
		});
		expect((await post(formOf(bytes, "a.pdf", { accountId: newId() }))).status).toBe(404);
		const empty = new FormData();
		empty.append("accountId", accountId);
		expect((await post(empty)).status).toBe(422);
	});
});

describe("SUCCESS-7 a contract's pages", () => {
	let id: string;
	let artifactId: string;
	beforeAll(async () => {
		const bytes = await pdfOf(SAMPLES.definitions);
		const path = `/success/contracts/new?account=${accountId}`;
		const request = new Request(`http://localhost:3000${path}`, {
			...{ method: "POST", headers: { cookie }, body: formOf(bytes, "master.pdf", {}) },
		});
		const args = { request, params: {}, context: { requestId: newId(), nonce: "", ip: undefined } } as never;
		const answer = (await upload.action(args)) as Response;
		expect(answer.status).toBe(303);
		id = answer.headers.get("Location")!.split("/").at(-1)!;
		artifactId = (await as(org, "user", (ctx) => getContract(ctx, id))).artifactId;
	});
	const at = (more = "") => ({ cookie, path: `/success/contracts/${id}${more}`, params: { id } });

	it("SUCCESS-7 says how far the reading is, then shows the analysis; the original opens as a PDF", async () => {
		expect(await contract.loader(argsFor(at()))).toMatchObject({ contract: { state: "waiting" }, mayWork: true });
		const early = await original.loader(argsFor(at("/original")));
		expect(early.headers.get("content-disposition")).toMatch(/^attachment/);
		await runJobs(later());
		const done = await thrown(contract.loader(argsFor(at())));
		expect(done?.headers.get("Location")).toBe(`/success/artifacts/${artifactId}`);
		const shown = await original.loader(argsFor(at("/original")));
		expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "application/pdf"]);
	});

	it("SUCCESS-7 lets the account take the renewal and the yearly revenue over, once a member says so", async () => {
		const { choices } = (await application.loader(argsFor(at("/application")))) as never as {
			choices: { renewals: object[]; revenues: object[] };
		};
		expect(choices).toMatchObject({
			renewals: [{ date: "2029-01-14" }],
			// 240,000 over two years.
			revenues: [{ cents: 12_000_000, note: "its value over 2 years" }],
		});
		const wrong = { ...at("/application"), fields: { renewalOn: "2031-01-01" } };
		expect(await application.action(argsFor(wrong))).toMatchObject({ init: { status: 422 } });
		const fields = { renewalOn: "2029-01-14", arrCents: "12000000" };
		const answer = (await application.action(argsFor({ ...at("/application"), fields }))) as Response;
		expect(answer.headers.get("Location")).toBe(`/accounts/${accountId}/success`);
		const known = await as(org, "viewer", (ctx) => getIntelligence(ctx, accountId));
		expect(known).toMatchObject({ renewalOn: "2029-01-14", arrCents: 12_000_000 });
	});

	it("SUCCESS-7 keeps a member's corrections apart from what was found, and works the last day of notice out anew", async () => {
		const artifact = await as(org, "viewer", (ctx) => getArtifact(ctx, artifactId));
		const content = ContractAnalysis.parse(artifact.content);
		const posted = writeContract(content);
		expect(readContractForm(posted)).toEqual(content);
		const rows = posted.rows as Posted[];
		const end = content.findings.findIndex(({ term }) => term === "end");
		const law = content.findings.findIndex(({ term }) => term === "law");
		rows[end] = { ...rows[end]!, value: "31 December 2028" };
		rows[law] = { ...rows[law]!, remove: "1" };
		rows.push({ term: "payment", value: "14 days", quote: "within 14 days", page: "3" }, { term: "", value: "" });
		const read = ContractAnalysis.parse(readContractForm(posted));
		const of = (term: string) => read.findings.filter((one) => one.term === term);
		expect(of("end")).toMatchObject([
			{ value: { date: "2028-12-31" }, source: "member", note: "Corrected by a member." },
		]);
		expect(of("last-notice")).toMatchObject([{ value: { date: "2028-10-02" } }]);
		expect(of("law")).toEqual([]);
		expect(of("payment")).toMatchObject([{ source: "rules" }, { value: { count: 14 }, source: "member", page: 3 }]);
		rows[end] = { ...rows[end]!, value: "next spring" };
		expect(() => readContractForm(posted)).toThrow(
			expect.objectContaining({
				fields: { [`content.rows[${end}].value`]: [expect.stringContaining("2027-12-31")] },
			}),
		);
	});

	it("SUCCESS-7 writes every value so that it is read again", () => {
		const values = [
			...(["start", "party", "law"] as const).map(
				(term) => [term, term === "start" ? "2027-01-15" : "Acme Ltd"] as const,
			),
			["value", "1,250.50 EUR a month"] as const,
			["renewal", "By itself, for 12 months"] as const,
			["renewal", "Not by itself"] as const,
			["notice", "1 month"] as const,
			["price-rise", "3.5 %, by an index, at most 7 %"] as const,
			["price-rise", "Without a bound"] as const,
			["risk", "Exclusivity"] as const,
		];
		for (const [term, words] of values) expect(valueWords(readValue(term, words)!), words).toBe(words);
		expect(readValue("end", "03/04/2027")).toBeUndefined();
	});
});

describe("SUCCESS-7 recommendations on a page", () => {
	const fields = () => ({ accountId });

	it("SUCCESS-7 are made by a plain post, which leads to them", async () => {
		const answer = (await suggestions.action(
			argsFor({ cookie, path: "/success/recommendations/new", fields: fields() }),
		)) as Response;
		expect(answer.status).toBe(303);
		const id = answer.headers.get("Location")!.split("/").at(-1)!;
		const { content } = await as(org, "viewer", (ctx) => getArtifact(ctx, id));
		const made = Recommendations.parse(content);
		expect(made).toMatchObject({ by: "rules", note: "No model is set up, so these are by rules." });
		expect(recommendationsView.read(recommendationsView.write(made as never), { tasks: [] })).toEqual(made);
	});

	it("SUCCESS-7 are streamed line by line to a script, and by the API whole", async () => {
		const answer = await stream.action(argsFor({ cookie, path: "/success/recommendations/stream", fields: fields() }));
		expect(answer.headers.get("content-type")).toBe("text/event-stream");
		const names = [...(await answer.text()).matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
		expect(names.slice(0, -1).every((name) => name === "line")).toBe(true);
		expect([names.length > 1, names.at(-1)]).toEqual([true, "done"]);
		const whole = await callApi(key, "/api/workflows/recommendations", { body: { accountId } });
		expect(whole).toMatchObject({ status: 201, body: { by: "rules", artifactId: expect.any(String) } });
		const foreign = argsFor({ cookie, path: "/success/recommendations/stream", fields: { accountId: newId() } });
		expect((await thrown(stream.action(foreign)))?.status).toBe(404);
	});
});
