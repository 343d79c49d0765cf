import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { libraryOf } from "#app/domain/workflows/drawing/library.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { addNode, changeType, connect } from "#app/domain/workflows/rules/edit-graph.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptySearch } from "#app/ui/lists/empty.tsx";

export const meta = () => [{ title: "Add step · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, draft } = await getWorkflow(ctx, args.params.id ?? "");
		const asked = new URL(args.request.url).searchParams;
		const after = draft.nodes.find((node) => node.id === asked.get("after"));
		const hasTrigger = triggerOf(draft) !== undefined;
		const q = (asked.get("q") ?? "").slice(0, 100);
		const triggers = asked.get("kind") === "trigger" ? "only" : hasTrigger ? "none" : "all";
		const port = (asked.get("port") ?? "next").slice(0, 60);
		return {
			...{ id, name, q, groups: libraryOf({ q, triggers }), isTrigger: triggers === "only" },
			after: after ? { id: after.id, name: after.name, port } : null,
			follows: after ? draft.edges.some((edge) => edge.from === after.id && edge.port === port) : false,
		};
	});

const NewStep = z.object({
	type: z.string().max(60),
	after: z.string().max(40).optional(),
	port: z.string().max(60).default("next"),
	beside: z.string().optional(),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: NewStep }, async (ctx, { type, after, port, beside }) => {
		const id = args.params.id ?? "";
		const known = nodeTypes().get(type);
		if (!known) throw invalid("There is no such kind of step here.");
		let added = "";
		await editDraft(ctx, id, (graph) => {
			if (after && !graph.nodes.some((node) => node.id === after)) {
				throw invalid("Somebody removed the step it should follow. Nothing was added.");
			}
			if (known.isTrigger) {
				const made = begun(graph, { type, name: known.label });
				added = made.id;
				return made.graph;
			}
			const leavesBy = beside ? null : (known.ports({})[0] ?? null);
			const way = after ? { from: after, port } : undefined;
			const made = addNode(graph, { type, name: known.label }, way, leavesBy);
			added = made.id;
			return made.graph;
		});
		return { to: `/studio/${id}/nodes/${added}`, flash: `${known.label} is added. Set it up here.` };
	});

const triggerOf = (graph: Graph) => graph.nodes.find(({ type }) => nodeTypes().get(type)?.isTrigger);

/** With another trigger in place of the one there was, which leads where that led; of the first one, to the first step. */
function begun(graph: Graph, step: { type: string; name: string }): { graph: Graph; id: string } {
	const trigger = triggerOf(graph);
	if (trigger) return { graph: changeType(graph, trigger.id, step), id: trigger.id };
	const [first, second] = graph.nodes.filter(({ id }) => !graph.edges.some(({ from, to }) => to === id && from !== id));
	const made = addNode(graph, step);
	if (!first || second) return made;
	return { ...made, graph: connect(made.graph, { from: made.id, port: "next", to: first.id }) };
}

export default function NewNodePage() {
	const { id, name, q, groups, after, follows, isTrigger } = useLoaderData<typeof loader>();
	const path = `/studio/${id}`;
	const place = after ? { after: after.id, port: after.port } : null;
	return (
		<Page
			title={isTrigger ? "When it begins" : "Add step"}
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: path },
			]}
			search={{
				action: `${path}/steps/new`,
				value: q,
				label: "Search kinds of steps",
				keep: place ?? (isTrigger ? { kind: "trigger" } : {}),
			}}
			actions={
				<ButtonLink to={path} tone="quiet">
					{isTrigger ? "Leave it as it is" : "Add nothing"}
				</ButtonLink>
			}
		>
			<Form discover="none" method="post" className="stack">
				{place && (
					<>
						<input type="hidden" name="after" value={place.after} />
						<input type="hidden" name="port" value={place.port} />
					</>
				)}
				{after && (
					<p>
						After “{after.name}”{after.port !== "next" && `: ${portLabel(after.port)}`}.
						{follows && " What followed there follows the new step."}
					</p>
				)}
				{after && follows && (
					<div className="choice">
						<input type="checkbox" id="beside" name="beside" value="yes" />
						<label htmlFor="beside">Do it at the same time as what follows there, not before</label>
					</div>
				)}
				{groups.length === 0 && (
					<EmptySearch asked={q} clear={`${path}/steps/new${place ? `?${new URLSearchParams(place)}` : ""}`} />
				)}
				{groups.map(({ group, label, types }) => (
					<Section key={group} title={label}>
						<div className="flow-library">
							{types.map((type) => (
								<button key={type.type} type="submit" name="type" value={type.type} className="flow-kind">
									<b>{type.label}</b>
									<span>{type.hint}</span>
								</button>
							))}
						</div>
					</Section>
				))}
			</Form>
		</Page>
	);
}
