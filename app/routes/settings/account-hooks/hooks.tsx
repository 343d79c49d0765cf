import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { type HookLine, listHooks } from "#app/domain/success/webhook/hook-queries.ts";
import { createHook } from "#app/domain/success/webhook/hooks.ts";
import { HookName } from "#app/domain/success/webhook/schema.ts";
import { form } from "#app/doors/form.ts";
import { accountHookAddress } from "#app/doors/hooks/account-intake.ts";
import { page, requireVerified } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { NewSecret } from "./new-secret.tsx";

export const meta = () => [{ title: "Account figures · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "account-hooks.view", async (ctx) => ({
		hooks: await listHooks(ctx),
		mayManage: can(ctx.actor, "account-hooks.manage"),
	}));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "account-hooks.manage", schema: HookName }, async (ctx, input, member) => {
		requireVerified(member);
		const { id, secret } = await createHook(ctx, input);
		return { show: { id, secret, name: input.name, address: accountHookAddress(id) } };
	});

const columns: Column<HookLine>[] = [
	{
		id: "last",
		label: "Last delivery",
		end: true,
		cell: (row) => (row.lastAt ? <Time at={row.lastAt} /> : "None yet"),
	},
	{
		id: "refused",
		label: "Wrong signatures",
		end: true,
		phone: false,
		cell: (row) => <span className="numbers">{row.signatureFailures}</span>,
	},
];

export default function AccountHooks() {
	const { hooks, mayManage } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	useLiveRefresh(["account-hooks"]);
	const made = reply?.detail as { id: string; secret: string; name: string; address: string } | undefined;
	return (
		<Page title="Account figures" crumbs={[{ label: "Settings", href: "/settings" }]} search={null}>
			<div className="stack">
				{made?.secret && (
					<NewSecret title={`“${made.name}” may post now.`} address={made.address} secret={made.secret}>
						<Link to={`/settings/account-hooks/${made.id}`}>See how it sends, with an example</Link>
					</NewSecret>
				)}
				<p className="muted">
					Systems that know your customers’ revenue, renewal, scores and usage can post them here. Every score keeps its
					history, and plays follow within seconds. A file of them is taken in by{" "}
					<Link to="/imports/new?type=account">an import of accounts</Link>.
				</p>
			</div>
			{hooks.length > 0 ? (
				<Section title="Systems that may post">
					<Table
						caption="Systems that may post"
						rows={hooks as HookLine[]}
						rowKey={(row) => row.id}
						name={{ label: "Name", name: (row) => row.name, href: (row) => `/settings/account-hooks/${row.id}` }}
						columns={columns}
					/>
				</Section>
			) : (
				<EmptyState
					icon="link"
					title="No system posts yet"
					text={
						mayManage ? "Give one a name below. It gets an address and a secret." : "An administrator can let one post."
					}
				/>
			)}
			{mayManage && (
				<Section title="Let a system post">
					<NewHook
						key={made?.id}
						errors={made ? {} : ((reply?.result.error ?? {}) as Record<string, string[] | null>)}
						typed={String(reply?.result.initialValue?.name ?? "")}
						message={reply?.message}
					/>
				</Section>
			)}
		</Page>
	);
}

type NewHookShown = { errors: Record<string, string[] | null>; typed: string; message: string | undefined };

function NewHook({ errors, typed, message }: NewHookShown) {
	const all = Object.fromEntries(Object.entries(errors).map(([name, words]) => [name, words ?? []]));
	return (
		<Form method="post" className="form">
			<ErrorSummary allErrors={message && !all.name ? { ...all, "": [message] } : all} ids={{ name: "hook-name" }} />
			<TextInput
				label="Name"
				help="Which system it is: it stands in the history of every score that it sends."
				errors={all.name}
				inputProps={{ id: "hook-name", name: "name", defaultValue: typed, maxLength: 100, autoComplete: "off" }}
			/>
			<FormActions>
				<SubmitButton>Make secret</SubmitButton>
			</FormActions>
		</Form>
	);
}
