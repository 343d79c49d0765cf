import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { linkRecords } from "#app/domain/crm/links/link-records.ts";
import { LINK_SUGGESTIONS, LinkLabel } from "#app/domain/crm/links/schema.ts";
import { unlinkRecords } from "#app/domain/crm/links/unlink-records.ts";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_NOUNS, recordPath } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { recordIn } from "../record-in.ts";
import { LIST_LABELS } from "../record-words.ts";
import { errorsOf, typedOf } from "../typed.ts";
import { recordOf } from "./record-param.ts";

export const meta = () => [{ title: "Add relation · Perigee" }];

export const loader = (args: LoaderFunctionArgs) => {
	const { type, id } = recordOf(args);
	return page(args, EDIT_PERMISSION[type], async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const q = (query.get("q") ?? "").slice(0, 100);
		const { name } = await getRecord(ctx, type, id);
		const found = await findRecords(ctx, q);
		// What was written and chosen before looking for another name stands in the address.
		const asked = { label: (query.get("label") ?? "").slice(0, 80), to: query.get("to") ?? "" };
		return { type, id, name, q, asked, found: found.filter((one) => one.id !== id) };
	});
};

const LinkForm = z.discriminatedUnion("act", [
	z.object({
		act: z.literal("add"),
		to: z.string({ error: "Choose a record." }).optional(),
		label: LinkLabel.optional(),
	}),
	z.object({ act: z.literal("remove"), linkId: z.uuid() }),
]);

/** Adds a relation and takes one away. The way back posts `act` alone, so what it adds again stands in the address. */
export const action = (args: ActionFunctionArgs) => {
	const from = recordOf(args);
	const query = new URL(args.request.url).searchParams;
	const back = recordPath(from.type, from.id);
	return form(args, { permission: EDIT_PERMISSION[from.type], schema: LinkForm }, async (ctx, input) => {
		if (input.act === "remove") {
			const link = await unlinkRecords(ctx, input.linkId);
			const again = new URLSearchParams({ to: `${link.to.type}:${link.to.id}`, label: link.label });
			const undo = { action: `/records/${link.from.type}/${link.from.id}/links?${again}`, act: "add" };
			return { to: back, flash: { message: "The relation is gone. Both records stay.", undo } };
		}
		const to = recordIn(input.to ?? query.get("to"));
		const label = LinkLabel.safeParse(input.label ?? query.get("label") ?? "");
		if (!to || !label.success) {
			throw invalid("Something is missing.", {
				...(to ? {} : { to: ["Choose a record."] }),
				...(label.success ? {} : { label: ["Say what the relation is."] }),
			});
		}
		await linkRecords(ctx, { from, to, label: label.data });
		return { to: back, flash: "The relation is added." };
	});
};

export default function RecordLinksPage() {
	const { type, id, name, q, asked, found } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	const path = `/records/${type}/${id}/links`;
	return (
		<Page
			title="Add relation"
			crumbs={[
				{ label: LIST_LABELS[type], href: recordPath(type) },
				{ label: name, href: recordPath(type, id) },
			]}
			width="narrow"
			search={null}
		>
			<Form
				discover="none"
				method="post"
				action={`${path}${q ? `?${new URLSearchParams({ q })}` : ""}`}
				className="form"
			>
				<ErrorSummary allErrors={errors} />
				{/* Of this form as well, so that looking for a name keeps what was written below. */}
				<search className="inline-form">
					<input
						className="input"
						type="search"
						name="q"
						defaultValue={q}
						key={q}
						aria-label="Find a record"
						placeholder="Name, email address or phone number"
					/>
					<SubmitButton tone="plain" formMethod="get" formAction={path} formNoValidate>
						Find
					</SubmitButton>
				</search>
				<TextInput
					label={`${name} …`}
					help="Read from this record to the other: “reports to”, “partner of”."
					errors={errors.label}
					inputProps={{
						name: "label",
						maxLength: 80,
						list: "relations",
						required: true,
						defaultValue: String(typed?.label ?? asked.label),
					}}
				/>
				<datalist id="relations">
					{LINK_SUGGESTIONS.map((words) => (
						<option key={words} value={words} />
					))}
				</datalist>
				{found.length > 0 ? (
					<RadioGroup
						label={q ? `Found for “${q}”` : "The latest records"}
						name="to"
						required
						errors={errors.to}
						chosen={[String(typed?.to ?? asked.to)]}
						options={found.map((one) => ({
							value: `${one.type}:${one.id}`,
							label: one.name,
							help: [RECORD_NOUNS[one.type].one, one.about].filter(Boolean).join(" · "),
						}))}
					/>
				) : (
					<p className="muted">Nothing is found for “{q}”. Try another name, or add the record first.</p>
				)}
				<FormActions>
					<SubmitButton name="act" value="add" disabled={found.length === 0}>
						Add relation
					</SubmitButton>
					<ButtonLink to={recordPath(type, id)} tone="quiet">
						Add nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
