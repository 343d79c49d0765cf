import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type ApiKeyLine, listApiKeys } from "#app/domain/identity/api-keys/api-key-queries.ts";
import { createApiKey } from "#app/domain/identity/api-keys/create-api-key.ts";
import { Name } from "#app/domain/identity/schema.ts";
import { SCOPE_GROUPS, scopeLabel } from "#app/domain/identity/scope-labels.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page, requireVerified } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "API keys · Perigee" }];

const NewKey = z.object({
	name: Name,
	scopes: z.array(z.string()).min(1, "Choose at least one thing that the key may do."),
	expiresInDays: z.coerce.number().int().min(1).max(3_650).optional(),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "api-keys.manage", async (ctx) => {
		const keys = await listApiKeys(ctx, new URL(args.request.url).searchParams.get("after") ?? undefined);
		return { keys };
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "api-keys.manage", schema: NewKey }, async (ctx, input, member) => {
		requireVerified(member);
		const { key } = await createApiKey(ctx, input);
		return { show: { key, name: input.name } };
	});

export default function ApiKeys() {
	const { keys } = useLoaderData<typeof loader>();
	const detail = useActionData<typeof action>()?.detail;
	return (
		<Page title="API keys" crumbs={[{ label: "Settings", href: "/settings" }]}>
			{typeof detail?.key === "string" && (
				<div className="stack">
					<Notice tone="good" title={`The key “${String(detail.name)}” is made.`}>
						Copy it now. It is not shown again.
					</Notice>
					<CopyField label="New key" value={detail.key} />
				</div>
			)}
			{keys.data.length === 0 ? (
				<EmptyState icon="link" title="No keys yet" text="A key lets a program of yours read and write what you may." />
			) : (
				<KeyTable keys={keys.data} />
			)}
			<Pager older={keys.next && `?after=${keys.next}`} />
			<div>
				<Section title="Make a key">
					<NewKeyForm />
				</Section>
			</div>
		</Page>
	);
}

type Line = {
	[K in keyof ApiKeyLine]: ApiKeyLine[K] extends Date
		? string | Date
		: ApiKeyLine[K] extends Date | null
			? string | Date | null
			: ApiKeyLine[K];
};

function KeyTable({ keys }: { keys: readonly Line[] }) {
	return (
		<table className="table">
			<caption className="hidden-text">API keys, newest first</caption>
			<thead>
				<tr>
					<th scope="col">Name</th>
					<th scope="col">May</th>
					<th scope="col">Last use</th>
					<th scope="col">State</th>
					<th scope="col" className="end">
						<span className="hidden-text">Revoke</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{keys.map((key) => (
					<KeyRow key={key.id} line={key} />
				))}
			</tbody>
		</table>
	);
}

function KeyRow({ line }: { line: Line }) {
	const scopes = line.scopes.map(scopeLabel).join(", ");
	return (
		<tr>
			<th scope="row">
				{line.name}
				<small>
					{line.prefix}… for {line.member}
				</small>
			</th>
			<td>
				{line.scopes.length > 3 ? (
					<details>
						<summary>{line.scopes.length} things</summary>
						{scopes}
					</details>
				) : (
					scopes
				)}
			</td>
			<td>{line.lastUsedAt ? <Time at={line.lastUsedAt} /> : "never"}</td>
			<td>
				<KeyState state={line} />
			</td>
			<td className="end">
				{!line.revokedAt && (
					<Form method="post" action={`/settings/api-keys/${line.id}/revoke`}>
						<SubmitButton tone="danger" small aria-label={`Revoke ${line.name}`}>
							Revoke
						</SubmitButton>
					</Form>
				)}
			</td>
		</tr>
	);
}

function KeyState({ state }: { state: Line }) {
	if (state.revokedAt) return <Status tone="bad">Revoked</Status>;
	if (!state.expiresAt) return <Status tone="good">Valid</Status>;
	return (
		<>
			<Status>Ends</Status> <Time at={state.expiresAt} />
		</>
	);
}

function NewKeyForm() {
	const lastResult = useActionData<typeof action>()?.result;
	const chosen = [lastResult?.initialValue?.scopes ?? []].flat().map(String);
	const [form, fields] = useForm({
		lastResult,
		defaultValue: { expiresInDays: "90" },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: NewKey }),
	});
	return (
		<Form method="post" className="form" {...getFormProps(form)}>
			<ErrorSummary
				allErrors={form.allErrors}
				ids={{ name: fields.name.id, scopes: `${fields.scopes.id}-0`, expiresInDays: fields.expiresInDays.id }}
			/>
			<TextInput
				label="Name"
				help="Which program it is for."
				errors={fields.name.errors}
				inputProps={{ ...getInputProps(fields.name, { type: "text" }), autoComplete: "off" }}
			/>
			<Fieldset legend="What the key may do">
				{SCOPE_GROUPS.map(({ label, scopes }, at) => (
					<RadioGroup
						key={label}
						id={`${fields.scopes.id}-${at}`}
						label={label}
						name="scopes"
						type="checkbox"
						chosen={chosen}
						{...(at === 0 && fields.scopes.errors ? { errors: fields.scopes.errors } : {})}
						options={scopes.map((one) => ({ value: one.scope, label: one.label, help: one.help }))}
					/>
				))}
			</Fieldset>
			<Select
				label="Valid for"
				empty="Until it is revoked"
				inputProps={getSelectProps(fields.expiresInDays)}
				options={[30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }))}
			/>
			<FormActions>
				<SubmitButton>Make key</SubmitButton>
			</FormActions>
		</Form>
	);
}
