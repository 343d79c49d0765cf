import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { triggerWords } from "#app/domain/workflows/drawing/step-words.ts";
import { withNames } from "#app/domain/workflows/reading/named-ids.ts";
import { sampleTrigger, triggerOf } from "#app/domain/workflows/trying/samples.ts";
import { tryDraft } from "#app/domain/workflows/trying/try-draft.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf } from "#app/routes/crm/records/typed.ts";
import { jsonObject, subjectOf } from "#app/routes/studio/json-text.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { DraftStory } from "./draft-story.tsx";
import { type ShownTrial, shownTrial } from "./shown-trial.ts";

export const meta = () => [{ title: "Dry run of the draft · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const { id, name, draft, published, hasChanged } = await getWorkflow(ctx, args.params.id ?? "");
		const begins = triggerWords(triggerOf(draft) ?? null);
		return { id, name, published, hasChanged, begins, input: JSON.stringify(sampleTrigger(draft), null, 2) };
	});

const Sample = z.object({ input: z.string().max(262_144).default("{}") });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.view", schema: Sample }, async (ctx, typed) => {
		const { draft } = await getWorkflow(ctx, args.params.id ?? "");
		const trigger = jsonObject(typed.input, "input");
		const tried = tryDraft(ctx, draft, { trigger, subject: subjectOf(trigger) });
		return { show: { typed, tried: await withNames(ctx, shownTrial(tried)) } };
	});

export default function DraftTrialPage() {
	const { id, name, published, hasChanged, begins, input } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const typed = (reply?.detail?.typed ?? reply?.result.initialValue) as { input?: string } | undefined;
	const tried = reply?.detail?.tried as ShownTrial | undefined;
	const path = `/studio/${id}`;
	return (
		<Page
			title="Dry run of the draft"
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: path },
			]}
			width="narrow"
			search={null}
		>
			{tried && <DraftStory path={path} tried={tried} />}
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<p>
					The draft as it is saved now{published !== null && hasChanged && `, not version ${published}`}: each step says
					what it would do. Nothing is sent, written, asked or waited for, and no run is kept. By itself it begins:{" "}
					{begins}.
				</p>
				<TextArea
					label="It begins with"
					help="Named values as JSON; expressions read them as trigger. Filled with a sample of what the draft's steps read."
					errors={errors.input}
					inputProps={
						{
							...{ name: "input", rows: 10, spellCheck: false, "data-code": true },
							defaultValue: typed?.input ?? input,
						} as never
					}
				/>
				<FormActions>
					<SubmitButton>{tried ? "Dry run again" : "Dry run"}</SubmitButton>
					<ButtonLink to={path} tone="quiet">
						Back to the steps
					</ButtonLink>
					<ButtonLink to={`${path}/canvas`} tone="quiet">
						Canvas
					</ButtonLink>
				</FormActions>
				{published !== null && (
					<p className="muted">
						Version {published}, which is published, is run dry on the page <a href={`${path}/start`}>Run</a>.
					</p>
				)}
			</Form>
		</Page>
	);
}
