import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { changeWorkflow } from "#app/domain/workflows/definitions/change-workflow.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { WorkflowTabs } from "./workflow-head.tsx";

export const meta = () => [{ title: "Settings of a workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, description, limits } = await getWorkflow(ctx, args.params.id ?? "");
		return { id, values: { name, description, ...limits } };
	});

const text = z.string().max(2_000).optional();
/** Read as texts: the command says what each has to be. */
const Posted = z.object({
	...{ name: text, description: text, mostRunning: text, keyExpression: text, mostPerKey: text },
	...{ mostPerMinute: text, whenFull: z.enum(["wait", "skip"]).default("wait") },
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: Posted }, async (ctx, input) => {
		const id = args.params.id ?? "";
		await changeWorkflow(ctx, id, {
			name: input.name ?? "",
			description: input.description ?? "",
			mostRunning: input.mostRunning?.trim() || null,
			keyExpression: input.keyExpression ?? "",
			mostPerKey: input.mostPerKey?.trim() || null,
			mostPerMinute: input.mostPerMinute?.trim() || null,
			whenFull: input.whenFull,
		});
		return { to: `/studio/${id}/settings`, flash: "The settings are saved." };
	});

export default function WorkflowSettingsPage() {
	const { id, values } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	const start = (name: keyof typeof values) => String((typed ? typed[name] : values[name]) ?? "");
	const number = (name: keyof typeof values) => ({
		...{ name, inputMode: "numeric" as const, maxLength: 6, defaultValue: start(name) },
	});
	return (
		<Page
			title={values.name}
			crumbs={[{ label: "Studio", href: "/studio" }]}
			width="narrow"
			search={null}
			above={<WorkflowTabs id={id} current="settings" canEdit />}
		>
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<TextInput
					label="Name"
					errors={errors.name}
					inputProps={{ name: "name", required: true, maxLength: 120, defaultValue: start("name") }}
				/>
				<TextArea
					label="What it is for"
					optional
					errors={errors.description}
					inputProps={{ name: "description", rows: 3, maxLength: 1_000, defaultValue: start("description") }}
				/>
				<Fieldset legend="Limits">
					<TextInput
						label="Runs at once"
						optional
						help="Empty: as many as come."
						errors={errors.mostRunning}
						inputProps={number("mostRunning")}
					/>
					<TextInput
						label="Runs that begin in a minute"
						optional
						errors={errors.mostPerMinute}
						inputProps={number("mostPerMinute")}
					/>
					<TextInput
						label="Key"
						optional
						help="An expression over what a run begins with, such as trigger.subject.id. Runs with the same key count together."
						errors={errors.keyExpression}
						inputProps={{ name: "keyExpression", maxLength: 500, defaultValue: start("keyExpression") }}
					/>
					<TextInput
						label="Runs at once with the same key"
						optional
						errors={errors.mostPerKey}
						inputProps={number("mostPerKey")}
					/>
					<Select
						label="When a limit is reached"
						errors={errors.whenFull}
						inputProps={{ name: "whenFull", defaultValue: start("whenFull") }}
						options={[
							{ value: "wait", label: "Further runs wait for a place" },
							{ value: "skip", label: "Further runs are left out" },
						]}
					/>
				</Fieldset>
				<FormActions>
					<SubmitButton>Save settings</SubmitButton>
					<ButtonLink to={`/studio/${id}`} tone="quiet">
						Keep as it is
					</ButtonLink>
				</FormActions>
			</Form>
			<div className="flow-foot">
				<ButtonLink to={`/studio/${id}/trash`} tone="quiet" icon="trash">
					Move to the trash
				</ButtonLink>
			</div>
		</Page>
	);
}
