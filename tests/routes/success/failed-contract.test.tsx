import { beforeAll, describe, expect, it } from "vitest";
import * as artifacts from "#app/routes/success/artifacts/account-artifacts.tsx";
import * as artifact from "#app/routes/success/artifacts/artifact.tsx";
import * as contract from "#app/routes/success/contracts/contract.tsx";
import { house } from "#db/context.ts";
import { makeAccount, upload } from "#tests/domain/artifacts/contract-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn } from "./drawn.tsx";

const cookies = {} as Record<"user" | "viewer", string>;
let id: string;
let artifactId: string;
let accountId: string;

beforeAll(async () => {
	await openTestHouse();
	const org = await makeOrg();
	for (const role of ["user", "viewer"] as const) cookies[role] = await cookieOf(org, role);
	const bytes = Buffer.from("%PDF-1.4 and no more");
	accountId = await makeAccount(org, "Orchard");
	({ id, artifactId } = await upload(org, accountId, bytes, { name: "fax.pdf" }));
	await runJobs(new Date(Date.now() + 60_000));
});

describe("SUCCESS-7 a contract that could not be read", () => {
	const pages = () =>
		[
			[contract, `/success/contracts/${id}`, id],
			[artifact, `/success/artifacts/${artifactId}`, artifactId],
		] as const;

	it("SUCCESS-7 whose file can never be read is not offered to be read again, but to be removed", async () => {
		// Among the account's artifacts too, as what it is.
		const list = await drawn(artifacts as never, {
			...{ cookie: cookies.user, path: `/accounts/${accountId}/artifacts`, id: accountId },
		});
		expect(text(list)).toContain("Could not be read");
		for (const [module, path, of] of pages()) {
			const html = await drawn(module as never, { cookie: cookies.user, path, id: of });
			expect(text(html)).toMatch(/The contract could not be read\.[\s\S]*cut off or damaged/);
			expect(html).not.toContain("Read it again");
			expect(html).toMatch(new RegExp(`action="/success/artifacts/${artifactId}/state"[\\s\\S]*?value="remove"`));
			const seen = await drawn(module as never, { cookie: cookies.viewer, path, id: of });
			expect(seen).not.toContain('value="remove"');
		}
	});

	it("SUCCESS-7 whose tries broke off says so on its page and on its analysis, with a button that needs no script", async () => {
		await house().database.owner.query(
			"update contract_files set never_reads = false, reason = 'It was cut off or damaged on its way.' where id = $1",
			[id],
		);
		for (const [module, path, of] of pages()) {
			const html = await drawn(module as never, { cookie: cookies.user, path, id: of });
			expect(text(html)).toMatch(/The contract could not be read\.[\s\S]*cut off or damaged/);
			expect(html).toMatch(new RegExp(`<form[^>]*action="/success/contracts/${id}"[\\s\\S]*?Read it again`));
			const seen = await drawn(module as never, { cookie: cookies.viewer, path, id: of });
			expect(text(seen)).toContain("could not be read");
			expect(seen).not.toContain("Read it again");
		}
	});

	it("SUCCESS-7 is read again by that button, and by nobody who may not", async () => {
		const at = { path: `/success/contracts/${id}`, params: { id }, fields: {} };
		const refused = await answerOf(contract.action(argsFor({ ...at, cookie: cookies.viewer })));
		expect(refused.status).toBe(403);
		const answer = await answerOf(contract.action(argsFor({ ...at, cookie: cookies.user })));
		expect(answer).toMatchObject({ status: 303, to: at.path, flash: { message: "The contract is being read again." } });
		const html = await drawn(contract as never, { cookie: cookies.user, path: at.path, id });
		expect(text(html)).toContain("waits to be read");
		const analysis = await drawn(artifact as never, {
			...{ cookie: cookies.user, path: `/success/artifacts/${artifactId}`, id: artifactId },
		});
		expect(text(analysis)).toContain("was not read yet");
	});
});
