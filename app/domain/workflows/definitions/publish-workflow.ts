import { createHash, randomBytes } from "node:crypto";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { checkGraph, type GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import { holeProblems } from "#app/domain/workflows/rules/expressions.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import { planSchedule } from "#app/domain/workflows/running/starting/fire-schedule.ts";
import { fieldProblems } from "#app/domain/workflows/trying/field-problems.ts";
import { strangerProblems } from "#app/domain/workflows/trying/names-here.ts";
import { referenceProblems } from "#app/domain/workflows/trying/reference-problems.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { MASK } from "../nodes/outside/secret-texts.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { holdsMask } from "../nodes/secrets.ts";

/** Everything that is wrong with a graph, its expressions included. */
export function problemsOf(graph: Graph): GraphProblem[] {
	const types = nodeTypes();
	const holes = graph.nodes.flatMap((node) =>
		Object.entries(node.settings).flatMap(([name, value]) =>
			types.get(node.type)?.expressions?.includes(name)
				? []
				: [...holeProblems(value, name)].map((hole) => ({ node, hole })),
		),
	);
	const lost = graph.nodes.filter((node) => types.get(node.type)?.shown && holdsMask(node.settings));
	return [
		...checkGraph(graph, types),
		...lost.map(
			(node): GraphProblem => ({
				level: "error",
				message: `“${node.name}”: a secret is missing. Write it again where ${MASK} stands.`,
				node: node.id,
			}),
		),
		...holes.map(
			({ node, hole }): GraphProblem => ({
				level: "error",
				message: `“${node.name}”: ${hole.message}`,
				node: node.id,
				setting: hole.path,
			}),
		),
		...referenceProblems(graph),
	];
}

/** The same, and what only the organisation's own records and fields tell: names that are none of its own (FLOW-2). */
export async function allProblems(ctx: Ctx, graph: Graph): Promise<GraphProblem[]> {
	return [...problemsOf(graph), ...(await placeProblems(ctx, graph))];
}

/** What only the organisation's own records and fields tell. */
export async function placeProblems(ctx: Ctx, graph: Graph): Promise<GraphProblem[]> {
	return [...(await fieldProblems(ctx, graph)), ...(await strangerProblems(ctx, graph))];
}

/**
 * Makes the draft a version that new runs follow, and turns the workflow on; runs that are under way stay on theirs
 * (FLOW-1). `version` is the draft that was looked at. Answers the version's number and, once, the address's token of a
 * webhook that is new. 404, 409 for a draft saved since, 422 with the problems of one that cannot be published.
 */
export async function publishWorkflow(
	ctx: Ctx,
	id: string,
	{ version, note = "" }: { version: number; note?: string },
): Promise<{ number: number; token: string | null }> {
	authorize(ctx, "workflows.edit");
	const workflow = await ctx.db
		.selectFrom("workflows")
		.select(["draft", "version", "published"])
		.where("id", "=", id)
		.where("deleted_at", "is", null)
		.forUpdate()
		.executeTakeFirst();
	if (!workflow) throw notFound("workflow");
	if (workflow.version !== version) throw conflict("The draft was saved since you looked at it. Look at it again.");
	const graph = workflow.draft as unknown as Graph;
	const problems = (await allProblems(ctx, graph)).filter(({ level }) => level === "error");
	if (problems.length > 0) {
		throw invalid("This workflow cannot be published yet.", { graph: problems.map(({ message }) => message) });
	}
	const { max } = await ctx.db
		.selectFrom("workflow_versions")
		.select(({ fn }) => fn.max("number").as("max"))
		.where("workflow_id", "=", id)
		.executeTakeFirstOrThrow();
	const number = (max ?? 0) + 1;
	await ctx.db
		.insertInto("workflow_versions")
		.values({
			org_id: ctx.org,
			workflow_id: id,
			number,
			graph: jsonb(graph),
			note: note.slice(0, 500),
			published_by: ctx.actor.kind === "member" ? ctx.actor.id : null,
			published_at: ctx.now,
		})
		.execute();
	await ctx.db
		.updateTable("workflows")
		.set({ published: number, is_on: true, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	const token = await setTrigger(ctx, id, graph);
	await ctx.record({ name: "workflow.published", subject: { type: "workflow", id }, data: { number, note } });
	return { number, token };
}

/** Turns a published workflow on or off: off, nothing begins it by itself; runs under way go on. 404, 409. */
export async function turnWorkflow(ctx: Ctx, id: string, isOn: boolean): Promise<void> {
	authorize(ctx, "workflows.edit");
	const workflow = await ctx.db
		.selectFrom("workflows")
		.select(["published", "is_on"])
		.where("id", "=", id)
		.where("deleted_at", "is", null)
		.forUpdate()
		.executeTakeFirst();
	if (!workflow) throw notFound("workflow");
	if (workflow.published === null) throw conflict("This workflow was never published. Publish it first.");
	if (workflow.is_on === isOn) return;
	await ctx.db.updateTable("workflows").set({ is_on: isOn, updated_at: ctx.now }).where("id", "=", id).execute();
	const { graph } = await ctx.db
		.selectFrom("workflow_versions")
		.select("graph")
		.where("workflow_id", "=", id)
		.where("number", "=", workflow.published)
		.executeTakeFirstOrThrow();
	if (isOn) await setTrigger(ctx, id, graph as unknown as Graph);
	else await silence(ctx, id);
	await ctx.record({
		name: isOn ? "workflow.turned-on" : "workflow.turned-off",
		subject: { type: "workflow", id },
	});
}

/** Nothing begins it any more; the token of its address is kept, so that it is the same when it is turned on again. */
async function silence(ctx: Ctx, id: string): Promise<void> {
	await ctx.db
		.updateTable("workflow_triggers")
		.set({ event_name: null, cron: null })
		.where("workflow_id", "=", id)
		.execute();
}

async function setTrigger(ctx: Ctx, id: string, graph: Graph): Promise<string | null> {
	const node = graph.nodes.find(({ type }) => nodeTypes().get(type)?.isTrigger);
	if (!node) return null;
	const known = await ctx.db
		.selectFrom("workflow_triggers")
		.select("token_hash")
		.where("workflow_id", "=", id)
		.executeTakeFirst();
	const row = triggerRow(node);
	const token = row.kind === "webhook" && !known?.token_hash ? randomBytes(24).toString("base64url") : null;
	const hash = token ? createHash("sha256").update(token).digest() : (known?.token_hash ?? null);
	const values = { ...row, token_hash: row.kind === "webhook" ? hash : null };
	await ctx.db
		.insertInto("workflow_triggers")
		.values({ org_id: ctx.org, workflow_id: id, ...values })
		.onConflict((on) => on.columns(["org_id", "workflow_id"]).doUpdateSet(values))
		.execute();
	if (row.cron) await planSchedule(ctx, id, row.cron, row.time_zone);
	return token;
}

function triggerRow(node: FlowNode) {
	const type = nodeTypes().get(node.type);
	const settings = type?.settings.safeParse(node.settings);
	const listening = settings?.success && type?.listens ? type.listens(settings.data as never) : null;
	const none = { event_name: null, cron: null, time_zone: null, filter: "" };
	switch (listening?.kind) {
		case "event":
			return { ...none, kind: "event" as const, event_name: listening.event, filter: listening.filter };
		case "schedule":
			return { ...none, kind: "schedule" as const, cron: listening.cron, time_zone: listening.timeZone || null };
		case "webhook":
			return { ...none, kind: "webhook" as const, filter: listening.filter };
		default:
			return { ...none, kind: "manual" as const };
	}
}
