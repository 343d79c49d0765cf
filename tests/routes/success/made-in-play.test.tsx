import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getContract } from "#app/domain/artifacts/contract/reading/contract-queries.ts";
import { getArtifact, listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import * as accountArtifacts from "#app/routes/success/artifacts/account-artifacts.tsx";
import * as artifact from "#app/routes/success/artifacts/artifact.tsx";
import * as contract from "#app/routes/success/contracts/contract.tsx";
import * as upload from "#app/routes/success/contracts/contract-new.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import * as suggestions from "#app/routes/success/recommendations/recommendations-new.tsx";
import * as stream from "#app/routes/success/recommendations/recommendations-stream.ts";
import { pdfOf } from "#tests/domain/artifacts/contract-house.ts";
import { SAMPLES } from "#tests/domain/artifacts/contract-samples.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn } from "./drawn.tsx";

const look = (module: never, path: string, id?: string) => drawn(module, { cookie, path, id });

let org: TestOrg;
let cookie: string;
let key: string;
let made: { accountId: string; playId: string };
let elsewhere: { accountId: string; playId: string };
let stepId: string;
const later = () => new Date(Date.now() + 60_000);

const playPage = () => look(play as never, `/success/${made.playId}`, made.playId);

/** Posts the file to the address as a browser's form does. */
async function send(path: string, bytes: Buffer, name: string): Promise<string> {
	const body = new FormData();
	body.append("file", new Blob([new Uint8Array(bytes)]), name);
	const request = new Request(`http://localhost:3000${path}`, { method: "POST", headers: { cookie }, body });
	const context = { requestId: newId(), nonce: "", ip: undefined };
	const answer = (await upload.action({ request, params: {}, context } as never)) as Response;
	expect(answer.status).toBe(303);
	return answer.headers.get("Location")!.split("/").at(-1)!;
}

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	key = await makeKey(org, "user");
	made = await makePlay(org, { name: "Orchard & Sons", days: 50 });
	elsewhere = await makePlay(org, { name: "Mill", days: 50 });
	const args = { cookie, path: `/success/${made.playId}`, params: { id: made.playId }, fields: { act: "open" } };
	await answerOf(play.action(argsFor(args)));
	stepId = (await as(org, "viewer", (ctx) => getPlay(ctx, made.playId))).now!.stepId;
});

