import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { removeSuppression } from "#app/domain/messaging/consent/remove-suppression.ts";
import { SUPPRESSION_LABELS, SuppressionForm } from "#app/domain/messaging/consent/schema.ts";
import { listSuppressions } from "#app/domain/messaging/consent/suppression-queries.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Suppression list · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const q = query.get("q") ?? undefined;
		const list = await listSuppressions(ctx, { q, after: query.get("after") ?? undefined });
		return { ...list, q: q ?? null, mayEdit: can(ctx.actor, "suppressions.edit") };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "suppressions.edit", schema: SuppressionForm }, async (ctx, { act, channel, address }) => {
		const to = "/settings/suppressions";
		if (act === "add") {
			const added = await addSuppression(ctx, { channel, address, reason: "member" });
			return { to, flash: added ? `Nothing is sent to ${address} any more.` : `${address} was on the list already.` };
		}
		const removed = await removeSuppression(ctx, { channel, address, by: "member" });
		const refused = "was not taken off: only its owner can take back an unsubscription or a STOP";
		return { to, flash: removed ? `${address} can be written to again.` : `${address} ${refused}.` };
	});

export default function Suppressions() {
	const { data, next, q, mayEdit } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Suppression list"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="edge"
			search={{ action: "/settings/suppressions", value: q ?? "", label: "Search addresses" }}
		>
			{mayEdit && <AddForm />}
			{data.length > 0 ? (
				<Table
					caption="Addresses and numbers that nothing is sent to"
					rows={data}
					rowKey={(row) => `${row.channel}:${row.address}`}
					name={{
						label: "Address",
						name: (row) => row.address,
						href: (row) => `/settings/suppressions?q=${encodeURIComponent(row.address)}`,
					}}
					columns={[
						{ id: "channel", label: "Channel", cell: (row) => CHANNEL_LABELS[row.channel] },
						{ id: "reason", label: "Why", cell: (row) => SUPPRESSION_LABELS[row.reason] ?? row.reason },
						{ id: "at", label: "Since", end: true, phone: false, cell: (row) => <Time at={row.createdAt} /> },
						{
							id: "act",
							label: "Remove",
							end: true,
							cell: (row) => (mayEdit && canRemove(row.reason) ? <RemoveForm {...row} /> : null),
						},
					]}
				/>
			) : q ? (
				<EmptySearch asked={q} clear="/settings/suppressions" />
			) : (
				<EmptyState
					icon="lock"
					title="Nobody is on the list"
					text="Who unsubscribes, answers STOP, complains or whose address bounces for good stands here, and is not written to."
				/>
			)}
			<Pager older={next ? `/settings/suppressions?after=${encodeURIComponent(next)}` : null} />
		</Page>
	);
}

/** What a receiver asked for, only the receiver takes back. */
function canRemove(reason: string): boolean {
	return reason !== "stop" && reason !== "unsubscribed";
}

function RemoveForm({ channel, address }: { channel: string; address: string }) {
	return (
		<Form method="post" discover="none">
			<input type="hidden" name="channel" value={channel} />
			<input type="hidden" name="address" value={address} />
			<SubmitButton tone="quiet" small name="act" value="remove" aria-label={`Remove ${address}`}>
				Remove
			</SubmitButton>
		</Form>
	);
}

function AddForm() {
	const [form, fields] = useForm({
		lastResult: useActionData<typeof action>()?.result,
		constraint: getZodConstraint(SuppressionForm),
		onValidate: ({ formData }) => parseWithZod(formData, { schema: SuppressionForm }),
	});
	const { key: _, ...channelProps } = getSelectProps(fields.channel);
	return (
		<Section title="Add an address or number">
			<Form method="post" discover="none" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} ids={{ address: fields.address.id, channel: fields.channel.id }} />
				<Select
					label="Channel"
					errors={fields.channel.errors}
					inputProps={channelProps}
					options={[
						{ value: "email", label: "Email" },
						{ value: "sms", label: "SMS" },
					]}
				/>
				<TextInput
					label="Address or number"
					help="Numbers in international form, such as +1 500 555 0006."
					errors={fields.address.errors}
					inputProps={getInputProps(fields.address, { type: "text" })}
				/>
				<FormActions>
					<SubmitButton name="act" value="add">
						Suppress address
					</SubmitButton>
				</FormActions>
			</Form>
		</Section>
	);
}
