import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { listPipelines } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { type FormReply, form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { doPipelineAct, PipelineAct } from "./pipeline-acts.ts";
import { PipelinePart } from "./pipeline-part.tsx";
import { type Refused, refusedFor } from "./refused.ts";

export const meta = () => [{ title: "Pipelines · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "pipelines.edit", async (ctx) => ({ pipelines: await listPipelines(ctx) }));

/** Adds a pipeline, renames one, and changes its stages one at a time. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "pipelines.edit", schema: PipelineAct }, async (ctx, input) => ({
		to: "/settings/pipelines",
		flash: await doPipelineAct(ctx, input),
	}));

export default function Pipelines() {
	const { pipelines } = useLoaderData<typeof loader>();
	const refused = refusedOf(useActionData<typeof action>());
	const added = refusedFor(refused, { act: "add" });
	return (
		<Page title="Pipelines" crumbs={[{ label: "Settings", href: "/settings" }]} width="wide">
			{refused?.message && <ErrorSummary allErrors={{ "": [refused.message] }} />}
			<p className="muted">
				A deal stands in a stage, and the stage says how likely it is won. New deals begin in the first open stage.
			</p>
			{pipelines.map((pipeline) => (
				<PipelinePart key={pipeline.id} pipeline={pipeline} refused={refused} />
			))}
			<Section title="Add a pipeline">
				<Form discover="none" method="post" action="/settings/pipelines" className="form">
					<input type="hidden" name="act" value="add" />
					<TextInput
						label="Name"
						{...(added?.errors.name ? { errors: added.errors.name } : {})}
						inputProps={{
							...{ name: "name", id: "new-pipeline", required: true, maxLength: 60 },
							defaultValue: added?.typed.name,
						}}
					/>
					<SubmitButton tone="plain">Add pipeline</SubmitButton>
				</Form>
			</Section>
		</Page>
	);
}

function refusedOf(reply: unknown): Refused | undefined {
	if (!reply || typeof reply !== "object" || !("result" in reply)) return undefined;
	const { result, message } = reply as FormReply;
	const typed = (result.initialValue ?? {}) as Refused["typed"];
	const errors = result.error ?? {};
	const said = message ?? errors[""]?.[0] ?? (Object.keys(errors).length > 0 ? undefined : "That could not be read.");
	return { act: typed.act ?? "", pipeline: typed.pipeline, stage: typed.stage, typed, errors, message: said };
}
