import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { house } from "#db/context.ts";
import { as, type TestOrg } from "#tests/support/house.ts";

/** Nodes by id: their type and settings. */
export type Nodes = Record<string, [string, Record<string, unknown>?]>;

/** A graph of nodes by id and edges as "from.port>to" (port `next` where none is named); begun by hand unless told. */
export function graphOf(nodes: Nodes, edges: string[]) {
	const all: Nodes = nodes.start ? nodes : { start: ["manual"], ...nodes };
	return {
		nodes: Object.entries(all).map(([id, [type, settings = {}]]) => ({ id, type, name: id, settings })),
		edges: edges.map((edge) => {
			const [, from, port, to] = /^(\w+)(?:\.(\w+))?>(\w+)$/.exec(edge)!;
			return { from: from!, port: port ?? "next", to: to! };
		}),
	};
}

/** A published workflow, and the token of its address where it has one. */
export function publish(org: TestOrg, nodes: Nodes, edges: string[]): Promise<{ id: string; token: string | null }> {
	return as(org, "manager", async (ctx) => {
		const { id } = await createWorkflow(ctx, { name: "Test", graph: graphOf(nodes, edges) });
		const { token } = await publishWorkflow(ctx, id, { version: 1 });
		return { id, token };
	});
}

/** Begins a run by a member's hand. */
export async function begin(org: TestOrg, id: string, trigger: Record<string, unknown> = {}, isDry = false) {
	return (await as(org, "user", (ctx) => startRun(ctx, id, { trigger }, { isDry })))!;
}

export const runOf = (org: TestOrg, id: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("workflow_runs").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
	);

/** The newest row of one node of a run. */
export const stepOf = (org: TestOrg, run: string, node: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db
			.selectFrom("workflow_steps")
			.selectAll()
			.where("run_id", "=", run)
			.where("node", "=", node)
			.orderBy("id", "desc")
			.executeTakeFirstOrThrow(),
	);

export const runsOf = (org: TestOrg, workflow: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("workflow_runs").selectAll().where("workflow_id", "=", workflow).orderBy("id").execute(),
	);

export const later = (ms: number) => new Date(house().database.clock.now().getTime() + ms);
export const DAY = 86_400_000;
