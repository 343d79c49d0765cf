import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import type { AppError } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { getGuidedStep } from "#app/domain/workflows/guided/guided-queries.ts";
import { nameRunSubjects, runSubject } from "#app/domain/workflows/reading/run-list.ts";
import { endGuidedStep } from "#app/doors/guided-step.ts";
import { readingPage } from "#app/doors/page.ts";
import { SubjectLink } from "#app/routes/audit/subject-link.tsx";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { RunLink } from "#app/routes/runs/run-facts.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { byInput, GuidedFields, inputOf } from "./guided-fields.tsx";

export const meta = () => [{ title: "Guided step · Perigee" }];

export const loader = async (args: LoaderFunctionArgs) => {
	try {
		return await readingPage(args, "approvals.view", async (ctx) => {
			const step = await getGuidedStep(ctx, args.params.stepId ?? "");
			const { subject } = step;
			const names = await nameRunSubjects(ctx, subject ? [subject.id] : []);
			return {
				...step,
				subject: subject && runSubject({ subject_type: subject.type, subject_id: subject.id }, names),
			};
		});
	} catch (error) {
		// One that is over by now: its run tells what became of it.
		const run = new URL(args.request.url).searchParams.get("run");
		if (error instanceof Response && error.status === 404 && isId(run)) throw redirect(`/runs/${run}`);
		throw error;
	}
};

const End = z
	.object({
		outcome: z.enum(["done", "skipped"], "Say whether it was done."),
		reason: z.string().max(2_000).default(""),
	})
	.loose()
	.refine(({ outcome, reason }) => outcome === "done" || reason.trim() !== "", {
		message: "Say why the step is skipped.",
		path: ["reason"],
	});

export const action = (args: ActionFunctionArgs) =>
	endGuidedStep(args, args.params.stepId ?? "", End, (step, { outcome, reason, ...typed }) => ({
		...{ outcome, reason },
		values: Object.fromEntries(step.fields.map(({ name }, at) => [name, typed[inputOf(at)]])),
		refused: (error: AppError) => byInput(step.fields, error),
	}));

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function GuidedStepPage() {
	const step = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	useLiveRefresh([`workflow-run:${step.runId}`]);
	const errors = errorsOf(reply);
	const typed = typedOf(reply);
	return (
		<Page
			title={step.title}
			crumbs={[{ label: "Guided steps", href: "/guided" }]}
			search={null}
			side={<Facts step={step} />}
		>
			<div className="decision">
				{step.instructions && <p className="mail-text">{step.instructions}</p>}
				<Form
					discover="none"
					method="post"
					action={`/guided/${step.stepId}?run=${step.runId}`}
					className="form"
					data-unsaved
				>
					<ErrorSummary allErrors={errors} />
					<GuidedFields {...{ fields: step.fields, errors, typed }} />
					<FormActions>
						<SubmitButton icon="check" name="outcome" value="done">
							Step is done
						</SubmitButton>
					</FormActions>
					{step.maySkip && (
						<details open={Boolean(errors.reason)}>
							<summary>Skip this step</summary>
							<TextArea
								label="Why it is skipped"
								errors={errors.reason}
								inputProps={{ name: "reason", rows: 2, maxLength: 2_000, defaultValue: String(typed?.reason ?? "") }}
							/>
							<SubmitButton tone="plain" name="outcome" value="skipped" formNoValidate>
								Skip step
							</SubmitButton>
						</details>
					)}
				</Form>
			</div>
		</Page>
	);
}

function Facts({ step: { workflow, runId, subject, member, since } }: { step: Shown }) {
	return (
		<DescriptionList
			facts={[
				{
					label: "Part of",
					value: <RunLink id={runId} words={`A run of ${workflow.name}`} />,
				},
				{
					label: "About",
					value: subject?.name && <SubjectLink subject={subject} />,
				},
				{ label: "For", value: member ? "One member" : "Anybody" },
				{ label: "Waits since", value: <Time at={since} as="exact" /> },
			]}
		/>
	);
}