describe("what is made in a play's step", () => {
	it("SUCCESS-7 every kind is begun from the step, which its addresses carry along", async () => {
		const html = await look(
			accountArtifacts as never,
			`/accounts/${made.accountId}/artifacts?play=${made.playId}&step=${stepId}`,
			made.accountId,
		);
		const carried = `account=${made.accountId}&amp;play=${made.playId}&amp;step=${stepId}`;
		expect(html).toContain(`/success/contracts/new?${carried}`);
		expect(html).toContain(`/success/recommendations/new?${carried}`);
		expect(html).toContain(`href="/success/${made.playId}"`);
	});

	it("SUCCESS-7 a contract is the step's: the step shows it, and its page leads there and back", async () => {
		const path = `/success/contracts/new?account=${made.accountId}&play=${made.playId}&step=${stepId}`;
		const form = await look(upload as never, path);
		expect(form).toContain(`play=${made.playId}&amp;step=${stepId}`);
		const id = await send(path, await pdfOf(SAMPLES.orderForm), "Bluebird order.pdf");
		expect(text(await look(contract as never, `/success/contracts/${id}`, id))).toContain("Back to the play");
		expect(text(await playPage())).toMatch(/Bluebird order[\s\S]*being read/);
		await runJobs(later());
		const html = await playPage();
		const { artifactId } = await as(org, "viewer", (ctx) => getContract(ctx, id));
		expect(html).toContain(`href="/success/artifacts/${artifactId}"`);
		expect(text(html)).not.toContain("being read");
		const shown = await look(artifact as never, `/success/artifacts/${artifactId}`, artifactId);
		expect(text(shown)).toContain("the play&#x27;s step “Make the offer”");
		expect(shown).toContain(`href="/success/${made.playId}"`);
		const [listed] = (await as(org, "viewer", (ctx) => listArtifacts(ctx, { stepId }))).data;
		expect(listed).toMatchObject({ id: artifactId, kind: "contract_analysis", playId: made.playId });
	});

	it("SUCCESS-7 a contract of others than the account says so on its page and at the step; the account's own does not", async () => {
		const path = `/success/contracts/new?account=${made.accountId}&play=${made.playId}&step=${stepId}`;
		const words =
			/The party found in this contract is Bluebird Clinics Inc[^;]*; the account is Orchard & Sons\. Check that/;
		const [listed] = (await as(org, "viewer", (ctx) => listArtifacts(ctx, { stepId }))).data;
		const strange = text(await look(artifact as never, `/success/artifacts/${listed!.id}`, listed!.id));
		expect(strange).toMatch(words);
		expect(text(await playPage())).toMatch(words);
		const own = SAMPLES.orderForm.map((page) => ({
			...page,
			text: page.text.replace("Bluebird Clinics Inc.", "ORCHARD and Sons, LLC"),
		}));
		const id = await send(path, await pdfOf(own), "Right.pdf");
		await runJobs(later());
		const { artifactId, strangers, analysis } = await as(org, "viewer", (ctx) => getContract(ctx, id));
		expect(analysis!.findings.map(({ term }) => term)).toContain("party");
		expect(strangers).toEqual([]);
		expect(text(await look(artifact as never, `/success/artifacts/${artifactId}`, artifactId))).not.toContain(
			"the account is",
		);
		expect(text(await playPage()).match(/the account is/g)).toHaveLength(1);
		const answer = await callApi(key, `/api/workflows/contracts/${id}`);
		expect(answer.body.strangers).toEqual([]);
		// A member who corrects the parties has said that it is the right one.
		const { version, content } = await as(org, "user", (ctx) => getArtifact(ctx, listed!.id));
		const findings = (content.findings as { term: string; value: object }[]).map((one) =>
			one.term === "party" ? { ...one, value: { ...one.value, name: "Orchard and Sons" } } : one,
		);
		await as(org, "user", (ctx) => saveArtifact(ctx, listed!.id, { version, content: { ...content, findings } }));
		expect(text(await playPage())).not.toContain("the account is");
	});

	it("SUCCESS-7 a contract of no play becomes the step's when its file comes again there, and stays where it is then", async () => {
		const bytes = await pdfOf(SAMPLES.columns);
		const alone = await send(`/success/contracts/new?account=${made.accountId}`, bytes, "alone.pdf");
		const of = async () => (await as(org, "viewer", (ctx) => getContract(ctx, alone))).stepId;
		expect(await of()).toBeNull();
		const path = `/success/contracts/new?account=${made.accountId}&play=${made.playId}`;
		expect(await send(`${path}&step=${stepId}`, bytes, "again.pdf")).toBe(alone);
		expect(await of()).toBe(stepId);
		await send(path, bytes, "third.pdf");
		expect(await of()).toBe(stepId);
	});

	it("SUCCESS-7 recommendations are the step's too, by a plain post and by a stream", async () => {
		const fields = { accountId: made.accountId, playId: made.playId, stepId };
		const path = `/success/recommendations/new?account=${made.accountId}&play=${made.playId}&step=${stepId}`;
		const form = await look(suggestions as never, path);
		for (const [name, value] of Object.entries(fields)) expect(form).toContain(`name="${name}" value="${value}"`);
		const { to } = await answerOf(suggestions.action(argsFor({ cookie, path, fields })));
		const answer = await stream.action(argsFor({ cookie, path: "/success/recommendations/stream", fields }));
		const streamed = /"artifactId":"([^"]+)"/.exec(await answer.text())![1]!;
		const html = await playPage();
		for (const href of [to!, `/success/artifacts/${streamed}`]) expect(html).toContain(`href="${href}"`);
	});

	it("SUCCESS-7 by the API alike; a step of another account's play, or none, is refused before anything is made", async () => {
		const files = async (fields: Record<string, string>, sample: keyof typeof SAMPLES = "german") => {
			const raw = new FormData();
			for (const [name, value] of Object.entries({ accountId: made.accountId, ...fields })) raw.append(name, value);
			raw.append("file", new Blob([new Uint8Array(await pdfOf(SAMPLES[sample]))]), "api.pdf");
			return callApi(key, "/api/workflows/contracts", { method: "POST", raw });
		};
		const count = async () => (await as(org, "viewer", (ctx) => listArtifacts(ctx, {}))).data.length;
		const before = await count();
		expect((await files({ playId: elsewhere.playId })).status).toBe(422);
		expect((await files({ playId: made.playId, stepId: newId() })).status).toBe(404);
		expect((await files({ playId: "mine" })).body.error.message).toContain("by their ids");
		const suggest = (more: object) =>
			callApi(key, "/api/workflows/recommendations", { body: { accountId: made.accountId, ...more } });
		expect((await suggest({ playId: elsewhere.playId })).status).toBe(422);
		expect((await suggest({ playId: made.playId, stepId: newId() })).status).toBe(404);
		const fields = { accountId: made.accountId, playId: "mine" };
		const broken = stream.action(argsFor({ cookie, path: "/success/recommendations/stream", fields }));
		expect(await broken.catch((error: Response) => error.status)).toBe(422);
		expect(await count()).toBe(before);
		const [file, suggested] = [
			await files({ playId: made.playId, stepId }),
			await suggest({ playId: made.playId, stepId }),
		];
		expect([file.status, suggested.status]).toEqual([201, 201]);
		const { data } = await as(org, "viewer", (ctx) => listArtifacts(ctx, { stepId }));
		expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([file.body.artifactId, suggested.body.artifactId]));
	});
});
