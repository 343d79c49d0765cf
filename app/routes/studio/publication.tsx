import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { env } from "#app/base/env.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { draftProblems } from "#app/doors/draft-problems.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { ShownAddress } from "./address/shown-address.tsx";

export const meta = () => [{ title: "Publish workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, version, published, hasChanged, draft } = await getWorkflow(ctx, args.params.id ?? "");
		const problems = (await draftProblems(ctx, draft)).map(({ level, message, node }) => ({
			...{ level, message, node: node ?? null },
		}));
		return { id, name, version, published, hasChanged, steps: draft.nodes.length, problems };
	});

const PublishForm = z.object({
	version: z.coerce.number().int().positive(),
	note: z.string().trim().max(500, "Write 500 characters at most.").default(""),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: PublishForm }, async (ctx, input) => {
		const id = args.params.id ?? "";
		const { number, token } = await publishWorkflow(ctx, id, input);
		// Only its hash is kept: the address is shown once.
		if (token) return { show: { number, address: `${env().publicUrl}/hooks/workflows/${token}` } };
		return { to: `/studio/${id}`, flash: `Version ${number} is published, and the workflow is on.` };
	});

export default function PublicationPage() {
	const { id, name, version, published, hasChanged, steps, problems } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const path = `/studio/${id}`;
	const crumbs = [
		{ label: "Studio", href: "/studio" },
		{ label: name, href: path },
	];
	if (reply?.detail?.address) {
		const { number, address } = reply.detail as { number: number; address: string };
		const notice = "The workflow is on. It begins whenever something is posted to its address.";
		return <ShownAddress title={`Version ${number} is published`} {...{ notice, address, crumbs, path }} />;
	}
	const errors = problems.filter(({ level }) => level === "error");
	return (
		<Page title="Publish workflow" crumbs={crumbs} width="narrow" search={null}>
			{problems.length > 0 && <Problems path={path} problems={problems} />}
			{errors.length > 0 ? (
				<ButtonLink to={path}>Back to the steps</ButtonLink>
			) : (
				<Form discover="none" method="post" className="form" data-unsaved>
					<ErrorSummary allErrors={errorsOf(reply)} />
					{!hasChanged && <Notice>The draft is the same as version {published}.</Notice>}
					<p>
						{steps} {steps === 1 ? "step becomes" : "steps become"} the version that new runs follow, and the workflow
						is on. Runs under way stay on theirs.
					</p>
					<input type="hidden" name="version" value={version} />
					<TextInput
						label="What has changed"
						optional
						errors={errorsOf(reply).note}
						inputProps={{ name: "note", maxLength: 500, defaultValue: String(typedOf(reply)?.note ?? "") }}
					/>
					<FormActions>
						<SubmitButton>Publish workflow</SubmitButton>
						<ButtonLink to={path} tone="quiet">
							Keep as it is
						</ButtonLink>
					</FormActions>
				</Form>
			)}
		</Page>
	);
}

type Found = { level: "error" | "warning"; message: string; node: string | null };

/** Each leads to the step where it is mended. */
function Problems({ path, problems }: { path: string; problems: readonly Found[] }) {
	const errors = problems.filter(({ level }) => level === "error").length;
	return (
		<section className="section">
			<div className="section-head">
				<h2>
					{errors === 0 ? "Worth a look" : errors === 1 ? "One thing to mend first" : `${errors} things to mend first`}
				</h2>
			</div>
			<ul className="flow-problems">
				{problems.map(({ level, message, node }) => (
					<li key={message + node} className={level === "error" ? "flow-problem" : "flow-warning"}>
						<Link to={node ? `${path}/nodes/${node}` : path} discover="none">
							{message}
						</Link>
					</li>
				))}
			</ul>
		</section>
	);
}
