import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { minorAsText, minorFrom } from "#app/base/words/money-text.ts";
import { listChoices } from "#app/domain/leads/lists/board-queries.ts";
import { getLead } from "#app/domain/leads/lists/lead-queries.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { type FormReply, form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Edit lead · Perigee" }];

const LeadForm = z.object({
	version: z.coerce.number().int().positive(),
	title: z.string({ error: "Say what it is about." }).trim().min(1, "Say what it is about.").max(300),
	value: z.string().max(40).default(""),
	ownerId: z.uuid("Choose a member.").optional(),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.edit", async (ctx) => {
		const lead = await getLead(ctx, args.params.id ?? "");
		return { lead, ...(await listChoices(ctx)) };
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "leads.edit", schema: LeadForm }, async (ctx, input) => {
		const id = args.params.id ?? "";
		const { currency } = await getLead(ctx, id);
		const valueCents = minorFrom(input.value, currency);
		if (Number.isNaN(valueCents)) throw invalid("This is no amount.", { value: ["Write an amount such as 1250.00."] });
		await updateLead(ctx, {
			id,
			version: input.version,
			title: input.title,
			valueCents,
			ownerId: input.ownerId ?? null,
		});
		return { to: `/leads/${id}`, flash: "The lead is saved." };
	});

type Lead = ReturnType<typeof useLoaderData<typeof loader>>["lead"];
type Member = ReturnType<typeof useLoaderData<typeof loader>>["members"][number];
type Current = { version: number; title: string; valueCents: number | null; ownerId: string | null };

export default function LeadEditPage() {
	const { lead, members } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const current = reply?.detail?.current as Current | undefined;
	const typed = (reply?.result.initialValue ?? {}) as Record<string, string>;
	const [form, fields] = useLeadForm(lead, reply);
	return (
		<Page
			title="Edit lead"
			crumbs={[
				{ label: "Leads", href: "/leads" },
				{ label: lead.contact.name, href: `/leads/${lead.id}` },
			]}
			width="narrow"
			search={null}
		>
			<Form discover="none" method="post" className="form" {...getFormProps(form)} data-unsaved>
				{current ? (
					<LeadConflict {...{ lead, members, current, typed }} />
				) : (
					<ErrorSummary allErrors={form.allErrors} form={form.id} />
				)}
				{/* After a conflict the form stands on the present version: saving again is a decision. */}
				<input type="hidden" name="version" value={current?.version ?? lead.version} />
				<LeadFields {...{ fields, members }} currency={lead.currency} />
				<FormActions>
					<SubmitButton>{current ? "Save mine" : "Save lead"}</SubmitButton>
					<ButtonLink to={`/leads/${lead.id}`} tone="quiet">
						Keep as it is
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

function useLeadForm(lead: Lead, reply: FormReply | undefined) {
	return useForm({
		lastResult: reply?.result,
		defaultValue: {
			title: lead.title,
			value: minorAsText(lead.valueCents, lead.currency),
			ownerId: lead.owner?.id ?? "",
		},
		onValidate: ({ formData }) => parseWithZod(formData, { schema: LeadForm }),
		shouldRevalidate: "onInput",
	});
}

type ConflictProps = { lead: Lead; members: readonly Member[]; current: Current; typed: Record<string, string> };

function LeadConflict({ lead, members, current, typed }: ConflictProps) {
	const nameOf = (id: string | null | undefined) => members.find((member) => member.id === id)?.name ?? "Nobody yet";
	return (
		<Conflict
			who="Someone"
			differences={[
				{ label: "About", theirs: current.title, yours: typed.title ?? "" },
				{ label: "Value", theirs: minorAsText(current.valueCents, lead.currency), yours: typed.value ?? "" },
				{ label: "Owner", theirs: nameOf(current.ownerId), yours: nameOf(typed.ownerId) },
			].filter(({ theirs, yours }) => theirs !== yours)}
		>
			<ButtonLink to={`/leads/${lead.id}/edit`}>Take theirs</ButtonLink>
		</Conflict>
	);
}

type FieldsProps = { fields: ReturnType<typeof useLeadForm>[1]; members: readonly Member[]; currency: string };

function LeadFields({ fields: { title, value, ownerId }, members, currency }: FieldsProps) {
	return (
		<>
			<TextInput label="About" errors={title.errors} inputProps={getInputProps(title, { type: "text" })} />
			<TextInput
				label={`Value in ${currency}`}
				optional
				errors={value.errors}
				inputProps={{ ...getInputProps(value, { type: "text" }), inputMode: "decimal" }}
			/>
			<Select
				label="Owner"
				empty="Nobody yet"
				errors={ownerId.errors}
				inputProps={getSelectProps(ownerId)}
				options={members.map(({ id, name }) => ({ value: id, label: name }))}
			/>
		</>
	);
}
