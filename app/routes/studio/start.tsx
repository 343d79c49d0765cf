import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid, notFound } from "#app/base/errors.ts";
import { getVersion } from "#app/domain/workflows/definitions/version-queries.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { triggerWords } from "#app/domain/workflows/drawing/step-words.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { sampleTrigger, triggerOf } from "#app/domain/workflows/trying/samples.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { jsonObject, subjectOf } from "./json-text.ts";

export const meta = () => [{ title: "Run workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.run", async (ctx) => {
		const { id, name, isOn, published, hasChanged } = await getWorkflow(ctx, args.params.id ?? "");
		if (published === null) throw notFound("published version of this workflow");
		const { graph } = await getVersion(ctx, id, published);
		const sample = sampleTrigger(graph);
		const begins = triggerWords(triggerOf(graph) ?? null);
		return { id, name, isOn, published, hasChanged, begins, input: JSON.stringify(sample, null, 2) };
	});

const StartForm = z.object({ input: z.string().max(262_144).default("{}"), act: z.enum(["run", "dry"]) });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.run", schema: StartForm }, async (ctx, { input, act }) => {
		const id = args.params.id ?? "";
		const trigger = jsonObject(input, "input");
		const isDry = act === "dry";
		const run = await startRun(ctx, id, { trigger, subject: subjectOf(trigger) }, { isDry, evenIfOff: true });
		if (!run) throw invalid("The workflow's limits leave no room for another run now. Nothing was begun.");
		// The run's page says how it stands; a banner that it began would stay above whatever became of it.
		return { to: `/runs/${run}` };
	});

export default function StartPage() {
	const { id, name, isOn, published, hasChanged, begins, input } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const path = `/studio/${id}`;
	return (
		<Page
			title="Run workflow"
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: path },
			]}
			width="narrow"
			search={null}
		>
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<p>
					Version {published} runs once, now, with what you give it. By itself it begins: {begins}.
				</p>
				{hasChanged && <Notice>The draft has changes that are not published. They are not part of this run.</Notice>}
				{!isOn && <Notice>The workflow is off. It runs this once all the same.</Notice>}
				<TextArea
					label="It begins with"
					help="Named values as JSON; expressions read them as trigger. Filled with a sample: put in what is true."
					errors={errors.input}
					inputProps={{
						name: "input",
						rows: 8,
						spellCheck: false,
						defaultValue: String(typedOf(reply)?.input ?? input),
					}}
				/>
				<FormActions>
					<SubmitButton name="act" value="dry">
						Dry run
					</SubmitButton>
					<SubmitButton tone="plain" name="act" value="run">
						Run now
					</SubmitButton>
					<ButtonLink to={path} tone="quiet">
						Begin nothing
					</ButtonLink>
				</FormActions>
				<p className="muted">A dry run shows what each step would do. Nothing is sent, written or asked.</p>
			</Form>
		</Page>
	);
}
