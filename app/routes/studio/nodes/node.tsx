import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AppError, notFound } from "#app/base/errors.ts";
import { can } from "#app/domain/identity/policy.ts";
import { placeProblems } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { saveStep } from "#app/domain/workflows/definitions/save-step.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { resolveReferences } from "#app/domain/workflows/drawing/resolve-references.ts";
import { type StepForm, stepForm } from "#app/domain/workflows/drawing/step-form.ts";
import { stepWords } from "#app/domain/workflows/drawing/step-words.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { listRecordChoices } from "#app/domain/workflows/reading/record-choices.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { unsetProblems } from "#app/doors/draft-problems.ts";
import { form } from "#app/doors/form.ts";
import { localPath, page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { AddressLink } from "../address/address-link.tsx";
import { RecordChoicesOffered } from "../references/record-choices.ts";
import { NodeFacts } from "./node-facts.tsx";
import { NodeForm } from "./node-form.tsx";
import { NodeWays } from "./node-ways.tsx";
import { StepPosted, stepInput, withRows } from "./step-input.ts";
import { shownWays } from "./ways-data.ts";

export const meta = () => [{ title: "Step of a workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const { id, name, draft, published } = await getWorkflow(ctx, args.params.id ?? "");
		const step = stepForm(draft, args.params.node ?? "", ctx.now);
		const node = draft.nodes.find((one) => one.id === step.node.id)!;
		return {
			workflow: { id, name },
			unset: unsetProblems(draft).filter((problem) => problem.node === step.node.id),
			unknown: (await placeProblems(ctx, draft)).filter((problem) => problem.node === step.node.id),
			...{ step, ways: shownWays(draft, node), words: stepWords(step.node) },
			canEdit: can(ctx.actor, "workflows.edit"),
			choices: await listRecordChoices(ctx, [node]),
			isPublished: published !== null,
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: StepPosted }, async (ctx, posted) => {
		const { id = "", node: nodeId = "" } = args.params;
		const { draft } = await getWorkflow(ctx, id);
		// A step that somebody removed meanwhile: what was typed is read by nothing, and comes back with the refusal.
		const node: FlowNode = draft.nodes.find((one) => one.id === nodeId) ?? gone(nodeId);
		const fields = typeOf(node)?.fields ?? [];
		const typed = withRows(posted, fields);
		if (typed) return { show: { typed } };
		if (!["save", "unfinished"].includes(posted.act)) throw notFound("act");
		const input = stepInput(posted, fields, node);
		const { settings, errors, hits } = await resolveReferences(ctx, fields, input.settings);
		if (Object.keys(errors).length > 0 && !input.isUnfinished)
			throw new AppError(422, "invalid", "Some fields need a change.", { fields: errors, data: { hits } });
		await saveStep(ctx, id, nodeId, { ...input, settings });
		return { to: localPath(posted.back, `/studio/${id}/nodes/${nodeId}`), flash: `${posted.name.trim()} is saved.` };
	});

const gone = (id: string): FlowNode => ({ id, type: "", name: id, settings: {}, x: 0, y: 0 });

export default function NodePage() {
	const { workflow, step, unset, unknown, ways, words, canEdit, choices, isPublished } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const path = `/studio/${workflow.id}`;
	return (
		<Page
			title={step.node.name}
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: workflow.name, href: path },
			]}
			search={null}
			side={<NodeWays path={path} node={step.node.id} ways={ways} canEdit={canEdit} />}
		>
			<RecordChoicesOffered.Provider value={choices}>
				<div className="stack flow-node">
					<p className="muted">
						{step.type ? `${step.type.label}. ${step.type.hint}` : words} In expressions it is called{" "}
						<code>{step.type?.isTrigger ? "trigger" : `steps.${step.node.id}`}</code>.
					</p>
					{!reply &&
						[...step.problems, ...unknown, ...unset].map(({ level, message }) => (
							<Problem key={message} level={level} message={message} />
						))}
					{canEdit && step.node.type === "on_webhook" && <AddressLink path={path} isPublished={isPublished} />}
					{canEdit ? (
						<NodeForm
							step={step as StepForm}
							action={`${path}/nodes/${step.node.id}`}
							reply={reply}
							cancel={`${path}#step-${step.node.id}`}
						/>
					) : (
						<NodeFacts step={step as StepForm} />
					)}
				</div>
			</RecordChoicesOffered.Provider>
		</Page>
	);
}

function Problem({ level, message }: { level: "error" | "warning"; message: string }) {
	return <Notice tone={level === "error" ? "bad" : "warn"}>{message}</Notice>;
}
