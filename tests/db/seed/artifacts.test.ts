import { beforeAll, describe, expect, test } from "vitest";
import type { OrgId } from "#app/base/ids.ts";
import { dateAt } from "#app/base/time.ts";
import { demoContent } from "#app/demo-content.ts";
import { decideApproval } from "#app/domain/artifacts/approving/decide-approval.ts";
import { analyseByRules } from "#app/domain/artifacts/contract/analyse-by-rules.ts";
import type { ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import { getArtifact, listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { readBeside } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { readFile } from "#app/domain/files/read-file.ts";
import { readPagesInThread } from "#app/domain/knowledge/extraction/read-in-thread.ts";
import { house } from "#db/context.ts";
import { seedDemo } from "#db/seed/demo.ts";
import { DEMO_ORG, memberId } from "#db/seed/people.ts";
import { asActor, openTestHouse, SYSTEM } from "#tests/support/house.ts";

const MILO = {
	kind: "member",
	id: memberId("manager@demo.perigee.test"),
	name: "Milo Brandt",
	role: "manager",
	userId: "",
} as const;
const within = <T>(fn: Parameters<typeof asActor<T>>[2]) => asActor(DEMO_ORG as OrgId, SYSTEM, fn);

beforeAll(async () => {
	await openTestHouse();
	await seedDemo(demoContent);
});

/** The account that heads the queue. */
async function head(): Promise<string> {
	const rows = await house().database.owner.query<{ account_id: string }>(
		"select account_id from plays where org_id = $1 order by priority desc limit 1",
		[DEMO_ORG],
	);
	return rows[0]!.account_id;
}

describe("the demo's artifacts", () => {
	test("OPS-2 the account that heads the queue has a contract, an assessment and a map, filled as their kinds say", async () => {
		const accountId = await head();
		const { data } = await within((ctx) => listArtifacts(ctx, { accountId }));
		expect(data.map(({ kind }) => kind).sort()).toEqual(["assessment", "contract_analysis", "stakeholder_map"]);
		for (const { id, kind } of data) {
			const { content } = await within((ctx) => getArtifact(ctx, id));
			expect(definitionOf(kind)!.content.safeParse(content).error, kind).toBeUndefined();
		}
	});

	test("OPS-2 its contract is a PDF that is read as its analysis says, with the account's own renewal and revenue", async () => {
		const [row] = await house().database.owner.query<{ file_id: string; artifact_id: string; created_at: Date }>(
			"select file_id, artifact_id, created_at from contract_files where org_id = $1 and state = 'done'",
			[DEMO_ORG],
		);
		const pieces: Buffer[] = [];
		for await (const piece of readFile(within, row!.file_id)) pieces.push(piece);
		const read = await readPagesInThread(Buffer.concat(pieces), "care.pdf");
		const today = dateAt(row!.created_at.getTime() + 12 * 86_400_000, "America/Los_Angeles");
		const { content } = await within((ctx) => getArtifact(ctx, row!.artifact_id));
		const kept = content as ContractAnalysis;
		const plain = ({ findings }: Pick<ContractAnalysis, "findings">) =>
			findings.map(({ term, value, page, by }) => ({ term, value, page, by }));
		expect(plain(analyseByRules(read.pages, today))).toEqual(plain(kept));
		const of = (term: string) => kept.findings.filter((one) => one.term === term).map(({ value }) => value);
		const [account] = await house().database.owner.query<{ renewal_on: string; arr_cents: number }>(
			"select renewal_on, arr_cents::float8 as arr_cents from accounts where id = $1",
			[await head()],
		);
		expect(of("party")).toHaveLength(2);
		expect(of("end")).toEqual([{ kind: "date", date: account!.renewal_on }]);
		expect(of("value")).toEqual([{ kind: "money", cents: account!.arr_cents, currency: "USD", per: "year" }]);
		expect(kept.findings.find(({ term }) => term === "price-rise")?.by).toBe("Provider (Northlight Auto Styling LLC)");
		expect(of("risk").length).toBeGreaterThanOrEqual(3);
	});

	test("OPS-2 a price over its limit waits for the manager, who has a task and can decide it", async () => {
		const { data } = await within((ctx) => listArtifacts(ctx, { kind: "pricing" }));
		const waiting = data.find(({ approval }) => approval === "waiting")!;
		const shown = await within((ctx) => getArtifact(ctx, waiting.id));
		const { reasons, approvers } = await within((ctx) => readBeside(ctx, shown));
		expect(shown.approval?.reasons).toEqual(reasons);
		expect(reasons.length).toBeGreaterThan(0);
		expect(approvers.map(({ id }) => id)).toContain(MILO.id);
		const taskId = shown.approval!.taskId!;
		await asActor(DEMO_ORG as OrgId, MILO, (ctx) =>
			decideApproval(ctx, waiting.id, { version: waiting.version, decision: "approve" }),
		);
		const [task] = await house().database.owner.query("select state, member_id from tasks where id = $1", [taskId]);
		expect(task).toEqual({ state: "done", member_id: MILO.id });
	});
});
