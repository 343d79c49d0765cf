import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ButtonHTMLAttributes } from "react";
import { can } from "#app/domain/identity/policy.ts";
import { publishSequence } from "#app/domain/leads/sequences/versions/publish-sequence.ts";
import { getEditedSequence } from "#app/domain/leads/sequences/versions/sequence-queries.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { formTouch, SequenceForm, storedTouch } from "./sequence-form.ts";
import { TouchFields, VariableList } from "./touch-fields.tsx";

export const meta = () => [{ title: "Edit sequence · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "sequences.view", async (ctx) => {
		const { touches, ...sequence } = await getEditedSequence(ctx, args.params.place ?? "");
		return { ...sequence, touches: touches.map(formTouch), canEdit: can(ctx.actor, "sequences.edit") };
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "sequences.edit", schema: SequenceForm }, async (ctx, input) => {
		const place = args.params.place ?? "";
		const { number } = await publishSequence(ctx, {
			locationId: place === "organisation" ? null : place,
			touches: input.touches.map(storedTouch),
			basedOn: input.basedOn,
		});
		return { to: "/settings/sequences", flash: `Version ${number} is published. Leads already enrolled keep theirs.` };
	});

export default function SequenceEditPage() {
	const { place, name, number, touches, canEdit } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const [form, fields] = useForm({
		lastResult: reply?.result,
		defaultValue: { touches },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: SequenceForm }),
		shouldValidate: "onSubmit",
		shouldRevalidate: "onInput",
	});
	const list = fields.touches.getFieldList();
	return (
		<Page
			title={place === "organisation" ? "Sequence of the organisation" : `Sequence at ${name}`}
			crumbs={[{ label: "Sequences", href: "/settings/sequences" }]}
			search={null}
			side={<VariableList />}
		>
			{number === 0 && place !== "organisation" && (
				<Notice>This location follows the organisation's sequence. Publishing gives it one of its own.</Notice>
			)}
			<Form discover="none" method="post" className="form sequence-form" {...getFormProps(form)} data-unsaved>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<input type="hidden" name="basedOn" value={(reply?.detail?.number as number | undefined) ?? number} />
				{/* Enter in a field publishes, whichever button stands first in the form. */}
				<button type="submit" hidden disabled={!canEdit} />
				{list.map((touch, at) => (
					<TouchFields key={touch.key} form={form} field={touch} at={at} last={list.length - 1} canEdit={canEdit} />
				))}
				{canEdit && <PublishActs add={form.insert.getButtonProps({ name: fields.touches.name, defaultValue: NEXT })} />}
			</Form>
			{canEdit && place !== "organisation" && number > 0 && (
				<Form discover="none" method="post" action={`/settings/sequences/${place}/withdrawal`} className="form">
					<SubmitButton tone="quiet">Follow the organisation's sequence again</SubmitButton>
				</Form>
			)}
		</Page>
	);
}

/** `add` makes a button insert a touch at the end. */
function PublishActs({ add }: { add: ButtonHTMLAttributes<HTMLButtonElement> }) {
	return (
		<FormActions>
			<SubmitButton>Publish version</SubmitButton>
			<SubmitButton tone="plain" icon="plus" {...add}>
				Add touch
			</SubmitButton>
			<ButtonLink to="/settings/sequences" tone="quiet">
				Keep as it is
			</ButtonLink>
		</FormActions>
	);
}

const NEXT = { channel: "email", timing: "day", day: "31", at: "10:00", subject: "", body: "", button: "" } as never;
